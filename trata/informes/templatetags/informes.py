"""Filtros de informes."""

from django import template

from trata.graficos.modelo import Svg

register = template.Library()


@register.filter
def dibujo(svg: str) -> Svg:
    """El SVG de una figura del documento: lo dibujó `trata.graficos`, que ya escapó sus textos."""
    return Svg(svg)
