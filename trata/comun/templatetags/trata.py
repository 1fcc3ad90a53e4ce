"""Filtros y etiquetas disponibles en toda plantilla."""

from django import template

register = template.Library()
