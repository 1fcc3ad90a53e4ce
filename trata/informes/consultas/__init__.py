"""Lecturas de informes."""

from trata.informes.consultas.documentos import (
    Cambio,
    congelado,
    informes,
    que_cambio,
    sin_textos,
    textos_de,
    version_por_clave,
    vivo,
)

__all__ = [
    "Cambio",
    "congelado",
    "informes",
    "que_cambio",
    "sin_textos",
    "textos_de",
    "version_por_clave",
    "vivo",
]
