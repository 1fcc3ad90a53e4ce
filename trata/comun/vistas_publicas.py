"""Páginas de la casa que no piden rol: accesibilidad, sin conexión y «seguir conectado»."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe


@login_not_required
@require_safe
def accesibilidad(request: HttpRequest) -> HttpResponse:
    """La declaración de accesibilidad: pública, y dice lo que falta."""
    return render(
        request, "comun/accesibilidad.html", {"migas": [("Inicio", "/"), ("Accesibilidad", "")]}
    )


@require_POST
def seguir(request: HttpRequest) -> HttpResponse:
    """Prolonga la sesión inactiva: basta con que el pedido llegue. Responde 204."""
    request.session.modified = True
    return HttpResponse(status=204)
