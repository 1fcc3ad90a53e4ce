"""Recifrado de las solicitudes ARCO cuando rota la llave."""

from trata.auditoria.models import SolicitudArco
from trata.auditoria.recifrado import recifrar_modelo


def recifrar_solicitudes(lote: int) -> int:
    """Recifra hasta `lote` solicitudes; devuelve cuántas. 0: no queda nada."""
    return recifrar_modelo(SolicitudArco, ("solicitante", "contacto"), lote)
