"""Errores de la API: una sola forma, en español, con los códigos de las reglas."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db.models import ProtectedError
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

from trata.comun.errores import ErrorDeDominio

TIPO_DE_PROBLEMA = "application/problem+json"


class FaltaVersionError(APIException):
    """El cambio llegó sin `If-Match`."""

    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_code = "falta_version"
    default_detail = "Envía la cabecera If-Match con la versión que leíste."


class VersionDistintaError(APIException):
    """La versión de `If-Match` no es la última."""

    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_code = "version_cambiada"
    default_detail = "El registro cambió desde que lo leíste. Vuelve a leerlo."


def _campos(detalle: Any) -> dict[str, list[dict[str, str]]]:
    """Aplana el detalle de DRF: campo → lista de {codigo, mensaje}."""
    planos: dict[str, list[dict[str, str]]] = {}

    def recorrer(prefijo: str, nodo: Any) -> None:
        if isinstance(nodo, Mapping):
            for clave, valor in nodo.items():
                recorrer(f"{prefijo}.{clave}" if prefijo else str(clave), valor)
        elif isinstance(nodo, list):
            for i, valor in enumerate(nodo):
                compuesto = isinstance(valor, Mapping)
                recorrer(f"{prefijo}.{i}" if compuesto else prefijo, valor)
        else:
            codigo = getattr(nodo, "code", "invalido")
            planos.setdefault(prefijo, []).append({"codigo": codigo, "mensaje": str(nodo)})

    recorrer("", detalle)
    return planos


def problema(codigo: str, mensaje: str, estado: int, campos: Any = None) -> Response:
    """La forma única de un error: `{"codigo", "mensaje", "campos"}` como problem+json."""
    cuerpo = {"codigo": codigo, "mensaje": mensaje, "campos": campos or {}}
    return Response(cuerpo, status=estado, content_type=TIPO_DE_PROBLEMA)


def error_de_drf(error: DjangoValidationError) -> ValidationError:
    """Convierte un `ValidationError` de Django en el de DRF, con los mismos códigos."""
    if not hasattr(error, "error_dict"):
        return ValidationError({NON_FIELD_ERRORS: _detalles(error.error_list)})
    return ValidationError({c: _detalles(lista) for c, lista in error.error_dict.items()})


def _detalles(lista: list[DjangoValidationError]) -> list[Any]:
    return ValidationError(
        [ValidationError(e.messages[0], code=e.code or "invalido").detail[0] for e in lista]
    ).detail


def manejar_excepcion(exc: Exception, contexto: dict[str, Any]) -> Response | None:
    """Manejador de DRF: todo error sale con la misma forma y en español; nunca en CSV."""
    if contexto.get("request") is not None:
        contexto["request"].accepted_renderer = JSONRenderer()
        contexto["request"].accepted_media_type = JSONRenderer.media_type
    if isinstance(exc, ErrorDeDominio):
        set_rollback()
        campos = {c: [{"codigo": exc.codigo, "mensaje": m}] for c, m in exc.campos.items()}
        return problema(exc.codigo, exc.mensaje, exc.estado, campos)
    if isinstance(exc, DjangoValidationError):
        exc = error_de_drf(exc)
    if isinstance(exc, ProtectedError):
        set_rollback()
        return problema("en_uso", "Otros registros dependen de éste.", status.HTTP_409_CONFLICT)
    respuesta = exception_handler(exc, contexto)
    if respuesta is None:
        return None
    if isinstance(exc, ValidationError):
        mensaje = "Hay datos por corregir."
        nueva = problema("datos_invalidos", mensaje, respuesta.status_code, _campos(exc.detail))
    else:
        detalle = getattr(exc, "detail", None) or getattr(exc, "default_detail", "Error")
        codigo = getattr(detalle, "code", None) or "no_encontrado"
        texto = str(detalle) if respuesta.status_code != 404 else "No encontramos lo que buscas."
        nueva = problema(codigo, texto, respuesta.status_code)
    for cabecera in ("WWW-Authenticate", "Retry-After"):
        if cabecera in respuesta.headers:
            nueva[cabecera] = respuesta.headers[cabecera]
    return nueva
