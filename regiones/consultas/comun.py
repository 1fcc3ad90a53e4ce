"""Hallar una cosa de regiones dentro del ámbito de quien pide."""

from typing import Any

from django.db.models import Model


def visible(modelo: type[Model], uuid: Any, usuario: Any, *relaciones: str) -> Any | None:
    """El objeto con ese identificador si está en el ámbito; si no, `None`."""
    conjunto = modelo._default_manager.visibles_para(usuario)
    return conjunto.select_related(*relaciones).filter(uuid=uuid).first()
