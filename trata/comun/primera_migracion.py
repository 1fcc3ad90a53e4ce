"""Hace rápida la primera migración, sobre una base vacía, sin cambiar el esquema que resulta.

Tras cada operación, Django vuelve a construir en memoria el modelo y todos sus parientes. Con
tantos disparadores, restricciones y tablas enlazadas, eso es más de nueve décimas del tiempo y no
cambia nada: lo que se agrega a una tabla no altera las columnas de las otras. Aquí, al agregar, se
construye sólo el modelo tocado; al cambiar o quitar, todo sigue como en Django.
`tests/integracion/test_primera_migracion.py` comprueba que el esquema es idéntico.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger

AGREGADOS = (
    (ProjectState, "add_model"),
    (ProjectState, "add_field"),
    (ProjectState, "_append_option"),
    (AddTrigger, "state_forwards"),
)


def es_la_primera(alias: str) -> bool:
    """Dice si la base no tiene ninguna migración aplicada."""
    return not MigrationRecorder(connections[alias]).applied_migrations()


@contextmanager
def sin_reconstruir_parientes() -> Iterator[None]:
    """Mientras dura, agregar tablas, campos, índices o disparadores no recarga a los parientes."""
    cambios = [
        mock.patch.object(clase, metodo, _sin_parientes(getattr(clase, metodo)))
        for clase, metodo in AGREGADOS
    ]
    for cambio in cambios:
        cambio.start()
    try:
        yield
    finally:
        for cambio in cambios:
            cambio.stop()


def _sin_parientes(metodo: Callable[..., None]) -> Callable[..., None]:
    """Recibe un método que agrega algo al estado; lo devuelve recargando sólo el modelo tocado."""

    @functools.wraps(metodo)
    def envuelto(*args: Any, **kwargs: Any) -> None:
        estado = next(valor for valor in args if isinstance(valor, ProjectState))
        with mock.patch.object(estado, "_find_reload_model", _solo_el_modelo):
            metodo(*args, **kwargs)

    return envuelto


def _solo_el_modelo(app: str, modelo: str, delay: bool = False) -> set[tuple[str, str]]:
    return {(app, modelo)}
