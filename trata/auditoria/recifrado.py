"""Recifrar por partes lo que una app guarda cifrado, con la llave vigente."""

from collections.abc import Sequence
from functools import partial

from django.db import models, transaction
from django.db.models import Q, QuerySet

from trata.auditoria.historia import sin_historia
from trata.comun.almacenes import Almacen
from trata.comun.cifrado import llave_vigente, recifrar

MOTIVO = "rotación de llaves: el contenido no cambia"


def atrasadas(modelo: type[models.Model], campos: Sequence[str]) -> QuerySet:
    """Las filas con algo cifrado con una llave que no es la vigente."""
    prefijo = f"{llave_vigente()}:"
    atrasada = Q()
    for campo in campos:
        atrasada |= ~Q(**{f"{campo}__startswith": prefijo}) & ~Q(**{campo: ""})
    return modelo._base_manager.filter(atrasada)


def recifrar_modelo(modelo: type[models.Model], campos: Sequence[str], lote: int) -> int:
    """Recifra hasta `lote` filas de `modelo` que aún usan una llave anterior; devuelve cuántas.

    Se puede cortar y repetir: cada lote es una transacción, y lo ya recifrado no se vuelve a ver.
    Salta las filas que otra persona tiene bloqueadas; cuando sólo quedan ésas, las espera.
    """
    conjunto = atrasadas(modelo, campos).only("pk", *campos).order_by("pk")
    with transaction.atomic():
        filas = list(conjunto.select_for_update(skip_locked=True)[:lote]) or list(
            conjunto.select_for_update()[:lote]
        )
        if not filas:
            return 0
        for fila in filas:
            for campo in campos:
                setattr(fila, campo, recifrar(getattr(fila, campo) or ""))
        with sin_historia(modelo, motivo=MOTIVO):
            modelo._base_manager.bulk_update(filas, list(campos), batch_size=200)
    return len(filas)


def almacen_de(modelo: type[models.Model], campos: Sequence[str]) -> Almacen:
    """El almacén de unas columnas de un modelo."""
    return Almacen(
        nombre=str(modelo._meta.verbose_name_plural),
        columnas=tuple(f"{modelo._meta.label}.{c}" for c in campos),
        recifrar=partial(recifrar_modelo, modelo, tuple(campos)),
        pendientes=lambda: atrasadas(modelo, campos).count(),
    )
