"""Los datos de la política: el árbol oficial, sus versiones y los reportes."""

from politica.models.arbol import Lineamiento, Objetivo, Proveedor, Servicio, Subcausa
from politica.models.indicador import Indicador, LogroEsperado
from politica.models.version import CambioCatalogo, Semaforo, VersionCatalogo

__all__ = [
    "CambioCatalogo",
    "Indicador",
    "Lineamiento",
    "LogroEsperado",
    "Objetivo",
    "Proveedor",
    "Semaforo",
    "Servicio",
    "Subcausa",
    "VersionCatalogo",
]
