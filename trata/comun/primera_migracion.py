"""Hace rápida la primera migración, sobre una base vacía, sin cambiar el esquema que resulta.

Django vuelve a construir en memoria un modelo y todos sus parientes tras cada operación. Con tantos
disparadores, restricciones y tablas enlazadas eso ocupa más de nueve décimas del tiempo y no cambia
nada: ni un disparador ni una restricción alteran las columnas de los parientes, y una tabla nueva
sólo necesita construirse a sí misma. `tests/integracion/test_primera_migracion.py` comprueba que el
esquema es idéntico al de la migración corriente de Django.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ModelState, ProjectState
from pgtrigger.migrations import AddTrigger


def es_la_primera(alias: str) -> bool:
    """Dice si la base no tiene ninguna migración aplicada."""
    return not MigrationRecorder(connections[alias]).applied_migrations()


@contextmanager
def sin_reconstruir_parientes() -> Iterator[None]:
    """Mientras dura, agregar tablas, disparadores, índices y restricciones no recarga parientes."""
    with (
        mock.patch.object(ProjectState, "add_model", _agregar_modelo),
        mock.patch.object(ProjectState, "_append_option", _agregar_opcion),
        mock.patch.object(AddTrigger, "state_forwards", _agregar_disparador),
    ):
        yield


def _agregar_modelo(self: ProjectState, modelo: ModelState) -> None:
    clave = modelo.app_label, modelo.name_lower
    self.models[clave] = modelo
    if self._relations is not None:
        self.resolve_model_relations(clave)
    if "apps" in self.__dict__:
        self.apps.render_multiple([modelo])


def _agregar_opcion(self: ProjectState, app: str, nombre: str, opcion: str, objeto: Any) -> None:
    opciones = self.models[app, nombre].options
    opciones[opcion] = [*opciones[opcion], objeto]
    if "apps" in self.__dict__:
        meta = self.apps.get_model(app, nombre)._meta
        setattr(meta, opcion, [*getattr(meta, opcion), objeto])


def _agregar_disparador(self: AddTrigger, app: str, estado: ProjectState) -> None:
    opciones = estado.models[app, self.model_name].options
    opciones["triggers"] = [*opciones.get("triggers", []), self.trigger]
