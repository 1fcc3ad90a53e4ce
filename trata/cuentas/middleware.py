"""Sesión inactiva, entrada obligatoria y segundo factor obligatorio."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from trata.cuentas import acciones, consultas

CLAVE = "ultimo_pedido"
SIN_ACTIVIDAD = "X-Sin-Actividad"
CADA_SEGUNDOS = 30


class SesionInactivaMiddleware:
    """Cierra la sesión tras `SESION_INACTIVA_SEGUNDOS` sin actividad de la persona.

    Lo que venía en el formulario se guarda cifrado y se ofrece al volver a entrar. Un sondeo
    automático (cabecera `X-Sin-Actividad`) no cuenta como actividad.
    """

    def __init__(self, siguiente: Callable[[HttpRequest], HttpResponse]) -> None:
        self.siguiente = siguiente

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            ahora = time.time()
            ultimo = request.session.get(CLAVE, ahora)
            if ahora - ultimo > settings.SESION_INACTIVA_SEGUNDOS:
                self._cerrar(request)
            elif CLAVE not in request.session or self._cuenta(request, ahora - ultimo):
                request.session[CLAVE] = ahora
        return self.siguiente(request)

    @staticmethod
    def _cuenta(request: HttpRequest, transcurrido: float) -> bool:
        """El pedido renueva la sesión: es de una persona y ya pasó medio minuto (o el reloj saltó
        hacia atrás)."""
        return SIN_ACTIVIDAD not in request.headers and not 0 <= transcurrido < CADA_SEGUNDOS

    def _cerrar(self, request: HttpRequest) -> None:
        usuario = request.user
        if request.method == "POST" and request.content_type in TIPOS_DE_FORMULARIO:
            acciones.guardar_envio_pendiente(
                ruta=request.path, cuerpo=request.POST.urlencode(), por=usuario
            )
        logout(request)


TIPOS_DE_FORMULARIO = {"application/x-www-form-urlencoded", "multipart/form-data"}


class EntradaObligatoriaMiddleware(LoginRequiredMiddleware):
    """Toda vista pide haber entrado. A htmx se le responde 401, para no perder la pantalla."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        """Redirige a la entrada; con htmx, 401 y aviso en la página."""
        if request.headers.get("HX-Request") == "true":
            respuesta = HttpResponse(
                "Tu sesión terminó. Lo que escribiste sigue en pantalla: vuelve a entrar en otra "
                "pestaña y continúa aquí.",
                status=401,
            )
            respuesta["HX-Trigger"] = "sesion-terminada"
            return respuesta
        return super().handle_no_permission(request, view_func)


class SegundoFactorMiddleware:
    """Obliga a inscribir un segundo factor antes de hacer otra cosa."""

    def __init__(self, siguiente: Callable[[HttpRequest], HttpResponse]) -> None:
        self.siguiente = siguiente

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            settings.SEGUNDO_FACTOR_OBLIGATORIO
            and request.user.is_authenticated
            and not request.path.startswith(self._libres())
            and not consultas.tiene_segundo_factor(request.user)
        ):
            return HttpResponseRedirect(reverse("mfa_index"))
        return self.siguiente(request)

    @staticmethod
    def _libres() -> tuple[str, ...]:
        """Rutas que se pueden usar sin segundo factor: la propia inscripción y salir."""
        return (reverse("mfa_index"), reverse("account_logout"), "/static/", "/salud/", "/cuenta/")
