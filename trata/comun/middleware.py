"""Encabezados de seguridad que Django no pone."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class EncabezadosMiddleware:
    """Añade encabezados; lo autenticado nunca queda guardado en el navegador."""

    def __init__(self, siguiente: Callable[[HttpRequest], HttpResponse]) -> None:
        self.siguiente = siguiente

    def __call__(self, request: HttpRequest) -> HttpResponse:
        respuesta = self.siguiente(request)
        respuesta.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        respuesta.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        usuario = getattr(request, "user", None)
        if usuario is not None and usuario.is_authenticated:
            respuesta["Cache-Control"] = "no-store"
        return respuesta
