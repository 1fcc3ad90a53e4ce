"""Filtros y etiquetas que toda plantilla tiene sin `{% load %}` (van en los `builtins`)."""

from django import template

from trata.comun import formato
from trata.comun.navegador import navegador

register = template.Library()

# Números y fechas: cada filtro es la función del mismo nombre de `trata.comun.formato`.
for _nombre in (
    "entero", "decimal", "numero", "porcentaje", "proporcion", "tasa", "variacion", "diferencia",
    "plural", "tamano", "fecha_larga", "fecha_corta", "fecha_hora", "hora", "mes_anio",
):  # fmt: skip
    register.filter(_nombre, getattr(formato, _nombre))
register.filter("navegador", navegador)
