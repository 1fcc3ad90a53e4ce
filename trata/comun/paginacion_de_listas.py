"""Paginar una lista de pantalla por número; una página inválida es la primera."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Page, Paginator


def pagina_de(conjunto: Sequence[Any] | Any, parametros: Mapping[str, str], tamano: int) -> Page:
    """La página pedida en `parametros["pagina"]`; fuera de rango, la más cercana."""
    return Paginator(conjunto, tamano).get_page(parametros.get("pagina"))
