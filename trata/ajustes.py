"""Ajustes que no cambian de una instalación a otra: política de contenido y API.

Los carga `trata.settings`, que es donde se leen todos los demás.
"""

from csp.constants import NONE, SELF

# Desde cuántas lecturas se avisa: en una hora, de madrugada, y frente a la costumbre de cada quien.
UMBRALES_DE_ALERTA = {"masivo": 25, "nocturno": 5, "veces": 5, "minimo": 10}
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
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "trata.comun.paginacion.PaginaPorCursor",
    "DEFAULT_SCHEMA_CLASS": "drf_standardized_errors.openapi.AutoSchema",
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
    "SERVE_PERMISSIONS": ["trata.comun.permisos_api.PermisoDeLaTabla"],
}
