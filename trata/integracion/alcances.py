"""Los alcances de una credencial: qué parte de los permisos de la cuenta se le presta."""

from dataclasses import dataclass

from trata.cuentas.permisos import Permiso as P  # noqa: N817 - la tabla se lee mejor


@dataclass(frozen=True)
class Alcance:
    """Un alcance: lo que una credencial puede hacer."""

    codigo: str
    nombre: str
    permisos: frozenset[P]


ALCANCES: dict[str, Alcance] = {
    a.codigo: a
    for a in (
        Alcance(
            "agregados_leer",
            "Leer agregados, territorio y catálogos",
            frozenset({P.TABLERO_VER, P.TERRITORIO_VER}),
        ),
        Alcance(
            "politica_leer",
            "Leer la política, la Comisión, las regiones y los informes",
            frozenset({P.POLITICA_VER, P.COMISION_VER, P.REGION_VER, P.INFORME_VER}),
        ),
        Alcance(
            "regiones_escribir",
            "Registrar sesiones, planes y capacitaciones de sus regiones",
            frozenset({P.REGION_VER, P.REGION_GESTIONAR, P.CAPACITACION_REGISTRAR}),
        ),
        Alcance("reportes_escribir", "Reportar servicios", frozenset({P.REPORTE_REGISTRAR})),
        Alcance("casos_leer", "Leer casos sin identidades", frozenset({P.CASO_VER})),
        Alcance(
            "casos_escribir",
            "Registrar y cambiar casos",
            frozenset({P.CASO_VER, P.CASO_REGISTRAR, P.CASO_IMPORTAR, P.ATENCION_REGISTRAR}),
        ),
        Alcance("identidades_leer", "Leer identidades, con motivo", frozenset({P.IDENTIDAD_VER})),
        Alcance("identidades_escribir", "Escribir identidades", frozenset({P.IDENTIDAD_EDITAR})),
    )
}
OPCIONES_DE_ALCANCE = tuple((a.codigo, a.nombre) for a in ALCANCES.values())
SIEMPRE = frozenset({P.TRABAJO_VER, P.TERRITORIO_VER})


def permisos_de(codigos: list[str]) -> frozenset[P]:
    """Los permisos que prestan estos alcances."""
    return SIEMPRE.union(*(ALCANCES[c].permisos for c in codigos if c in ALCANCES))
