"""Los verbos de la auditoría."""

from trata.auditoria.acciones.accesos import registrar_acceso
from trata.auditoria.acciones.control import (
    atender_solicitud,
    editar_incidente,
    marcar_hito,
    pedir_verificacion,
    poner_canario,
    registrar_incidente,
    registrar_solicitud,
    revisar_alerta,
)

__all__ = [
    "atender_solicitud",
    "editar_incidente",
    "marcar_hito",
    "pedir_verificacion",
    "poner_canario",
    "registrar_acceso",
    "registrar_incidente",
    "registrar_solicitud",
    "revisar_alerta",
]
