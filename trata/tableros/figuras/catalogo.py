"""El índice de figuras: por su clave se dibuja en la página, se descarga y se comparte."""

from collections.abc import Callable
from functools import partial

from trata.graficos.figura import Figura
from trata.tableros.figuras.evolucion import evolucion, meses
from trata.tableros.figuras.reparto import edad_y_sexo, reparto
from trata.tableros.figuras.seis import seis_cifras
from trata.tableros.figuras.territorio import losetas, mapa
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
