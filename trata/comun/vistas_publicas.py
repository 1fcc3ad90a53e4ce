"""Páginas de la casa que no piden rol: accesibilidad, sin conexión y «seguir conectado»."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from trata.comun.paginas_de_error import responder


@login_not_required
@require_safe
def accesibilidad(request: HttpRequest) -> HttpResponse:
    """La declaración de accesibilidad: pública, y dice lo que falta."""
    return render(
        request, "comun/accesibilidad.html", {"migas": [("Inicio", "/"), ("Accesibilidad", "")]}
    )


@login_not_required
@require_safe
def sin_conexion(request: HttpRequest) -> HttpResponse:
    """La página que el navegador tiene a mano para cuando no llega al servidor."""
    return responder(None, "sin_conexion")


@login_not_required
@require_safe
def trabajador_sin_conexion(request: HttpRequest) -> HttpResponse:
    """El trabajador de servicio: va en la raíz porque sólo alcanza lo que está debajo de él."""
    guion = Path(settings.BASE_DIR, "static", "js", "sin_conexion.js").read_text(encoding="utf-8")
    return HttpResponse(guion, content_type="text/javascript; charset=utf-8")


@require_POST
def seguir(request: HttpRequest) -> HttpResponse:
    """Prolonga la sesión inactiva: basta con que el pedido llegue. Responde 204."""
    request.session.modified = True
    return HttpResponse(status=204)
