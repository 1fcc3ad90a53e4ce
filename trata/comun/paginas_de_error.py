"""Páginas de error en español."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def _pagina(request: HttpRequest, estado: int) -> HttpResponse:
    return render(request, f"{estado}.html", status=estado)


def error_400(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Pedido mal formado."""
    return _pagina(request, 400)


def error_403(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Sin permiso."""
    return _pagina(request, 403)


def error_404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No existe, o está fuera del ámbito: la misma respuesta."""
    return _pagina(request, 404)


def error_500(request: HttpRequest) -> HttpResponse:
    """Falla nuestra."""
    return render(None, "500.html", status=500)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """El formulario venció o vino de otro sitio."""
    return _pagina(request, 403)
