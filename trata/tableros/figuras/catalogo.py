"""El índice de figuras: por su clave se dibuja en la página, se descarga y se comparte."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from trata.agregados.models import Unidad
from trata.graficos.figura import Figura
from trata.tableros.figuras.evolucion import evolucion, meses
from trata.tableros.figuras.recorrido import recorrido
from trata.tableros.figuras.reparto import edad_y_sexo, reparto
from trata.tableros.figuras.seis import seis_cifras
from trata.tableros.figuras.territorio import losetas, mapa, provincias
from trata.tableros.pedido import Pedido

REPARTOS = (
    "sexo",
    "grupo_edad",
    "educacion",
    "fin",
    "vinculo",
    "denunciante",
    "captacion",
    "medio",
    "lugar_explotacion",
    "reclutamiento",
    "destino",
)
FIGURAS: dict[str, Callable[[Pedido], Figura]] = {
    "cifras": seis_cifras,
    "evolucion": evolucion,
    "meses": meses,
    "mapa": mapa,
    "losetas": losetas,
    "edad_y_sexo": edad_y_sexo,
} | {codigo: partial(reparto, codigo=codigo) for codigo in REPARTOS}

DEL_REGISTRO = (
    *("nacionalidad", "hallazgo", "estado_victima", "asistencia", "estado_registro"),
    *("fuente_caso", "origen", "tamano"),
)
# Las figuras del registro: las de la serie sin las seis cifras, más las que sólo el registro tiene.
FIGURAS_DEL_REGISTRO: dict[str, Callable[[Pedido], Figura]] = (
    {c: f for c, f in FIGURAS.items() if c != "cifras"}
    | {"recorrido": recorrido, "provincias": provincias}
    | {codigo: partial(reparto, codigo=codigo) for codigo in DEL_REGISTRO}
)
ANCHAS = frozenset({"recorrido"})
"""Las que ocupan las dos columnas."""


@dataclass(frozen=True)
class Seccion:
    """Una pregunta del tablero y las figuras que la responden."""

    codigo: str
    titulo: str
    claves: tuple[str, ...]


DE_VICTIMAS = (
    Seccion("quienes", "Quiénes son", ("edad_y_sexo", "sexo", "educacion", "nacionalidad")),
    Seccion(
        "como",
        "Cómo las captaron y para qué",
        ("fin", "captacion", "medio", "lugar_explotacion", "vinculo", "reclutamiento"),
    ),
    Seccion(
        "despues",
        "Cómo se supo y qué pasó después",
        (
            *("denunciante", "hallazgo", "estado_victima", "asistencia", "destino"),
            *("fuente_caso", "estado_registro"),
        ),
    ),
)
DE_CASOS = (
    Seccion("casos", "Cómo empezaron", ("origen", "denunciante", "fuente_caso", "tamano")),
    Seccion("despues", "Adónde fueron y qué falta", ("destino", "estado_registro")),
)


def secciones_de(pedido: Pedido) -> list[Seccion]:
    """Las secciones de un tablero del registro, en su orden."""
    c = pedido.corte
    es_de_casos = c.unidad == Unidad.CASO
    donde = []
    if c.departamento is None:
        donde += ["mapa", "losetas"]
    elif getattr(pedido, "puede_comparar_provincias", False):
        donde.append("provincias")
    if not es_de_casos:
        donde.append("recorrido")
    return [
        Seccion("cuando", "Cuántas y cuándo", ("evolucion", "meses")),
        Seccion("donde", "Dónde", tuple(donde)),
        *(DE_CASOS if es_de_casos else DE_VICTIMAS),
    ]


def claves_de(pedido: Pedido) -> list[str]:
    """Qué figuras tiene un tablero del registro, en su orden."""
    return [clave for seccion in secciones_de(pedido) for clave in seccion.claves]
