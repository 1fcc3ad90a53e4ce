"""Bajar el resultado de un trabajo: una sola manera, por la pantalla y por la API."""

from itertools import chain

from django.http import Http404, StreamingHttpResponse
from django.utils.http import content_disposition_header

from trata.auditoria.acciones import registrar_acceso
from trata.cuentas.models import Usuario
from trata.trabajos.models import Trabajo


def descargar(trabajo: Trabajo, por: Usuario) -> StreamingHttpResponse:
    """El archivo descifrado, siempre como descarga, que queda anotada antes de entregarlo.

    Lanza `Http404` si no hay resultado o venció, y `ServicioNoDisponibleError` si no se puede
    anotar o descifrar: entonces no sale ningún byte.
    """
    if not trabajo.tiene_archivo:
        raise Http404
    registrar_acceso(
        usuario=por,
        objeto=trabajo,
        campos=["archivo"],
        motivo=f"Descarga del resultado: {trabajo}",
    )
    contenido = trabajo.contenido()
    primero = next(contenido, b"")
    return StreamingHttpResponse(
        chain((primero,), contenido),
        content_type=trabajo.archivo_tipo or "application/octet-stream",
        headers={
            "Content-Length": str(trabajo.archivo_bytes),
            "Content-Disposition": content_disposition_header(True, trabajo.archivo_nombre),
        },
    )
