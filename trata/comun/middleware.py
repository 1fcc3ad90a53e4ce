"""Encabezados de seguridad que Django no pone, y errores de dominio fuera de un formulario."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django_structlog.middlewares import RequestMiddleware

from trata.comun import paginas_de_error
from trata.comun.errores import ErrorDeDominio

# Lo que el navegador no debe ofrecer nunca a esta casa; las llaves de acceso, sólo a ella.
NEGADAS = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
PERMISSIONS_POLICY = ", ".join(
    [f"{nombre}=()" for nombre in NEGADAS]
    + ["publickey-credentials-get=(self)", "publickey-credentials-create=(self)"]
)


class EncabezadosMiddleware:
    """Añade encabezados; lo que responde a una sesión nunca queda guardado en el navegador.

    Mira las cookies y `Authorization`, no `request.user`: así vale también cuando la base de
    datos no responde y la página es de error.
    """

    def __init__(self, siguiente: Callable[[HttpRequest], HttpResponse]) -> None:
        self.siguiente = siguiente

    def __call__(self, request: HttpRequest) -> HttpResponse:
        respuesta = self.siguiente(request)
        respuesta.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        respuesta.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        respuesta.headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        cuota = getattr(request, "cuota_de_api", None)
        for nombre, valor in (cuota.cabeceras if cuota else {}).items():
            respuesta.headers[nombre] = valor
        if request.path.startswith(settings.STATIC_URL):
            return respuesta
        if cierra_sesion(respuesta):
            respuesta.headers.setdefault("Clear-Site-Data", '"cache", "storage"')
        if lleva_sesion(request) or settings.SESSION_COOKIE_NAME in respuesta.cookies:
            respuesta.headers["Cache-Control"] = "no-store"
        elif "html" in respuesta.headers.get("Content-Type", ""):
            respuesta.headers.setdefault("Cache-Control", "no-cache")
        return respuesta


def lleva_sesion(request: HttpRequest) -> bool:
    """Dice si el pedido viene con sesión o con credencial de la API."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers


class RegistroMiddleware(RequestMiddleware):
    """El registro de cada pedido, sin la consulta de la dirección: ahí va lo que se busca."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """Método y ruta."""
        return f"{request.method} {request.path}"


class ErroresDeDominioMiddleware:
    """Un error de dominio que ninguna vista atrapó sale con su estado, no como falla nuestra.

    La excepción ya deshizo la transacción del pedido: la acción no queda a medias.
    """

    def __init__(self, siguiente: Callable[[HttpRequest], HttpResponse]) -> None:
        self.siguiente = siguiente

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.siguiente(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Convierte el error en su página (403, 404, 409, 503…)."""
        if not isinstance(error, ErrorDeDominio):
            return None
        return paginas_de_error.responder(request, codigo_de_pagina(error))


def codigo_de_pagina(error: ErrorDeDominio) -> str:
    """La página que corresponde al estado de un error de dominio."""
    por_estado = {p.estado: p.codigo for p in reversed(paginas_de_error.PAGINAS.values())}
    return por_estado.get(error.estado, "pedido_invalido")


def cierra_sesion(respuesta: HttpResponse) -> bool:
    """Dice si la respuesta borra la cookie de sesión: el navegador suelta lo que guardaba."""
    galleta = respuesta.cookies.get(settings.SESSION_COOKIE_NAME)
    return galleta is not None and galleta["max-age"] == 0
