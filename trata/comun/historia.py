"""Historia por disparadores: todo INSERT, UPDATE y DELETE deja un evento, venga de donde venga.

`con_historia()` se pone sobre cada modelo del dominio. El contexto (usuario, dirección, rol,
motivo) se guarda dentro del evento, no en una tabla aparte que pudiera faltar.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

import pghistory
from django.db import models

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
