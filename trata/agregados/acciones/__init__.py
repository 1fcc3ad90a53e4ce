"""Los verbos de las estadísticas."""

from trata.agregados.acciones.motor import (
    limpiar_corridas,
    marcar,
    procesar_marcas,
    recalcular_todo,
    revisar,
)
from trata.agregados.acciones.serie import INFORME_INCLUIDO, cargar_serie_incluida, importar_serie

__all__ = [
    "INFORME_INCLUIDO",
    "cargar_serie_incluida",
    "importar_serie",
    "limpiar_corridas",
    "marcar",
    "procesar_marcas",
    "recalcular_todo",
    "revisar",
]
