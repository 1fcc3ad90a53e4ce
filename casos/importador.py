"""De filas de un archivo a casos: convierte, aplica las mismas reglas y dice qué falla y dónde.

Una fila es una víctima con los datos de su caso; las filas con el mismo número externo son del
mismo caso. No escribe: entrega `Lote` a `acciones.importar_casos`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from casos import consultas, reglas
from casos.conversion import CeldaError, convertir, vacio_de
from casos.ficha import PARTES, POR_CODIGO, PRECISION_DE
from casos.models import Caso, CasoLugar, ClaveExterna, Victima, VictimaEstado
from trata.comun.importador import Problema, Tabla, exigir_columnas
from trata.comun.reglas import Regla, faltas
from trata.cuentas.models import Usuario

DE_CASO = tuple(
    c
    for c in (*POR_CODIGO["denuncia"].campos, "fecha_del_hecho", "fecha_fin_del_hecho")
    if c != "entidad"
)
DE_VICTIMA = PARTES["victima"].campos
# Columna → (modelo, campo) de lo demás.
OTRAS: dict[str, tuple[type, str]] = {
    "institucion": (ClaveExterna, "institucion"),
    "tipo_numero": (ClaveExterna, "tipo"),
    "numero": (ClaveExterna, "numero"),
    "ubigeo_de_registro": (CasoLugar, "ubigeo"),
    "ubigeo_de_captacion": (CasoLugar, "ubigeo"),
    "ubigeo_de_explotacion": (CasoLugar, "ubigeo"),
    "estado_victima": (VictimaEstado, "estado"),
    "fecha_de_estado": (VictimaEstado, "fecha"),
    "organo": (VictimaEstado, "organo"),
    "sustento": (VictimaEstado, "sustento"),
}
ROLES = {f"ubigeo_de_{rol}": rol for rol in ("registro", "captacion", "explotacion")}
NECESARIAS = ("materia", "fecha_de_registro", "ubigeo_de_registro", "sexo")


def columnas() -> dict[str, str]:
    """Columna → cómo se llama para las personas. Es la plantilla y la lista de lo que se conoce."""
    nombres = {c: str(Caso._meta.get_field(c).verbose_name) for c in DE_CASO}
    nombres |= {c: str(Victima._meta.get_field(c).verbose_name) for c in DE_VICTIMA}
    nombres |= {c: str(m._meta.get_field(f).verbose_name) for c, (m, f) in OTRAS.items()}
    nombres |= {c: f"lugar de {rol} (código INEI)" for c, rol in ROLES.items()}
    return nombres | {"confirmar": "avisos confirmados"}


@dataclass
class CasoLeido:
    """Un caso del archivo, listo para registrar."""

    fila: int
    caso: dict[str, Any]
    clave: dict[str, Any] | None = None
    lugares: list[dict[str, Any]] = field(default_factory=list)
    victimas: list[tuple[dict[str, Any], dict[str, Any] | None]] = field(default_factory=list)


@dataclass
class Lote:
    """Lo leído: casos buenos, problemas por fila y cuántos ya estaban."""

    casos: list[CasoLeido] = field(default_factory=list)
    problemas: list[Problema] = field(default_factory=list)
    filas: int = 0
    repetidos: int = 0

    @property
    def filas_con_error(self) -> set[int]:
        """Números de fila que no se pueden importar."""
        return {p.fila for p in self.problemas if not p.es_aviso}


class Lector:
    """Lee una tabla para un usuario: su ámbito y las entidades que existen se cargan una vez."""

    def __init__(self, usuario: Usuario) -> None:
        self.usuario = usuario
        self.entidades = {e.pk: e for e in consultas.entidades_vigentes()}
        self.siglas = {e.sigla.lower(): e.pk for e in self.entidades.values() if e.sigla}
        self.lote = Lote()

    def leer(self, tabla: Tabla) -> Lote:
        """Convierte y juzga todas las filas."""
        exigir_columnas(tabla, NECESARIAS, columnas())
        self.lote.filas = len(tabla.filas)
        grupos: dict[Any, CasoLeido] = {}
        for numero, celdas in tabla.filas:
            self._fila(numero, celdas, grupos)
        malas = self.lote.filas_con_error
        candidatos = [g for g in grupos.values() if g.fila not in malas]
        claves = {(g.clave["institucion"].pk, g.clave["tipo"], g.clave["numero"]): g
                  for g in candidatos if g.clave}  # fmt: skip
        for existente in consultas.claves_existentes(list(claves)):
            candidatos.remove(claves[existente])
            self.lote.repetidos += 1
        self.lote.casos = candidatos
        return self.lote

    def _problema(self, fila: int, campo: str, codigo: str, mensaje: str, aviso: bool) -> None:
        self.lote.problemas.append(Problema(fila, campo, codigo, mensaje, aviso))

    def _valores(
        self, fila: int, celdas: Mapping[str, str], modelo: type, campos: Collection[str]
    ) -> dict[str, Any]:
        valores: dict[str, Any] = {}
        for nombre in campos:
            campo = modelo._meta.get_field(nombre)
            texto = celdas.get(nombre, "")
            valores[nombre] = vacio_de(campo)
            if not texto:
                continue
            try:
                valor = convertir(campo, texto)
            except CeldaError as error:
                self._problema(fila, nombre, error.codigo, error.mensaje, False)
                continue
            if isinstance(valor, tuple):
                valor, precision = valor
                if hasattr(modelo, PRECISION_DE.get(nombre, "-")):
                    valores[PRECISION_DE[nombre]] = precision
            valores[nombre] = valor
        return valores

    def _aplicar(
        self, fila: int, lista: tuple[Regla, ...], datos: dict[str, Any], celdas: Mapping[str, str]
    ) -> None:
        confirmados = celdas.get("confirmar", "").replace(";", "|").split("|")
        con_llaves = datos | {
            f"{c}_id": getattr(v, "pk", None) for c, v in datos.items() if hasattr(v, "pk")
        }
        nombres = {"tipo": "tipo_numero"} if lista is reglas.CLAVE_EXTERNA else {}
        for f in faltas(lista, con_llaves, confirmados=confirmados):
            self._problema(fila, nombres.get(f.campo, f.campo), f.codigo, f.mensaje, False)

    def _fila(self, numero: int, celdas: Mapping[str, str], grupos: dict[Any, CasoLeido]) -> None:
        caso = self._valores(numero, celdas, Caso, DE_CASO)
        caso.setdefault("precision_de_registro", "dia")
        self._aplicar(numero, reglas.CASO, caso, celdas)
        clave = self._clave(numero, celdas)
        llave = tuple(clave.values()) if clave else numero
        grupo = grupos.get(llave)
        if grupo is None:
            grupo = grupos[llave] = CasoLeido(numero, caso, clave, self._lugares(numero, celdas))
        elif grupo.caso != caso:
            distintos = [c for c in caso if caso[c] != grupo.caso.get(c)]
            self._problema(
                numero, distintos[0], "caso_distinto",
                f"La fila {grupo.fila} dice otra cosa del mismo caso. Ponlas iguales.", False,
            )  # fmt: skip
        grupo.victimas.append(self._victima(numero, celdas, caso))
        if numero in self.lote.filas_con_error and grupo.fila != numero:
            self._problema(
                grupo.fila, "", "fila_del_mismo_caso",
                f"La fila {numero}, del mismo caso, tiene errores.", False,
            )  # fmt: skip

    def _clave(self, fila: int, celdas: Mapping[str, str]) -> dict[str, Any] | None:
        if not any(celdas.get(c) for c in ("institucion", "tipo_numero", "numero")):
            return None
        renombradas = {"tipo": celdas.get("tipo_numero", ""), "numero": celdas.get("numero", "")}
        valores = self._valores(fila, renombradas, ClaveExterna, ("tipo", "numero"))
        valores["numero"] = reglas.normalizar_clave(valores["numero"])
        texto = celdas.get("institucion", "").lower()
        entidad = self.entidades.get(self.siglas.get(texto, texto))
        if texto and entidad is None:
            self._problema(
                fila, "institucion", "invalid_choice", "No conocemos esa entidad.", False
            )
        else:
            self._aplicar(fila, reglas.CLAVE_EXTERNA, valores | {"institucion": entidad}, celdas)
        return {"institucion": entidad} | valores

    def _lugares(self, fila: int, celdas: Mapping[str, str]) -> list[dict[str, Any]]:
        lugares = []
        for columna, rol in ROLES.items():
            texto = celdas.get(columna, "")
            if not texto and rol != "registro":
                continue
            try:
                ubigeo = convertir(CasoLugar._meta.get_field("ubigeo"), texto) if texto else None
            except CeldaError as error:
                self._problema(fila, columna, error.codigo, error.mensaje, False)
                continue
            datos = {"rol": rol, "pais": "pe", "ubigeo": ubigeo}
            for f in faltas(reglas.LUGAR, datos | {"ubigeo_id": getattr(ubigeo, "pk", None)}):
                self._problema(fila, columna, f.codigo, f.mensaje, False)
            if rol == "registro" and ubigeo and not self.usuario.ambito.cubre(ubigeo.pk):
                self._problema(fila, columna, "lugar_fuera_de_ambito", "No es de tu ámbito.", False)
            lugares.append(datos)
        return lugares

    def _victima(
        self, fila: int, celdas: Mapping[str, str], caso: dict[str, Any]
    ) -> tuple[dict[str, Any], dict[str, Any] | None]:
        victima = self._valores(fila, celdas, Victima, DE_VICTIMA)
        del_caso = {
            "materia": caso["materia"],
            "caso_fecha_de_registro": caso["fecha_de_registro"],
            "caso_fecha_del_hecho": caso["fecha_del_hecho"],
        }
        self._aplicar(fila, reglas.VICTIMA, victima | del_caso, celdas)
        victima |= reglas.deducir_edad(victima | del_caso)
        if not celdas.get("estado_victima"):
            return victima, None
        renombradas = {f: celdas.get(c, "") for c, (m, f) in OTRAS.items() if m is VictimaEstado}
        estado = self._valores(fila, renombradas, VictimaEstado, renombradas)
        self._aplicar(fila, reglas.ESTADO_DE_VICTIMA, estado, celdas)
        return victima, estado
