"""Modelos del registro de casos."""

from casos.models.caso import Asignacion, Caso, CasoLugar, ClaveExterna
from casos.models.hecho import Atencion, Establecimiento, Nota, Observacion, Operativo
from casos.models.persona import Implicado, Migrante, Victima, VictimaEstado, Vinculo
from casos.models.trabajo import (
    Borrador,
    BusquedaDeCaso,
    BusquedaGuardada,
    CategoriaPublicada,
    EnvioDeFormulario,
    Importacion,
)

__all__ = [
    "Asignacion",
    "Atencion",
    "Borrador",
    "BusquedaDeCaso",
    "BusquedaGuardada",
    "Caso",
    "CasoLugar",
    "CategoriaPublicada",
    "ClaveExterna",
    "EnvioDeFormulario",
    "Establecimiento",
    "Implicado",
    "Importacion",
    "Migrante",
    "Nota",
    "Observacion",
    "Operativo",
    "Victima",
    "VictimaEstado",
    "Vinculo",
]
