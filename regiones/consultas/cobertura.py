"""Cobertura provincial: qué provincias tienen red, cuáles las atiende un espacio regional."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from regiones.models import EspacioRegional
from trata.territorio.ambito import ambito_de
from trata.territorio.models import Ubigeo

CON_RED, CON_REGIONAL, SIN_RED = "con_red", "con_regional", "sin_red"
TITULOS = {
    CON_RED: "Con red provincial",
    CON_REGIONAL: "La atiende el espacio regional",
    SIN_RED: "Sin red registrada",
}


@dataclass(frozen=True)
class Provincia:
    """Una provincia y su situación."""

    codigo: str
    nombre: str
    situacion: str
    espacio: EspacioRegional | None = None

    @property
    def titulo(self) -> str:
        """La situación en palabras."""
        return TITULOS[self.situacion]


@dataclass(frozen=True)
class Cobertura:
    """Las provincias de un territorio, con su cuenta."""

    provincias: tuple[Provincia, ...]

    def en(self, situacion: str) -> list[Provincia]:
        """Las provincias en esa situación."""
        return [p for p in self.provincias if p.situacion == situacion]

    @property
    def con_red(self) -> int:
        """Cuántas tienen red provincial."""
        return len(self.en(CON_RED))

    @property
    def total(self) -> int:
        """Cuántas pueden tenerla: sin contar las que atiende su espacio regional."""
        return len(self.provincias) - len(self.en(CON_REGIONAL))


def situacion_de(codigo: str, *, redes: Collection[str], regionales: Collection[str],
                 provincias_por_departamento: Mapping[str, int]) -> str:  # fmt: skip
    """Situación de una provincia.

    Con red si hay una registrada en ella. La atiende el espacio regional si es de un espacio que
    abarca sólo esa provincia (Lima Metropolitana) o es la única de su departamento (Callao).
    """
    if codigo in redes:
        return CON_RED
    if codigo in regionales or (
        codigo[:2] in regionales and provincias_por_departamento.get(codigo[:2]) == 1
    ):
        return CON_REGIONAL
    return SIN_RED


def clasificar(
    provincias: Iterable[tuple[str, str]], espacios: Iterable[EspacioRegional]
) -> Cobertura:
    """Recibe (código, nombre) de provincias y los espacios; devuelve la cobertura."""
    provincias = list(provincias)
    espacios = list(espacios)
    redes = {e.ubigeo_id: e for e in espacios if e.nivel == EspacioRegional.Nivel.PROVINCIAL}
    regionales = {e.ubigeo_id: e for e in espacios if e.nivel == EspacioRegional.Nivel.REGIONAL}
    por_departamento: dict[str, int] = {}
    for codigo, _ in provincias:
        por_departamento[codigo[:2]] = por_departamento.get(codigo[:2], 0) + 1
    filas = []
    for codigo, nombre in provincias:
        situacion = situacion_de(
            codigo,
            redes=redes,
            regionales=regionales,
            provincias_por_departamento=por_departamento,
        )
        espacio = redes.get(codigo) or regionales.get(codigo) or regionales.get(codigo[:2])
        filas.append(Provincia(codigo, nombre, situacion, espacio))
    return Cobertura(tuple(filas))


def cobertura_provincial(usuario: Any) -> Cobertura:
    """La cobertura del ámbito de quien consulta. Dos consultas."""
    ambito = ambito_de(usuario)
    provincias = (
        Ubigeo.objects.filter(ambito.q("codigo"), nivel=Ubigeo.Nivel.PROVINCIA, vigente_hasta=None)
        .order_by("codigo")
        .values_list("codigo", "nombre")
    )
    espacios = EspacioRegional.objects.visibles_para(usuario).filter(
        nivel__in=("regional", "provincial"), vigente_hasta=None
    )
    return clasificar(provincias, espacios)


def de_un_espacio(cobertura: Cobertura, espacio: EspacioRegional) -> Cobertura:
    """La parte de la cobertura que cae en el territorio de un espacio."""
    return Cobertura(
        tuple(
            p
            for p in cobertura.provincias
            if p.codigo.startswith(espacio.ubigeo_id)
            and not (espacio.excluye and p.codigo.startswith(espacio.excluye))
        )
    )
