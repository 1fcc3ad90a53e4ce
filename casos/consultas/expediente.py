"""Un caso con todas sus partes, lo que le falta y lo que tiene observado, en pocas consultas."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from casos.ficha import (
    PARTES,
    SECCION_DE_CAMPO,
    SECCION_DE_PARTE,
    SECCIONES,
    Seccion,
)
from casos.models import Caso, Observacion
from casos.models.base import HijoDeCasoModel
from casos.reglas.completo import CASO_COMPLETO, MIGRANTE_COMPLETO, VICTIMA_COMPLETA
from trata.comun.reglas import Falta, Regla, faltas

COMPLETITUD: dict[str, tuple[Regla, ...]] = {
    "victima": VICTIMA_COMPLETA,
    "migrante": MIGRANTE_COMPLETO,
}
# Lo que cada parte nombra, para no consultar fila por fila.
CON_RELACIONES: dict[str, tuple[str, ...]] = {
    "clave": ("institucion",),
    "lugar": ("ubigeo",),
    "migrante": ("derivado_a",),
    "vinculo": ("victima", "implicado"),
    "establecimiento": ("ubigeo",),
    "atencion": ("victima", "migrante", "entidad", "servicio"),
    "estado": ("victima", "registrado_por"),
    "nota": ("registrado_por",),
}


@dataclass(frozen=True)
class FaltaUbicada(Falta):
    """Una falta con la sección y la parte donde se corrige."""

    seccion: str = ""
    parte: HijoDeCasoModel | None = None


@dataclass
class Expediente:
    """El caso y sus partes vigentes por código de parte."""

    caso: Caso
    partes: dict[str, list[HijoDeCasoModel]]
    observaciones: list[Observacion]

    def de(self, codigo: str) -> list[Any]:
        """Las partes de un código."""
        return self.partes.get(codigo, [])

    @property
    def observaciones_abiertas(self) -> list[Observacion]:
        """Las que faltan atender."""
        return [o for o in self.observaciones if o.atendida_en is None]

    @property
    def lugar_de_registro(self) -> Any:
        """El lugar con rol de registro, si ya está."""
        return next((x for x in self.de("lugar") if x.rol == "registro"), None)

    def datos_de_completitud(self) -> dict[str, Any]:
        """Los datos del caso con el resumen de sus partes."""
        registro = self.lugar_de_registro
        return self.caso.datos_para_reglas() | {
            "lugar_de_registro": registro.ubigeo_id if registro else None,
            "n_victimas": len(self.de("victima")),
            "n_migrantes": len(self.de("migrante")),
            "n_operativos": len(self.de("operativo")),
        }

    @cached_property
    def faltas(self) -> list[FaltaUbicada]:
        """Todo lo que impide enviar, en el orden de la ficha."""
        lista = [
            FaltaUbicada(
                f.codigo, f.campo, f.mensaje, seccion=SECCION_DE_CAMPO.get(f.campo, "denuncia")
            )
            for f in faltas(CASO_COMPLETO, self.datos_de_completitud())
        ]
        for codigo, reglas in COMPLETITUD.items():
            for parte in self.de(codigo):
                lista += [
                    FaltaUbicada(
                        f.codigo,
                        f.campo,
                        f"{parte}: {f.mensaje[0].lower()}{f.mensaje[1:]}",
                        seccion=SECCION_DE_PARTE[codigo],
                        parte=parte,
                    )
                    for f in faltas(reglas, parte.datos_para_reglas())
                ]
        orden = {s.codigo: i for i, s in enumerate(SECCIONES)}
        return sorted(lista, key=lambda f: orden.get(f.seccion, 0))

    def secciones(self) -> list[Seccion]:
        """Las secciones que corresponden a la materia."""
        return [s for s in SECCIONES if s.corresponde(self.caso.materia)]

    def avance(self) -> list["Tarea"]:
        """La lista de tareas con su estado."""
        observadas = {o.seccion for o in self.observaciones_abiertas}
        con_faltas = {f.seccion for f in self.faltas}
        return [self._tarea(s, observadas, con_faltas) for s in self.secciones()]

    def _tarea(self, seccion: Seccion, observadas: set[str], con_faltas: set[str]) -> "Tarea":
        cuantas = len(self.de(seccion.partes[0])) if seccion.partes else 0
        empezada = any(self.de(p) for p in seccion.partes) or any(
            getattr(self.caso, c) not in (None, "", []) for c in seccion.campos if c != "entidad"
        )
        if seccion.codigo in observadas:
            estado = "con-observaciones"
        elif seccion.codigo in con_faltas:
            estado = "incompleta" if empezada else "sin-empezar"
        else:
            estado = "completa" if empezada else "opcional"
        return Tarea(seccion, estado, cuantas)


@dataclass(frozen=True)
class Tarea:
    """Una fila de la lista de tareas. `opcional` = vacía, y no hace falta para enviar."""

    seccion: Seccion
    estado: str
    cuantas: int = 0
    lista: Sequence[Any] = field(default=())

    @property
    def es_necesaria(self) -> bool:
        """Cuenta en «3 de 5»: una sección vacía que no hace falta para enviar no cuenta."""
        return self.estado != "opcional"

    @property
    def hecha(self) -> bool:
        """Ya no le falta nada."""
        return self.estado == "completa"


def expediente(caso: Caso) -> Expediente:
    """Carga el caso con sus partes: una consulta por clase de parte, haya una o veinte."""
    partes: dict[str, list[HijoDeCasoModel]] = {}
    for codigo, parte in PARTES.items():
        conjunto = parte.modelo.objects.filter(caso=caso, retirado_en=None)
        conjunto = conjunto.select_related(*CON_RELACIONES.get(codigo, ())).order_by("id")
        if codigo == "operativo":
            conjunto = conjunto.prefetch_related("entidades")
        lista = list(conjunto)
        for fila in lista:
            fila.caso = caso
        partes[codigo] = lista
    observaciones = list(caso.observaciones.select_related("registrado_por", "atendida_por"))
    return Expediente(caso, partes, observaciones)
