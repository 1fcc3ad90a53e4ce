"""Los datos de la política: el árbol oficial, sus versiones y los reportes."""

from politica.models.arbol import (
    Lineamiento,
    Objetivo,
    Proveedor,
    Servicio,
    Subcausa,
)
from politica.models.indicador import Indicador, LogroEsperado
from politica.models.periodo import ExcepcionDePeriodo, Periodo
from politica.models.reporte import (
    EDITABLES,
    EN_REVISION,
    FIRMES,
    SIN_ENVIAR,
    AvanceIndicador,
    CifraOficial,
    Desagregacion,
    Estado,
    Reporte,
    es_de_una_entidad,
)
from politica.models.seguimiento import (
    Evidencia,
    Movimiento,
    Observacion,
    Rectificacion,
    RecursoServicio,
)
from politica.models.version import CambioCatalogo, Semaforo, VersionCatalogo

__all__ = [
    "EDITABLES",
    "EN_REVISION",
    "FIRMES",
    "SIN_ENVIAR",
    "AvanceIndicador",
    "CambioCatalogo",
    "CifraOficial",
    "Desagregacion",
    "Estado",
    "Evidencia",
    "ExcepcionDePeriodo",
    "Indicador",
    "Lineamiento",
    "LogroEsperado",
    "Movimiento",
    "Objetivo",
    "Observacion",
    "Periodo",
    "Proveedor",
    "RecursoServicio",
    "Rectificacion",
    "Reporte",
    "Semaforo",
    "Servicio",
    "Subcausa",
    "VersionCatalogo",
    "es_de_una_entidad",
]
