"""Filtros de informes."""

from collections.abc import Iterable, Iterator

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from trata.graficos.modelo import Svg
from trata.informes.documento import Bloque, Cuadro, textos_marcados
from trata.informes.marcas import Tramo, notas_de, tramos_de

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
def con_formas(texto: str) -> SafeString:
    """Un texto marcado en HTML: negritas, cursivas y llamadas que llevan a su nota."""
    return mark_safe("".join(map(_tramo, tramos_de(texto))))  # noqa: S308 - cada tramo se escapa


def _tramo(tramo: Tramo) -> str:
    dicho = escape(tramo.texto)
    if tramo.nota:
        return (
            f'<sup class="llamada" id="llamada-{dicho}"><a href="#nota-{dicho}">'
            f'<span class="solo-lector">Nota </span>{dicho}</a></sup>'
        )
    dicho = f"<em>{dicho}</em>" if tramo.cursiva else dicho
    return f"<strong>{dicho}</strong>" if tramo.fuerte else dicho


@register.filter
def notas_al_pie(bloques: Iterable[Bloque]) -> list[tuple[str, str]]:
    """Las notas de los bloques marcados: (número, lo que dice)."""
    return [n for b in bloques for texto in textos_marcados(b) for n in notas_de(texto)]


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
