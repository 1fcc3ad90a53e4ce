"""Qué haría el archivo: cada caso se crea, se actualiza o se ignora, y cada falta con su fila.

Aplica las mismas reglas que la pantalla a valores ya convertidos, con catálogos cargados una vez
y unicidad por conjuntos. No escribe: entrega un `Lote` a `acciones.importar_lote`.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from casos import reglas
from casos.consultas import importacion as consultas
from casos.consultas.importacion import Sena
from casos.importador.columnas import (
    CONOCIDOS,
    DE_CLAVE,
    DE_ESTADO,
    PARTES_DEL_LUGAR,
    POR_ENCABEZADO,
    ROLES,
    faltan_de,
)
from casos.importador.comparacion import Cambio, cambios_de
from casos.importador.lectura import (
    VACIOS_DE_CASO,
    VACIOS_DE_VICTIMA,
    FilaLeida,
    Grupo,
    Lectura,
)
from casos.models import Caso
from trata.comun.importador import ArchivoIlegibleError, Problema, Tabla
from trata.comun.reglas import Regla, faltas
from trata.cuentas.models import Usuario

Avance = Callable[[int, int, str], None]
# El campo del modelo, como columna del archivo.
COLUMNA_DE_CLAVE = {campo: columna for columna, campo in DE_CLAVE.items()}
COLUMNA_DE_ESTADO = {campo: columna for columna, campo in DE_ESTADO.items()}
DEL_REGISTRO = ("ubigeo_de_registro", *PARTES_DEL_LUGAR)
CON_PRECISION = {"precision_de_registro": "dia"}
# Códigos que dejan de ser una falta si la persona los revisa y los confirma.
AVISOS = frozenset(
    r.codigo
    for r in (
        *(*reglas.CASO, *reglas.VICTIMA, *reglas.LUGAR),
        *(*reglas.ESTADO_DE_VICTIMA, *reglas.AVANCE_DE_VICTIMA),
    )
    if r.es_aviso
)


@dataclass
class CasoLeido:
    """Un caso nuevo, listo para registrar. `huella` lo identifica si no trae número."""

    fila: int
    caso: dict[str, Any]
    clave: dict[str, Any] | None = None
    lugares: list[dict[str, Any]] = field(default_factory=list)
    victimas: list[tuple[int, dict[str, Any], dict[str, Any] | None]] = field(default_factory=list)
    huella: str = ""
    filas: tuple[int, ...] = ()


@dataclass
class CasoCambiado:
    """Un caso ya registrado al que el archivo le cambia algo."""

    fila: int
    caso: Caso
    cambios: list[Cambio]
    huella: frozenset[Any] = frozenset()


@dataclass
class Lote:
    """Lo leído: qué se crea, qué se actualiza, qué se ignora y qué hay que corregir."""

    casos: list[CasoLeido] = field(default_factory=list)
    cambiados: list[CasoCambiado] = field(default_factory=list)
    problemas: list[Problema] = field(default_factory=list)
    parecidos: list[tuple[int, Caso]] = field(default_factory=list)
    ignorados: Counter[str] = field(default_factory=Counter)
    filas: int = 0

    @property
    def filas_con_error(self) -> set[int]:
        """Números de fila que no se pueden importar."""
        return {p.fila for p in self.problemas if not p.es_aviso}


def emparejado_directo(tabla: Tabla) -> dict[str, str]:
    """Encabezado → columna cuando el archivo usa los códigos o los nombres de la plantilla.

    Lanza `ArchivoIlegibleError` si falta una necesaria o sobra una desconocida.
    """
    hallado = {e: POR_ENCABEZADO[e] for e in tabla.encabezados if e in POR_ENCABEZADO}
    faltan = faltan_de(hallado.values())
    if faltan:
        raise ArchivoIlegibleError(f"Faltan columnas: {', '.join(faltan)}.", "faltan_columnas")
    sobran = [e for e in tabla.encabezados if e and e not in CONOCIDOS]
    if sobran:
        raise ArchivoIlegibleError(
            f"No conocemos estas columnas: {', '.join(sobran)}.", "columnas_desconocidas"
        )
    return hallado


class Lector:
    """Lee una tabla para un usuario: su ámbito y las entidades que existen se cargan una vez."""

    def __init__(self, usuario: Usuario) -> None:
        self.usuario = usuario
        self.lote = Lote()
        self.confirmados: frozenset[str] = frozenset()
        self._con_error: set[tuple[int, str]] = set()
        self._cambian: dict[int, int] = {}

    def leer(
        self,
        tabla: Tabla,
        emparejado: Mapping[str, Any] | None = None,
        al_avanzar: Avance = lambda hecho, total, texto: None,
    ) -> Lote:
        """Convierte y juzga todas las filas. `emparejado`: `columnas`, `valores` y `fijos`."""
        pedido = emparejado or {"columnas": emparejado_directo(tabla)}
        self.confirmados = frozenset(pedido.get("confirmados", ()))
        total = self.lote.filas = len(tabla.filas)
        lectura = Lectura(
            columnas=pedido["columnas"],
            valores=pedido.get("valores", {}),
            fijos=pedido.get("fijos", {}),
            entidades=consultas.entidades_por_sigla(),
        )
        grupos = lectura.leer(tabla, lambda n: al_avanzar(n // 2, total, "Leyendo las filas"))
        self.lote.problemas = lectura.problemas
        self._con_error = {(p.fila, p.campo) for p in lectura.problemas}
        nuevos = self._apartar_existentes(grupos)
        for i, grupo in enumerate(nuevos):
            self._juzgar_nuevo(grupo)
            if i % 500 == 0:
                al_avanzar(total // 2 + i // 2, total, "Revisando con las reglas")
        self._quitar_malos()
        self._quitar_repetidos()
        al_avanzar(total, total, "Buscando posibles duplicados")
        self.lote.parecidos = consultas.parecidos(self.usuario, list(self._senas()))
        return self.lote

    def problema(
        self, fila: int, columna: str, codigo: str, mensaje: str, es_aviso: bool = False
    ) -> None:
        """Anota una falta."""
        self.lote.problemas.append(Problema(fila, columna, codigo, mensaje, es_aviso))

    def juzgar(
        self,
        fila: int,
        lista: tuple[Regla, ...],
        datos: Mapping[str, Any],
        confirmados: Iterable[str] = (),
        columnas: Mapping[str, str] | None = None,
    ) -> bool:
        """Aplica reglas y anota lo que incumplen; dice si cumple."""
        malas = faltas(lista, datos, confirmados=self.confirmados | frozenset(confirmados))
        for f in malas:
            self.problema(fila, (columnas or {}).get(f.campo, f.campo), f.codigo, f.mensaje)
        return not malas

    # --- Lo que ya está registrado ---------------------------------------------------------------
    def _apartar_existentes(self, grupos: Iterable[Grupo]) -> list[Grupo]:
        nuevos: list[Grupo] = []
        con_clave = {}
        for grupo in grupos:
            c = grupo.clave
            if c and c["institucion"] is not None and c["numero"]:
                con_clave[c["institucion"].pk, c["tipo"], c["numero"]] = grupo
            else:
                nuevos.append(grupo)
        registrados = consultas.casos_por_clave(con_clave)
        visibles = consultas.visibles_entre(self.usuario, set(registrados.values()))
        por_caso: dict[int, list[Grupo]] = {}
        for clave, grupo in con_clave.items():
            caso = registrados.get(clave)
            if caso is None:
                nuevos.append(grupo)
            elif caso in visibles:
                por_caso.setdefault(caso, []).append(grupo)
            else:
                self.problema(
                    grupo.fila, "numero", "clave_repetida",
                    "Esa institución ya tiene un caso con ese número.",
                )  # fmt: skip
        for existentes in consultas.para_comparar(por_caso):
            for caso, existente in existentes.items():
                for grupo in por_caso[caso]:
                    self._comparar(existente, grupo)
        return nuevos

    def _comparar(self, existente: consultas.Existente, grupo: Grupo) -> None:
        antes = len(self.lote.problemas)
        cambios = cambios_de(existente, grupo, self)
        if len(self.lote.problemas) > antes or self._tiene_error(grupo):
            return
        if not cambios:
            self.lote.ignorados["ya_registrados"] += 1
        elif not existente.caso.es_editable:
            self.lote.ignorados["cerrados"] += 1
            self.problema(
                grupo.fila, "numero", "caso_cerrado",
                f"El caso {existente.caso.codigo} ya está "
                f"{existente.caso.get_estado_display().lower()} y el archivo dice otra cosa: no se "
                "cambia. Si hay que corregirlo, pide que lo observen.", es_aviso=True,
            )  # fmt: skip
        elif (otra := self._cambian.setdefault(existente.caso.pk, grupo.fila)) != grupo.fila:
            self.problema(
                grupo.fila, "numero", "caso_repetido",
                f"Es el mismo caso de la fila {otra}, con otro número. Deja los cambios en uno.",
            )  # fmt: skip
        else:
            self.lote.cambiados.append(
                CasoCambiado(grupo.fila, existente.caso, cambios, existente.huella())
            )

    def _tiene_error(self, grupo: Grupo) -> bool:
        filas = {f.numero for f in grupo.filas}
        return any(fila in filas for fila, _ in self._con_error)

    # --- Lo nuevo --------------------------------------------------------------------------------
    def _juzgar_nuevo(self, grupo: Grupo) -> None:
        caso = VACIOS_DE_CASO | CON_PRECISION | grupo.caso
        self.juzgar(grupo.fila, reglas.CASO, caso, grupo.confirmados)
        leido = CasoLeido(grupo.fila, caso, grupo.clave, filas=tuple(f.numero for f in grupo.filas))
        if grupo.clave:
            institucion = getattr(grupo.clave["institucion"], "pk", None)
            self.juzgar(
                grupo.fila, reglas.CLAVE_EXTERNA, grupo.clave | {"institucion_id": institucion},
                columnas=COLUMNA_DE_CLAVE,
            )  # fmt: skip
        leido.lugares = self._lugares(grupo)
        leido.victimas = [
            (f.lugar_en_el_caso, *self.victima(f, caso, grupo.confirmados)) for f in grupo.filas
        ]
        self.lote.casos.append(leido)

    def _lugares(self, grupo: Grupo) -> list[dict[str, Any]]:
        lugares = []
        for columna, rol in ROLES.items():
            ubigeo = grupo.lugares.get(rol)
            if ubigeo is None and rol != "registro":
                continue
            datos = {"rol": rol, "pais": "pe", "ubigeo": ubigeo}
            self.lugar(grupo.fila, columna, datos)
            lugares.append(datos)
        return lugares

    def lugar(self, fila: int, columna: str, datos: Mapping[str, Any]) -> None:
        """Juzga un lugar: sus reglas y, si es el de registro, que sea del ámbito."""
        codigo = getattr(datos["ubigeo"], "pk", None)
        nombres = {"ubigeo": columna}
        if datos["rol"] == "registro" and any((fila, c) in self._con_error for c in DEL_REGISTRO):
            return
        self.juzgar(fila, reglas.LUGAR, {**datos, "ubigeo_id": codigo}, columnas=nombres)
        if datos["rol"] == "registro" and codigo and not self.usuario.ambito.cubre(codigo):
            self.problema(
                fila, columna, "lugar_fuera_de_ambito", "El lugar de registro no es de tu ámbito."
            )

    def victima(
        self, fila: FilaLeida, caso: Mapping[str, Any], confirmados: Iterable[str]
    ) -> tuple[dict[str, Any], dict[str, Any] | None]:
        """Juzga una víctima nueva y su estado; devuelve sus datos completos."""
        victima = VACIOS_DE_VICTIMA | fila.victima
        self.juzgar_victima(fila.numero, victima, caso, confirmados)
        return victima, self.estado(fila, confirmados)

    def juzgar_victima(
        self,
        fila: int,
        victima: dict[str, Any],
        caso: Mapping[str, Any],
        confirmados: Iterable[str],
    ) -> None:
        """Aplica las reglas a lo dicho y, si cumple, a lo que queda al deducir la edad (que deja
        en `victima`): lo mismo que el formulario y después la acción."""
        del_caso = {
            "materia": caso["materia"],
            "caso_fecha_de_registro": caso["fecha_de_registro"],
            "caso_fecha_del_hecho": caso["fecha_del_hecho"],
        }
        deducido = reglas.deducir_edad({**victima, **del_caso})
        cumple = self.juzgar(fila, reglas.VICTIMA, {**victima, **del_caso}, confirmados)
        cambia = any(victima.get(c) != v for c, v in deducido.items())
        victima |= deducido
        if cumple and cambia:
            self.juzgar(fila, reglas.VICTIMA, {**victima, **del_caso}, confirmados)

    def estado(self, fila: FilaLeida, confirmados: Iterable[str]) -> dict[str, Any] | None:
        """Juzga el estado que trae una fila; `None` si no trae."""
        if not fila.estado:
            return None
        estado = {"estado": "", "fecha": None, "organo": "", "sustento": ""} | fila.estado
        self.juzgar(fila.numero, reglas.ESTADO_DE_VICTIMA, estado, confirmados, COLUMNA_DE_ESTADO)
        return estado

    # --- Después de juzgar -----------------------------------------------------------------------
    def _quitar_malos(self) -> None:
        malas = self.lote.filas_con_error
        if malas:
            self.lote.casos = [c for c in self.lote.casos if not malas & set(c.filas)]

    def _quitar_repetidos(self) -> None:
        """Las filas sin número que ya entraron con otro archivo no entran otra vez."""
        vistas: Counter[str] = Counter()
        sueltos = [c for c in self.lote.casos if not c.clave]
        for leido in sueltos:
            base = _huella(self.usuario, leido)
            vistas[base] += 1
            leido.huella = hashlib.sha256(f"{base}/{vistas[base]}".encode()).hexdigest()
            if vistas[base] > 1:
                self.problema(
                    leido.fila, "", "fila_repetida",
                    "Es igual a otra fila del archivo. Si son dos víctimas distintas, déjala.",
                    es_aviso=True,
                )  # fmt: skip
        ya = consultas.huellas_importadas([c.huella for c in sueltos])
        if ya:
            self.lote.casos = [c for c in self.lote.casos if c.huella not in ya]
            self.lote.ignorados["ya_registrados"] += len(ya)

    def _senas(self) -> Iterable[Sena]:
        for leido in self.lote.casos:
            lugar = leido.lugares[0]["ubigeo"] if leido.lugares else None
            if lugar is None or leido.caso["fecha_de_registro"] is None:
                continue
            for fila, (_, v, _estado) in zip(leido.filas, leido.victimas, strict=True):
                if v["sexo"] and v["grupo_edad"] and v["finalidad"]:
                    yield Sena(
                        fila, leido.caso["fecha_de_registro"], lugar.pk, v["sexo"],
                        v["grupo_edad"], v["edad"], v["finalidad"],
                    )  # fmt: skip


def _huella(usuario: Usuario, leido: CasoLeido) -> str:
    """Lo que dice una fila sin número, para reconocerla en otro archivo de la misma entidad."""
    lugares = [(d["rol"], getattr(d["ubigeo"], "pk", "")) for d in leido.lugares]
    dicho = [usuario.entidad_id, leido.caso, lugares, leido.victimas]
    texto = json.dumps(dicho, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(texto.encode("utf-8", "surrogatepass")).hexdigest()
