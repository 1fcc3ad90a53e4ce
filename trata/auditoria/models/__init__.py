"""Modelos de auditoría: la historia y su sello, y lo que lleva el oficial de datos."""

from trata.auditoria.models.control import Alerta, Incidente, RegistroCanario, SolicitudArco
from trata.auditoria.models.historia import (
    Acceso,
    Entrada,
    HistoriaOmitida,
    Lote,
    LoteTabla,
    PeticionDeVerificacion,
    Verificacion,
)

__all__ = [
    "Acceso",
    "Alerta",
    "Entrada",
    "HistoriaOmitida",
    "Incidente",
    "Lote",
    "LoteTabla",
    "PeticionDeVerificacion",
    "RegistroCanario",
    "SolicitudArco",
    "Verificacion",
]
