"""Lecturas del catálogo para completarlo en pantalla."""

from typing import Any

from django.db.models import QuerySet

from politica.catalogo import ELEMENTOS
from politica.models import Servicio, VersionCatalogo


def elemento(nombre: str, codigo: str) -> Any | None:
    """Un elemento del árbol por su tabla y su código."""
    modelo = ELEMENTOS.get(nombre)
    return modelo._default_manager.filter(pk=codigo).first() if modelo else None


def versiones() -> QuerySet[VersionCatalogo]:
    """Las versiones, de la más reciente a la más antigua."""
    return VersionCatalogo.objects.all()


def servicios() -> QuerySet[Servicio]:
    """Todos los servicios."""
    return Servicio.objects.all()
