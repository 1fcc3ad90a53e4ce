"""De qué dirección viene un pedido."""

from django.conf import settings
from django.http import HttpRequest

LARGO = 45


def direccion_de(request: HttpRequest) -> str:
    """La dirección de quien pide.

    `X-Forwarded-For` sólo se cree en lo que agregaron nuestros propios proxies
    (`PROXIES_DE_CONFIANZA`, cuántos hay delante): lo demás lo escribe cualquiera.
    """
    saltos = settings.PROXIES_DE_CONFIANZA
    cadena = [p.strip() for p in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if p]
    if saltos and len(cadena) >= saltos:
        return cadena[-saltos][:LARGO]
    return request.META.get("REMOTE_ADDR", "")[:LARGO]
