"""Ajustes que no cambian de una instalación a otra: política de contenido, API y registro.

Los carga `trata.settings`, que es donde se leen todos los demás.
"""

import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog
from csp.constants import NONE, SELF

# Desde cuántas lecturas se avisa: en una hora, de madrugada, frente a la costumbre de cada quien, y
# cuántos casos ajenos abiertos en un día (`apertura` es lo que queda anotado al abrir uno).
UMBRALES_DE_ALERTA: dict[str, int | str] = {
    "masivo": 25,
    "nocturno": 5,
    "veces": 5,
    "minimo": 10,
    "ajenos": 12,
    "apertura": "casos.caso",
}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}

REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["trata.comun.permisos_api.PermisoDeLaTabla"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "trata.integracion.api.autenticacion.CredencialAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_THROTTLE_CLASSES": ["trata.comun.cuotas.CuotaPorCuenta"],
    "DEFAULT_RENDERER_CLASSES": ["trata.comun.representaciones.JsonRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "trata.comun.representaciones.Negociacion",
    "DEFAULT_PARSER_CLASSES": ["trata.comun.lectores.JsonAcotado"],
    "DEFAULT_FILTER_BACKENDS": ["trata.comun.filtrado.FiltroEstricto"],
    "DEFAULT_PAGINATION_CLASS": "trata.comun.paginacion.PaginaPorCursor",
    "DEFAULT_SCHEMA_CLASS": "trata.integracion.api.esquema.EsquemaDeLaCasa",
    "EXCEPTION_HANDLER": "trata.comun.errores_api.manejar_excepcion",
    "PAGE_SIZE": 50,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
KNOX_TOKEN_MODEL = "integracion.Credencial"  # noqa: S105 - es un modelo
REST_KNOX = {"TOKEN_MODEL": KNOX_TOKEN_MODEL, "AUTO_REFRESH": False}
SPECTACULAR_SETTINGS = {
    "TITLE": "API de TRATA",
    "DESCRIPTION": "Registro de casos y víctimas, política, regiones y estadísticas.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": [
        "trata.integracion.api.ejemplos.completar",
        "trata.integracion.api.enlaces.enlazar",
    ],
    "SERVE_PERMISSIONS": ["trata.comun.permisos_api.PermisoDeLaTabla"],
}
MARCOS_DE_UNA_TRAZA = 20


def traza_sin_datos(_: Any, __: str, suceso: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Deja de un error su tipo y las líneas por donde pasó.

    Nunca su texto ni sus variables: un error de la base cita el documento que se repitió.
    """
    info = suceso.pop("exc_info", None)
    if isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
    elif info is True:
        info = sys.exc_info()
    suceso.pop("exception", None)
    if info and info[0]:
        suceso["error"] = info[0].__qualname__
        suceso["traza"] = [
            f"{Path(marco.filename).name}:{marco.lineno} {marco.name}"
            for marco in traceback.extract_tb(info[2])[-MARCOS_DE_UNA_TRAZA:]
        ]
    return suceso


def registro(nivel: str) -> dict[str, Any]:
    """Recibe el nivel; configura structlog y devuelve `LOGGING`: todo en JSON y sin datos."""
    comunes = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *comunes,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formato = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": comunes,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            traza_sin_datos,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": formato},
        "handlers": {"consola": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["consola"], "level": nivel},
    }
