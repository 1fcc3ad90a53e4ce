"""Modelos de los informes: lo que se redacta, lo que se publica, lo que se entrega."""

from trata.informes.models.editorial import Asignacion, BorradorDeTexto
from trata.informes.models.entrega import ArchivoPublicado, EjemplarFirmado, Envio, Tramite
from trata.informes.models.informe import (
    TIPOS,
    Comentario,
    Informe,
    TextoDeSeccion,
    VersionPublicada,
)
from trata.informes.models.plantillas import PlantillaDeInforme
from trata.informes.models.suscripciones import SuscripcionDeInformes

__all__ = [
    "TIPOS",
    "ArchivoPublicado",
    "Asignacion",
    "BorradorDeTexto",
    "Comentario",
    "EjemplarFirmado",
    "Envio",
    "Informe",
    "PlantillaDeInforme",
    "SuscripcionDeInformes",
    "TextoDeSeccion",
    "Tramite",
    "VersionPublicada",
]
