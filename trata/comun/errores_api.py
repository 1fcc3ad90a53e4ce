"""Errores de la API: una sola forma, en español, con los códigos de las reglas."""

import math
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.http import Http404
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response
from rest_framework.views import set_rollback

from trata.comun.errores import ErrorDeDominio
from trata.comun.representaciones import JsonRenderer

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


def error_de_drf(error: DjangoValidationError) -> ValidationError:
    """Convierte un `ValidationError` de Django en el de DRF, con los mismos códigos."""
    if not hasattr(error, "error_dict"):
        return ValidationError({NON_FIELD_ERRORS: _detalles(error.error_list)})
    return ValidationError({c: _detalles(lista) for c, lista in error.error_dict.items()})


def _detalles(lista: list[DjangoValidationError]) -> list[Any]:
    return ValidationError(
        [ValidationError(e.messages[0], code=e.code or "invalido").detail[0] for e in lista]
    ).detail


def cuerpo_de_error(exc: Exception) -> tuple[int, dict[str, Any]]:
    """El estado HTTP y la forma única de un error esperado, sin tocar la transacción."""
    if isinstance(exc, ErrorDeDominio):
        campos = {c: [{"codigo": exc.codigo, "mensaje": m}] for c, m in exc.campos.items()}
        return exc.estado, _cuerpo(exc.codigo, exc.mensaje, campos)
    if isinstance(exc, DjangoValidationError):
        exc = error_de_drf(exc)
    if isinstance(exc, ProtectedError):
        return 409, _cuerpo("en_uso", "Otros registros dependen de éste.")
    if isinstance(exc, IntegrityError):
        return 409, _cuerpo("conflicto", "Otro pedido guardó lo mismo a la vez. Vuelve a leer.")
    if isinstance(exc, Http404) or getattr(exc, "status_code", 0) == 404:
        return 404, _cuerpo("no_encontrado", "No encontramos lo que buscas.")
    if isinstance(exc, PermissionDenied):
        return 403, _cuerpo("permission_denied", "Tu rol no te permite hacer esto.")
    if isinstance(exc, ValidationError):
        return exc.status_code, _cuerpo(
            "datos_invalidos", "Hay datos por corregir.", _campos(exc.detail)
        )
    detalle = exc.detail
    return exc.status_code, _cuerpo(getattr(detalle, "code", None) or "error", str(detalle))


def _cuerpo(codigo: str, mensaje: str, campos: Any = None) -> dict[str, Any]:
    return {"codigo": codigo, "mensaje": mensaje, "campos": campos or {}}


def problema(codigo: str, mensaje: str, estado: int, campos: Any = None) -> Response:
    """La forma única de un error: `{"codigo", "mensaje", "campos"}` como problem+json."""
    return Response(_cuerpo(codigo, mensaje, campos), status=estado, content_type=TIPO_DE_PROBLEMA)


ESPERADOS = (
    *(ErrorDeDominio, DjangoValidationError, ProtectedError, IntegrityError),
    *(Http404, PermissionDenied, APIException),
)


def manejar_excepcion(exc: Exception, contexto: dict[str, Any]) -> Response | None:
    """Manejador de DRF: todo error sale con la misma forma y en español; nunca en CSV."""
    if not isinstance(exc, ESPERADOS):
        return None
    if contexto.get("request") is not None:
        contexto["request"].accepted_renderer = JsonRenderer()
        contexto["request"].accepted_media_type = JsonRenderer.media_type
    set_rollback()
    estado, cuerpo = cuerpo_de_error(exc)
    respuesta = problema(cuerpo["codigo"], cuerpo["mensaje"], estado, cuerpo["campos"])
    if getattr(exc, "auth_header", None):
        respuesta["WWW-Authenticate"] = exc.auth_header
    if getattr(exc, "wait", None):
        respuesta["Retry-After"] = str(math.ceil(exc.wait))
    return respuesta
