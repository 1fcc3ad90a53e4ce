"""Catálogos como datos: un archivo por catálogo es la verdad, y la base se pone igual a él.

Cada app declara funciones `cargar(*, verificar) -> list[Resultado]` y las anota en
`settings.CATALOGOS`; la orden `cargar_catalogos` las recorre. Nada se borra: lo que el archivo ya
no trae recibe `vigente_hasta`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Protocol

from django.conf import settings
from django.db import models, transaction
from django.utils.module_loading import import_string
from django.utils.timezone import localdate

from trata.comun.historia import como_proceso


class CatalogoModel(models.Model):
    """Fila de un catálogo oficial: código con sus ceros por llave, vigencia en vez de borrado."""

    motivo_sin_historia: ClassVar[str] = (
        "La verdad es su archivo, con su fuente y su versión; la tabla se pone igual a él."
    )

    codigo = models.CharField("código", max_length=40, primary_key=True)
    nombre = models.CharField("nombre", max_length=300)
    vigente_hasta = models.DateField("vigente hasta", null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.nombre


@dataclass(frozen=True)
class Resultado:
    """Qué cambió (o cambiaría) al poner la base igual al archivo: cantidades de filas."""

    catalogo: str
    nuevos: int = 0
    cambiados: int = 0
    cerrados: int = 0
    iguales: int = 0

    def __str__(self) -> str:
        return (
            f"{self.catalogo}: {self.nuevos} nuevos, {self.cambiados} cambiados, "
            f"{self.cerrados} sin vigencia, {self.iguales} iguales"
        )


class ErroresDeCatalogo(Exception):
    """Todos los errores de un archivo, no sólo el primero."""

    def __init__(self, errores: Iterable[str]) -> None:
        self.errores = list(errores)
        super().__init__("\n".join(self.errores))


class Cargador(Protocol):
    """Lo que se anota en `settings.CATALOGOS`."""

    def __call__(self, *, verificar: bool) -> list[Resultado]:
        """Lee su archivo, lanza `ErroresDeCatalogo` con todos los errores o sincroniza."""


def sincronizar(
    modelo: type[models.Model],
    filas: Iterable[Mapping[str, Any]],
    *,
    verificar: bool = False,
    hoy: date | None = None,
) -> Resultado:
    """Pone la tabla de `modelo` igual a `filas` (dicts por `attname`, con la llave primaria).

    Con `verificar` sólo cuenta. Es idempotente: una segunda pasada deja todo «iguales».
    """
    llave = modelo._meta.pk.attname
    actuales = {obj.pk: obj for obj in modelo._base_manager.all()}
    nuevos, cambiados, iguales, vistos, campos = [], [], 0, set(), set()
    for fila in filas:
        valores = {"vigente_hasta": None, **fila}
        vistos.add(fila[llave])
        obj = actuales.get(fila[llave])
        if obj is None:
            nuevos.append(modelo(**valores))
            continue
        distintos = [c for c, valor in valores.items() if getattr(obj, c) != valor]
        if not distintos:
            iguales += 1
            continue
        for campo in distintos:
            setattr(obj, campo, valores[campo])
        campos.update(distintos)
        cambiados.append(obj)
    cerrados = [o for pk, o in actuales.items() if pk not in vistos and o.vigente_hasta is None]
    if not verificar:
        modelo._base_manager.bulk_create(nuevos, batch_size=2000)
        if cambiados:
            modelo._base_manager.bulk_update(cambiados, sorted(campos), batch_size=500)
        for obj in cerrados:
            obj.vigente_hasta = hoy or localdate()
        if cerrados:
            modelo._base_manager.bulk_update(cerrados, ["vigente_hasta"], batch_size=500)
    return Resultado(
        modelo._meta.verbose_name_plural, len(nuevos), len(cambiados), len(cerrados), iguales
    )


def cargar_todos(
    *, verificar: bool, al_avanzar: Callable[[Resultado], None] = lambda _: None
) -> list[Resultado]:
    """Recorre `settings.CATALOGOS` en orden, en una transacción.

    Si algún archivo tiene errores no se guarda nada y se lanza `ErroresDeCatalogo` con los de
    todos, cada uno precedido del nombre de su cargador.
    """
    errores: list[str] = []
    resultados: list[Resultado] = []
    with como_proceso("carga de catálogos"), transaction.atomic():
        for ruta in settings.CATALOGOS:
            cargador: Cargador = import_string(ruta)
            try:
                with transaction.atomic():
                    parciales = cargador(verificar=verificar)
            except ErroresDeCatalogo as error:
                errores += [f"{ruta}: {texto}" for texto in error.errores]
                continue
            for resultado in parciales:
                al_avanzar(resultado)
            resultados += parciales
        if errores:
            raise ErroresDeCatalogo(errores)
    return resultados
