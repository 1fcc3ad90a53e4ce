"""El índice de figuras: por su clave se dibuja en la página, se descarga y se comparte."""

from collections.abc import Callable
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

DEL_REGISTRO = ("nacionalidad", "hallazgo", "estado_victima", "asistencia", "estado_registro")
DEL_CASO = ("denunciante", "destino", "origen", "tamano", "estado_registro")
# Las figuras del registro: las de la serie sin las seis cifras, más las que sólo el registro tiene.
FIGURAS_DEL_REGISTRO: dict[str, Callable[[Pedido], Figura]] = (
    {c: f for c, f in FIGURAS.items() if c != "cifras"}
    | {"recorrido": recorrido, "provincias": provincias}
    | {codigo: partial(reparto, codigo=codigo) for codigo in (*DEL_REGISTRO, *DEL_CASO)}
)


def claves_de(pedido: Pedido) -> list[str]:
    """Qué figuras tiene un tablero del registro, en su orden."""
    c = pedido.corte
    claves = ["evolucion", "meses"]
    if c.departamento is None:
        claves += ["mapa", "losetas"]
    elif getattr(pedido, "puede_detallar", False):
        claves.append("provincias")
    if c.unidad == Unidad.CASO:
        return [*claves, *DEL_CASO]
    propias = ("fin", "captacion", "lugar_explotacion", "medio", "educacion", "vinculo")
    del_caso = ("denunciante", "reclutamiento", "destino")
    return [*claves, "edad_y_sexo", "sexo", *propias, "recorrido", *del_caso, *DEL_REGISTRO]
