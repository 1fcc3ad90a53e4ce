"""Modelos de las estadísticas."""

from trata.agregados.models.celdas import Carga, Celda, Fuente, NumeroDeFuente, Unidad
from trata.agregados.models.hechos import ROLES_DE_LUGAR, HechoCaso, HechoVictima
from trata.agregados.models.motor import Corrida, Marca

__all__ = [
    "ROLES_DE_LUGAR",
    "Carga",
    "Celda",
    "Corrida",
    "Fuente",
    "HechoCaso",
    "HechoVictima",
    "Marca",
    "NumeroDeFuente",
    "Unidad",
]
