"""Memoria de trabajo de cada persona: borradores, búsquedas guardadas y envíos ya hechos.

No es parte del expediente: no lleva historia y se puede borrar.
"""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from casos.models.caso import Caso
from trata.comun.catalogos import CatalogoModel


class Borrador(models.Model):
    """Lo escrito y no guardado de un formulario, por persona y sección. Sobrevive a la sesión.

    `clave` dice de qué formulario es (`caso/<uuid>/denuncia`, `caso/nuevo`); `version`, la que la
    persona tenía delante.
    """

    motivo_sin_historia: ClassVar[str] = "Es un borrador; al guardarlo, el registro deja la suya."

    usuario = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="borradores"
    )
    clave = models.CharField("formulario", max_length=160)
    titulo = models.CharField("título", max_length=160, blank=True)
    direccion = models.CharField("dirección", max_length=300, blank=True)
    datos = models.JSONField("datos", default=dict)
    version = models.PositiveIntegerField("versión", null=True)
    guardado_en = models.DateTimeField("guardado el", auto_now=True)

    class Meta:
        verbose_name = "borrador"
        verbose_name_plural = "borradores"
        constraints = [models.UniqueConstraint(fields=["usuario", "clave"], name="borrador_unico")]


class BusquedaGuardada(models.Model):
    """Filtros, orden y columnas de la lista, con nombre."""

    motivo_sin_historia: ClassVar[str] = "Es una preferencia de pantalla, sin datos de casos."

    usuario = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="busquedas"
    )
    nombre = models.CharField("nombre", max_length=80)
    consulta = models.CharField("consulta", max_length=2000)

    class Meta:
        verbose_name = "búsqueda guardada"
        verbose_name_plural = "búsquedas guardadas"
        constraints = [models.UniqueConstraint(fields=["usuario", "nombre"], name="busqueda_unica")]


class EnvioDeFormulario(models.Model):
    """Un formulario ya procesado: el segundo envío con la misma marca no hace nada."""

    motivo_sin_historia: ClassVar[str] = "Es la marca de un envío; lo registrado deja su historia."

    marca = models.UUIDField("marca", primary_key=True)
    usuario = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    destino = models.CharField("adónde llevó", max_length=300)
    creado_en = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "envío de formulario"


class BusquedaDeCaso(models.Model):
    """Texto del caso preparado para buscar con y sin tildes. Se rehace en cada escritura."""

    motivo_sin_historia: ClassVar[str] = "Se rehace entera desde el caso, que sí la lleva."

    caso = models.OneToOneField(
        Caso, on_delete=models.CASCADE, primary_key=True, related_name="busqueda"
    )
    vector = SearchVectorField()

    class Meta:
        verbose_name = "índice de búsqueda"
        indexes = [GinIndex(fields=["vector"], name="busqueda_de_caso")]


class CategoriaPublicada(CatalogoModel):
    """Una fila de los vocabularios, para consultarlos y unirlos en SQL.

    `codigo` es `vocabulario:categoría`. `sube_a` es la categoría publicada con que se cuenta.
    """

    codigo = models.CharField("código", max_length=90, primary_key=True)
    vocabulario = models.CharField("vocabulario", max_length=40)
    categoria = models.CharField("categoría", max_length=40)
    item = models.CharField("rótulo publicado", max_length=80, blank=True)
    sube_a = models.CharField("se cuenta como", max_length=40, blank=True)
    desde = models.DateField("rige desde")
    hasta = models.DateField("rige hasta", null=True, blank=True)
    es_dato = models.BooleanField("es un dato", default=True)
    orden = models.PositiveSmallIntegerField("orden", default=0)

    class Meta:
        verbose_name = "categoría"
        verbose_name_plural = "categorías del registro"
        ordering = ("vocabulario", "orden")
