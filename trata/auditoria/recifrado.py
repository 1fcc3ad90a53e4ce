"""Recifrar por partes lo que una app guarda cifrado, con la llave vigente.

Una app lo usa en la función que anota en `settings.ALMACENES_CIFRADOS`.
"""

from collections.abc import Sequence

from django.db import models, transaction
from django.db.models import Q

from trata.auditoria.historia import sin_historia
from trata.comun.cifrado import llave_vigente, recifrar

MOTIVO = "rotación de llaves: el contenido no cambia"


def recifrar_modelo(modelo: type[models.Model], campos: Sequence[str], lote: int) -> int:
    """Recifra hasta `lote` filas de `modelo` que aún usan una llave anterior; devuelve cuántas.

    Se puede cortar y repetir: cada lote es una transacción, y lo ya recifrado no se vuelve a ver.
    """
    prefijo = f"{llave_vigente()}:"
    atrasada = Q()
    for campo in campos:
        atrasada |= ~Q(**{f"{campo}__startswith": prefijo}) & ~Q(**{campo: ""})
    with transaction.atomic():
        filas = list(
            modelo._base_manager.select_for_update(skip_locked=True)
            .filter(atrasada)
            .only("pk", *campos)
            .order_by("pk")[:lote]
        )
        if not filas:
            return 0
        for fila in filas:
            for campo in campos:
                setattr(fila, campo, recifrar(getattr(fila, campo) or ""))
        with sin_historia(modelo, motivo=MOTIVO):
            modelo._base_manager.bulk_update(filas, list(campos), batch_size=200)
    return len(filas)
