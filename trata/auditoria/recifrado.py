"""Recifrar por partes lo que una app guarda cifrado, con la llave vigente."""

from collections.abc import Sequence
from functools import partial

from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Substr

from trata.auditoria.historia import sin_historia
from trata.comun.almacenes import Almacen
from trata.comun.cifrado import cifrar_bytes, descifrar_bytes, llave_vigente, recifrar

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


def almacen_de_bytes(modelo: type[models.Model], campo: str) -> Almacen:
    """El almacén de una columna binaria (`cifrar_bytes`) de un modelo sin historia."""

    def atrasadas_aqui() -> QuerySet:
        prefijo = f"{llave_vigente()}:".encode("ascii")
        comienzo = Substr(campo, 1, len(prefijo), output_field=models.BinaryField())
        con_algo = modelo._base_manager.exclude(**{campo: b""})
        return con_algo.annotate(comienzo=comienzo).exclude(comienzo=prefijo)

    def recifrar_aqui(lote: int) -> int:
        hechas = 0
        while hechas < lote:
            with transaction.atomic():
                fila = atrasadas_aqui().select_for_update(skip_locked=True).order_by("pk").first()
                if fila is None:
                    break
                nuevo = cifrar_bytes(descifrar_bytes(bytes(getattr(fila, campo))))
                modelo._base_manager.filter(pk=fila.pk).update(**{campo: nuevo})
                hechas += 1
        return hechas

    return Almacen(
        str(modelo._meta.verbose_name_plural),
        (f"{modelo._meta.label}.{campo}",),
        recifrar_aqui,
        lambda: atrasadas_aqui().count(),
    )
