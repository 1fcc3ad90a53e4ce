"""Filtros de cuentas."""

from collections.abc import Iterable

from django import template
from django.conf import settings

from trata.cuentas import demostracion
from trata.territorio.consultas import nombre_de

register = template.Library()


@register.filter
def ambito(prefijos: Iterable[str]) -> str:
    """Prefijos de ubigeo → «Nacional», «Cusco», «Callao y Lima»."""
    lista = sorted(prefijos or ())
    if not lista:
        return "Sin ámbito"
    if "" in lista:
        return "Nacional"
    nombres = [nombre_de(p) for p in lista]
    return " y ".join([", ".join(nombres[:-1]), nombres[-1]]) if len(nombres) > 1 else nombres[0]


@register.simple_tag
def personajes_de_demostracion() -> list[tuple[str, str, str]]:
    """En la demostración: (usuario, contraseña, quién es). En un servidor, ninguno."""
    if settings.ENTORNO != "demo":
        return []
    return [p for p in demostracion.cuentas() if not p[0].startswith("sistema")]
