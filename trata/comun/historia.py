"""Historia por disparadores: todo INSERT, UPDATE y DELETE deja un evento, venga de donde venga.

`con_historia()` se pone sobre cada modelo del dominio. El contexto (usuario, dirección, rol,
motivo) se guarda dentro del evento, no en una tabla aparte que pudiera faltar.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

import pghistory
from django.apps import apps
from django.db import models
from pghistory.models import Event

# Los nombres que pgtrigger da a los tres disparadores de `con_historia`.
DISPARADORES = ("alta_insert", "cambio_update", "baja_delete")

M = TypeVar("M", bound=type[models.Model])


def con_historia(*, exclude: Sequence[str] = ()) -> Callable[[M], M]:
    """Decorador de modelo. `exclude` nombra campos que no se copian al evento (contraseñas)."""
    return pghistory.track(
        pghistory.InsertEvent("alta"),
        pghistory.UpdateEvent("cambio"),
        pghistory.DeleteEvent("baja"),
        exclude=list(exclude) or None,
        append_only=True,
        context_field=pghistory.ContextJSONField(null=True),
        context_id_field=pghistory.ContextUUIDField(null=True),
        obj_field=pghistory.ObjForeignKey(
            on_delete=models.DO_NOTHING, db_constraint=False, related_name="eventos"
        ),
    )


def tablas_de_eventos() -> list[str]:
    """Las tablas de eventos de todos los modelos con historia, por nombre."""
    return sorted(m._meta.db_table for m in apps.get_models() if issubclass(m, Event))


def tablas_de_solo_agregar() -> list[str]:
    """Las tablas en que la aplicación lee y agrega, pero no cambia ni borra.

    Son las de eventos y las de los modelos que declaran `solo_agregar = True`.
    """
    declaradas = [m._meta.db_table for m in apps.get_models() if getattr(m, "solo_agregar", False)]
    return sorted([*tablas_de_eventos(), *declaradas])


def tablas_que_no_se_borran() -> list[str]:
    """Las tablas en que la aplicación escribe pero nunca borra: modelos con `nunca_se_borra`."""
    return sorted(m._meta.db_table for m in apps.get_models() if getattr(m, "nunca_se_borra", 0))


def como_proceso(proceso: str) -> pghistory.context:
    """Contexto de lo que hace la casa sola (catálogos, demostración): el evento dice qué fue."""
    return pghistory.context(usuario=None, rol=None, proceso=proceso, motivo=proceso)
