"""Bajar el resultado de un trabajo: una sola manera, por la pantalla y por la API."""

import hashlib

import structlog
from django.http import Http404, StreamingHttpResponse
from django.utils.http import content_disposition_header

from trata.auditoria.acciones import registrar_acceso
from trata.cuentas.models import Usuario
from trata.trabajos.models import Trabajo

ALTERADO = (
    "El archivo guardado no es el que este trabajo dejó, así que no se entrega. Quedó anotado: "
    "avisa a quien administra y vuelve a pedirlo."
)
registro = structlog.get_logger(__name__)


def descargar(trabajo: Trabajo, por: Usuario) -> StreamingHttpResponse | None:
    """El archivo descifrado, siempre como descarga, que queda anotada antes de entregarlo.

    Antes del primer byte se compara su huella con la que se guardó al hacerlo: si no coincide
    (falta un trozo, están en otro orden, es otro archivo) no sale nada, queda anotado como negado
    y devuelve `None`. Lanza `Http404` si no hay resultado o venció, y `ServicioNoDisponibleError`
    si no se puede anotar o descifrar.
    """
    if not trabajo.tiene_archivo:
        raise Http404
    es_el_suyo = huella_guardada(trabajo) == trabajo.archivo_huella
    registrar_acceso(
        usuario=por,
        objeto=trabajo,
        campos=["archivo"],
        motivo=f"Descarga del resultado: {trabajo}",
        resultado="mostrado" if es_el_suyo else "negado",
    )
    if not es_el_suyo:
        registro.error("resultado_alterado", trabajo=str(trabajo.uuid))
        return None
    return StreamingHttpResponse(
        trabajo.contenido(),
        content_type=trabajo.archivo_tipo or "application/octet-stream",
        headers={
            "Content-Length": str(trabajo.archivo_bytes),
            "Content-Disposition": content_disposition_header(True, trabajo.archivo_nombre),
        },
    )


def huella_guardada(trabajo: Trabajo) -> str:
    """SHA-256 de lo que hay en el disco, descifrado trozo a trozo."""
    suma = hashlib.sha256()
    for trozo in trabajo.contenido():
        suma.update(trozo)
    return suma.hexdigest()
