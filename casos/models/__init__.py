"""Modelos del registro de casos."""

from casos.models.adjuntos import Adjunto
from casos.models.caso import Asignacion, Caso, CasoLugar, ClaveExterna
from casos.models.duplicados import CasosVinculados, PosibleDuplicado, Union, UnionDeCasos
from casos.models.hecho import Atencion, Establecimiento, Nota, Observacion, Operativo
from casos.models.identidad import (
    Apertura,
    BusquedaDeIdentidad,
    ClaveDeNombre,
    DatoDeIdentidad,
    Identidad,
    PersonaUnica,
)
from casos.models.importacion import CasoImportado, FuenteDeImportacion, Importacion
from casos.models.intercambio import CodigoExterno, SolicitudDeEnlace
from casos.models.paradero import Paradero
from casos.models.persona import Implicado, Migrante, Victima, VictimaEstado, Vinculo
from casos.models.procedencia import DatoDeclarado
from casos.models.trabajo import (
    Borrador,
    BusquedaDeCaso,
    BusquedaGuardada,
    CategoriaPublicada,
    EnvioDeFormulario,
)

__all__ = [
    "Adjunto",
    "Apertura",
    "Asignacion",
    "Atencion",
    "Borrador",
    "BusquedaDeCaso",
    "BusquedaDeIdentidad",
    "BusquedaGuardada",
    "Caso",
    "CasoImportado",
    "CasoLugar",
    "CasosVinculados",
    "CategoriaPublicada",
    "ClaveDeNombre",
    "ClaveExterna",
    "CodigoExterno",
    "DatoDeIdentidad",
    "DatoDeclarado",
    "EnvioDeFormulario",
    "Establecimiento",
    "Identidad",
    "Implicado",
    "FuenteDeImportacion",
    "Importacion",
    "Migrante",
    "Nota",
    "Observacion",
    "Operativo",
    "Paradero",
    "PersonaUnica",
    "PosibleDuplicado",
    "SolicitudDeEnlace",
    "Union",
    "UnionDeCasos",
    "Victima",
    "VictimaEstado",
    "Vinculo",
]
