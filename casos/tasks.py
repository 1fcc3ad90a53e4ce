"""Trabajos en segundo plano del registro."""

from casos.consultas import importacion as consultas
from casos.importador.proceso import PASOS
from trata.trabajos.encargos import EnCurso


def importar_archivo(trabajo: EnCurso) -> None:
    """Hace un paso de una importación. `datos`: `importacion` (uuid), `modo` y sus opciones."""
    importacion = consultas.importacion_de(trabajo.usuario, trabajo.datos["importacion"])
    PASOS[trabajo.datos["modo"]](importacion, trabajo)
