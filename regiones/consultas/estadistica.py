"""Las estadísticas de casos de una región, junto a las nacionales del mismo año.

Salen de la serie oficial, según lugar de registro. Lima Metropolitana y Lima Provincias comparten
el departamento 15: la serie no las separa en todos los años, así que se muestra el departamento
entero y se dice.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from regiones.models import EspacioRegional
from trata.agregados import consultas
from trata.agregados.consultas import Cifra, Corte
from trata.agregados.variables import catalogo

LIMA = "15"
AVISO_LIMA = (
    "Lima Metropolitana y Lima Provincias comparten el departamento 15 y la serie oficial no "
    "permite separarlas en todos los años: esta cifra es de todo el departamento de Lima."
)


@dataclass(frozen=True)
class FilaDeCifra:
    """Una de las seis cifras: la región y el país, cada una con su denominador."""

    frase: str
    nota: str
    region: Cifra
    pais: Cifra


@dataclass(frozen=True)
class EstadisticaDeRegion:
    """Lo que la serie oficial dice de la región en un año."""

    anio: int
    es_parcial: bool
    lugar: str
    aviso: str
    total_region: int
    total_pais: int
    filas: tuple[FilaDeCifra, ...]
    por_anio: Mapping[int, int]
    anios: tuple[int, ...]
    parciales: frozenset[int]


def estadistica_de(espacio: EspacioRegional, anio: int | None) -> EstadisticaDeRegion | None:
    """La estadística de la región en el año (el último completo si no se dice o no existe).

    `None` si no hay serie cargada. Cuatro consultas.
    """
    cobertura = consultas.cobertura_de_la_serie()
    if not cobertura.anios:
        return None
    if anio not in cobertura.anios:
        anio = cobertura.ultimo_completo or cobertura.anios[-1]
    departamento = espacio.ubigeo_id[:2]
    corte = Corte(anio, departamento=int(departamento))
    propios, nacionales = consultas.conteos(corte), consultas.conteos(corte.nacional())
    filas = tuple(
        FilaDeCifra(
            definicion.frase,
            definicion.nota,
            Cifra(definicion, consultas.distribucion(propios, definicion.variable), anio),
            Cifra(definicion, consultas.distribucion(nacionales, definicion.variable), anio),
        )
        for definicion in catalogo().foto
    )
    return EstadisticaDeRegion(
        anio=anio,
        es_parcial=cobertura.es_parcial(anio),
        lugar="Lima (departamento)" if departamento == LIMA else espacio.region,
        aviso=AVISO_LIMA if departamento == LIMA else "",
        total_region=consultas.total_de(propios),
        total_pais=consultas.total_de(nacionales),
        filas=filas,
        por_anio=consultas.por_anio(corte),
        anios=cobertura.anios,
        parciales=frozenset(a for a in cobertura.anios if cobertura.es_parcial(a)),
    )


def registros_por_departamento(anio: int | None) -> tuple[int | None, Mapping[str, int]]:
    """Año usado y registros por código de departamento («08»); vacío si no hay serie."""
    cobertura = consultas.cobertura_de_la_serie()
    if not cobertura.anios:
        return None, {}
    if anio not in cobertura.anios:
        anio = cobertura.ultimo_completo or cobertura.anios[-1]
    conteo = consultas.por_departamento(Corte(anio))
    return anio, {f"{codigo:02d}": n for codigo, n in conteo.items()}
