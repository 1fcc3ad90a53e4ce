"""Encabezados de seguridad que Django no pone."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

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
        if request.path.startswith(settings.STATIC_URL):
            return respuesta
        if lleva_sesion(request) or settings.SESSION_COOKIE_NAME in respuesta.cookies:
            respuesta.headers["Cache-Control"] = "no-store"
        elif "html" in respuesta.headers.get("Content-Type", ""):
            respuesta.headers.setdefault("Cache-Control", "no-cache")
        return respuesta


def lleva_sesion(request: HttpRequest) -> bool:
    """Dice si el pedido viene con sesión o con credencial de la API."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers
