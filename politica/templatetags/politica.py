"""Etiquetas y filtros de las pantallas de la política."""

from decimal import Decimal
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from politica.figuras import NOMBRES
from politica.formulas import Luz
from politica.models import AvanceIndicador, Indicador, Reporte
from trata.comun.formato import NO_DISPONIBLE, numero

register = template.Library()


@register.simple_tag
def hoja_de_politica() -> SafeString:
    """La hoja de estilo de estas pantallas."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/politica.css"))


@register.filter
def nombre_de_luz(luz: str) -> str:
    """«En meta», «En riesgo»…: el color siempre va con su palabra."""
    return NOMBRES[Luz(luz)]


@register.filter
def con_unidad(valor: Decimal | None, indicador: Indicador) -> str:
    """El valor con % cuando el indicador es porcentual."""
    if valor is None:
        return NO_DISPONIBLE
    if not indicador.es_porcentual:
        return numero(valor)
    maximo = 1 if abs(valor) >= 1 else 4
    return f"{numero(valor, maximo)}\u00a0%"


@register.filter
def en_porcentaje(valor: Decimal | None) -> str:
    """«96,0 %»; sin número, una raya."""
    return "—" if valor is None else f"{numero(valor, 1)}\u00a0%"


@register.filter
def disponible(texto: Any) -> str:
    """El texto, o que las fuentes no lo dicen."""
    return str(texto) if texto not in (None, "", []) else NO_DISPONIBLE


@register.filter
def con_valor(reporte: Reporte) -> int:
    """Cuántos indicadores del reporte tienen respuesta."""
    return sum(a.valor is not None or a.sin_programacion for a in reporte.avances.all())


@register.filter
def n_evidencias(reporte: Reporte) -> int:
    """Cuántas evidencias en pie."""
    return sum(e.retirada_en is None for e in reporte.evidencias.all())


@register.filter
def cortes(avance: AvanceIndicador | None) -> list[Any]:
    """Los cortes de un avance."""
    return list(avance.desagregaciones.all()) if avance is not None else []


@register.filter
def en_porcentaje_corto(valor: Decimal) -> str:
    """«96 %» para una baldosa: sin decimales, sin redondear hacia una meta no alcanzada."""
    return f"{int(valor)}\u00a0%"


@register.filter
def en_puntos(valor: Decimal) -> str:
    """«+4,2 puntos»."""
    signo = "+" if valor > 0 else "−" if valor < 0 else ""
    return f"{signo}{numero(abs(valor), 1)}\u00a0p."


@register.filter
def elemento_de(codigo: str) -> str:
    """A qué tabla del catálogo pertenece un código («S08» → servicio, «S04.1» → indicador)."""
    if codigo.startswith(("SEC", "AUT")):
        return "proveedor"
    if "." in codigo:
        return "indicador" if codigo[0] in "SO" else "lineamiento"
    return "servicio" if codigo.startswith("S") else "objetivo"


@register.filter
def de_entidad(por_entidad: dict[str, list[Any]], codigo: str | None) -> list[Any]:
    """La lista de una entidad en un diccionario por entidad."""
    return por_entidad.get(codigo or "", [])
