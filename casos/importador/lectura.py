"""De textos a valores: cada celda se convierte una sola vez por texto distinto de su columna.

Entra una `Tabla` y un emparejado; salen grupos de filas (un caso cada uno) con sus valores ya
convertidos y los problemas de cada celda. No aplica reglas ni consulta la base.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from casos import reglas
from casos.conversion import CeldaError, convertir, entero, lugar_por_nombre, vacio_de
from casos.importador.columnas import (
    COLUMNAS,
    CONFIRMAR,
    DE_CASO,
    DE_CLAVE,
    DE_ESTADO,
    DE_VICTIMA,
    NUMERO_DE_VICTIMA,
    PARTES_DEL_LUGAR,
    ROLES,
    Columna,
)
from casos.models import Caso, Victima
from trata.comun.importador import Problema, Tabla

LARGO_DEL_VALOR = 60


def _vacios(modelo: type, campos: Iterable[str]) -> dict[str, Any]:
    return {c: vacio_de(modelo._meta.get_field(c)) for c in campos}


VACIOS_DE_CASO = _vacios(Caso, DE_CASO)
VACIOS_DE_VICTIMA = _vacios(Victima, DE_VICTIMA)


@dataclass
class FilaLeida:
    """Una víctima del archivo: sus valores, su estado y su número dentro del caso."""

    numero: int
    victima: dict[str, Any]
    estado: dict[str, Any]
    lugar_en_el_caso: int = 0
    confirmados: tuple[str, ...] = ()


@dataclass
class Grupo:
    """Las filas de un mismo caso, con lo que dicen de él."""

    fila: int
    clave: dict[str, Any] | None
    caso: dict[str, Any] = field(default_factory=dict)
    lugares: dict[str, Any] = field(default_factory=dict)
    filas: list[FilaLeida] = field(default_factory=list)

    @property
    def confirmados(self) -> frozenset[str]:
        """Los avisos que alguna de sus filas confirma."""
        return frozenset(c for f in self.filas for c in f.confirmados)


class Celdas:
    """Convierte las celdas de una columna y recuerda cada texto ya convertido."""

    def __init__(self, columna: Columna, valores: Mapping[str, str]) -> None:
        self.columna = columna
        self.valores = valores
        self._vistos: dict[str, tuple[Any, str, CeldaError | None]] = {}

    def leer(self, texto: str) -> tuple[Any, str, CeldaError | None]:
        """(valor, precisión, error) de un texto."""
        hecho = self._vistos.get(texto)
        if hecho is None:
            hecho = self._vistos[texto] = self._convertir(texto)
        return hecho

    def _convertir(self, texto: str) -> tuple[Any, str, CeldaError | None]:
        try:
            valor = convertir(self.columna.campo, self.valores.get(texto.strip().lower(), texto))
        except CeldaError as error:
            return None, "", error
        if not isinstance(valor, tuple):
            return valor, "", None
        fecha, precision = valor
        if precision != "dia" and not self.columna.precision:
            return None, "", CeldaError("invalid", "Escribe el día, el mes y el año: 10/03/2026.")
        return fecha, precision, None


class Lectura:
    """Agrupa las filas por caso. `entidades` va de sigla (o código) en minúsculas a entidad."""

    def __init__(
        self,
        *,
        columnas: Mapping[str, str],
        valores: Mapping[str, Mapping[str, str]],
        fijos: Mapping[str, str],
        entidades: Mapping[str, Any],
    ) -> None:
        self.columna_de = columnas
        self.fijos = {c: t for c, t in fijos.items() if t}
        self.entidades = entidades
        self.problemas: list[Problema] = []
        self.grupos: dict[Any, Grupo] = {}
        self._celdas = {
            c: Celdas(col, {t.strip().lower(): v for t, v in valores.get(c, {}).items()})
            for c, col in COLUMNAS.items()
            if col.campo is not None
        }
        self._lugares: dict[tuple[str, ...], Any] = {}

    def leer(self, tabla: Tabla, al_avanzar: Callable[[int], None]) -> Sequence[Grupo]:
        """Convierte todas las filas. Avisa cada mil."""
        nombres = self.columna_de
        for i, (numero, crudas) in enumerate(tabla.filas):
            celdas = dict(self.fijos)
            for encabezado, texto in crudas.items():
                columna = nombres.get(encabezado)
                if columna:
                    celdas[columna] = texto
            if celdas.keys() - self.fijos.keys():
                self._fila(numero, celdas)
            if i % 1000 == 0:
                al_avanzar(i)
        return list(self.grupos.values())

    def problema(self, fila: int, columna: str, codigo: str, mensaje: str, valor: str = "") -> None:
        """Anota una falta; el texto libre no se repite."""
        conocida = COLUMNAS.get(columna)
        if conocida is not None and conocida.es_texto:
            valor = ""
        self.problemas.append(
            Problema(fila, columna, codigo, mensaje, valor=valor[:LARGO_DEL_VALOR])
        )

    def _valor(self, fila: int, columna: str, texto: str) -> tuple[Any, str]:
        valor, precision, error = self._celdas[columna].leer(texto)
        if error is not None:
            self.problema(fila, columna, error.codigo, error.mensaje, texto)
        return valor, precision

    def _valores(
        self, fila: int, celdas: Mapping[str, str], campos: Iterable[str]
    ) -> dict[str, Any]:
        """Sólo las celdas llenas: una vacía no dice nada."""
        valores: dict[str, Any] = {}
        for columna in campos:
            texto = celdas.get(columna)
            if not texto:
                continue
            valor, precision = self._valor(fila, columna, texto)
            if valor is None:
                continue
            valores[COLUMNAS[columna].atributo] = valor
            if precision and COLUMNAS[columna].precision:
                valores[COLUMNAS[columna].precision] = precision
        return valores

    def _fila(self, numero: int, celdas: Mapping[str, str]) -> None:
        clave = self._clave(numero, celdas)
        llave: Any = numero
        if clave and clave["institucion"] is not None and clave["numero"]:
            llave = (clave["institucion"].pk, clave["tipo"], clave["numero"])
        grupo = self.grupos.get(llave)
        if grupo is None:
            grupo = self.grupos[llave] = Grupo(numero, clave)
        self._juntar(numero, grupo.caso, self._valores(numero, celdas, DE_CASO), grupo)
        self._juntar(numero, grupo.lugares, self._lugares_de(numero, celdas), grupo)
        grupo.filas.append(
            FilaLeida(
                numero,
                self._valores(numero, celdas, DE_VICTIMA),
                self._valores(numero, celdas, DE_ESTADO),
                self._numero_de_victima(numero, celdas, grupo),
                tuple(
                    c.strip()
                    for c in celdas.get(CONFIRMAR, "").replace(";", "|").split("|")
                    if c.strip()
                ),
            )
        )

    def _juntar(
        self, fila: int, antes: dict[str, Any], nuevos: dict[str, Any], grupo: Grupo
    ) -> None:
        """Lo que dos filas dicen de un mismo caso tiene que coincidir."""
        for campo, valor in nuevos.items():
            previo = antes.setdefault(campo, valor)
            if previo != valor:
                columna = campo if campo in COLUMNAS else f"ubigeo_de_{campo}"
                self.problema(
                    fila,
                    columna if columna in COLUMNAS else "",
                    "caso_distinto",
                    f"La fila {grupo.fila} dice otra cosa del mismo caso. Ponlas iguales.",
                )

    def _numero_de_victima(self, fila: int, celdas: Mapping[str, str], grupo: Grupo) -> int:
        usados = [f.lugar_en_el_caso for f in grupo.filas]
        texto = celdas.get(NUMERO_DE_VICTIMA, "")
        if not texto:
            return max(usados, default=0) + 1
        try:
            numero = entero(texto)
        except CeldaError as error:
            self.problema(fila, NUMERO_DE_VICTIMA, error.codigo, error.mensaje, texto)
            return 0
        if numero in usados or numero == 0:
            self.problema(
                fila,
                NUMERO_DE_VICTIMA,
                "victima_repetida",
                "Ese número ya es de otra fila del caso. Numera cada víctima: 1, 2, 3…",
                texto,
            )
        return numero

    def _clave(self, fila: int, celdas: Mapping[str, str]) -> dict[str, Any] | None:
        if not celdas.get("numero") and not any(
            celdas.get(c) and c not in self.fijos for c in DE_CLAVE
        ):
            return None
        clave: dict[str, Any] = {"institucion": None, "tipo": "", "numero": ""}
        clave |= self._valores(fila, celdas, ("tipo_numero", "numero"))
        clave["numero"] = reglas.normalizar_clave(clave["numero"])
        texto = celdas.get("institucion", "")
        if texto:
            clave["institucion"] = self.entidades.get(texto.strip().lower())
            if clave["institucion"] is None:
                self.problema(
                    fila, "institucion", "invalid_choice", "No conocemos esa entidad.", texto
                )
        return clave

    def _lugares_de(self, fila: int, celdas: Mapping[str, str]) -> dict[str, Any]:
        lugares: dict[str, Any] = {}
        for columna, rol in ROLES.items():
            texto = celdas.get(columna)
            if texto:
                valor, _ = self._valor(fila, columna, texto)
                if valor is not None:
                    lugares[rol] = valor
        nombres = tuple(celdas.get(c, "") for c in PARTES_DEL_LUGAR)
        if "registro" not in lugares and any(nombres) and not celdas.get("ubigeo_de_registro"):
            lugar = self._por_nombre(fila, nombres)
            if lugar is not None:
                lugares["registro"] = lugar
        return lugares

    def _por_nombre(self, fila: int, nombres: tuple[str, ...]) -> Any:
        hecho = self._lugares.get(nombres)
        if hecho is None:
            try:
                hecho = lugar_por_nombre(nombres)
            except CeldaError as error:
                hecho = error
            self._lugares[nombres] = hecho
        if isinstance(hecho, CeldaError):
            nivel = PARTES_DEL_LUGAR[hecho.nivel]
            self.problema(fila, nivel, hecho.codigo, hecho.mensaje, nombres[0])
            return None
        return hecho
