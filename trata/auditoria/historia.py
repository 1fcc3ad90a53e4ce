"""La única manera declarada de escribir sin dejar un evento por fila."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import pgtrigger
from django.db import connection, models, transaction

from trata.auditoria.models import HistoriaOmitida
from trata.comun.historia import DISPARADORES


@contextmanager
def sin_historia(*modelos: type[models.Model], motivo: str, por: Any = None) -> Iterator[None]:
    """Mientras dura, los cambios en `modelos` no dejan evento; que se usó, sí queda y se sella.

    Sólo para cargar volúmenes sintéticos. Todo va en una transacción: si la carga falla, tampoco
    queda la constancia. No afecta a los demás modelos ni a otras conexiones.
    """
    con_eventos = [m for m in modelos if getattr(m, "pgh_event_model", None) is not None]
    disparadores = [f"{m._meta.label}:{nombre}" for m in con_eventos for nombre in DISPARADORES]
    with transaction.atomic():
        HistoriaOmitida.objects.create(
            motivo=motivo[:500], usuario=por, tablas=[m._meta.db_table for m in modelos]
        )
        with pgtrigger.ignore(*disparadores) if disparadores else nullcontext():
            yield
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pgtrigger.ignore', '{}', true)")
