"""Filtros de informes."""

from collections.abc import Iterator

from django import template

from trata.graficos.modelo import Svg
from trata.informes.documento import Cuadro

register = template.Library()


@register.filter
def dibujo(svg: str) -> Svg:
    """El SVG de una figura del documento: lo dibujó `trata.graficos`, que ya escapó sus textos."""
    return Svg(svg)


@register.filter
def ancla(clave: str) -> str:
    """La clave de una cifra como ancla: «pais.sexo.pct» → «pais-sexo-pct»."""
    return "".join(c if c.isalnum() else "-" for c in clave)


@register.filter
def columnas(cuadro: Cuadro) -> list[tuple[str, bool]]:
    """Encabezados y si su columna es de números."""
    return list(zip(cuadro.encabezados, _numericas(cuadro), strict=True))


@register.filter
def filas(cuadro: Cuadro) -> Iterator[tuple[str, list[tuple[str, bool]]]]:
    """Filas con su ancla, si la tienen, y sus celdas con si son de números."""
    numericas = _numericas(cuadro)
    for i, fila in enumerate(cuadro.filas):
        clave = cuadro.anclas[i] if i < len(cuadro.anclas) else ""
        yield clave, list(zip(fila, numericas, strict=False))


def _numericas(cuadro: Cuadro) -> tuple[bool, ...]:
    return tuple(cuadro.numericas) or (False,) * len(cuadro.encabezados)
