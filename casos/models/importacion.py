"""Los archivos de casos que alguien sube: qué traían, cómo se leyeron y qué dejaron."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from casos.models.caso import Caso
from trata.comun.modelos import PublicoModel
from trata.cuentas.models import Entidad
from trata.trabajos.models import Trabajo


class FuenteDeImportacion(PublicoModel):
    """De dónde viene un archivo con columnas propias, y cómo se emparejan con las del registro.

    `huella` identifica el juego de encabezados: el próximo archivo igual trae ya su propuesta.
    """

    motivo_sin_historia: ClassVar[str] = "Es una preferencia de lectura, sin datos de casos."

    nombre = models.CharField("fuente", max_length=80)
    entidad = models.ForeignKey(
        Entidad, verbose_name="entidad", on_delete=models.PROTECT, null=True, related_name="+"
    )
    huella = models.CharField("huella de los encabezados", max_length=64)
    emparejado = models.JSONField("columnas y valores emparejados", default=dict)
    guardada_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    usada_en = models.DateTimeField("usada el", auto_now=True)

    class Meta:
        verbose_name = "fuente de importación"
        verbose_name_plural = "fuentes de importación"
        ordering = ("-usada_en",)
        constraints = [
            models.UniqueConstraint(
                fields=["entidad", "nombre"], nulls_distinct=False, name="fuente_unica_por_entidad"
            )
        ]

    def __str__(self) -> str:
        return self.nombre


class Importacion(PublicoModel):
    """Un archivo que alguien subió: su revisión fila por fila y, si se importó, qué registró.

    `contenido_cifrado` y `muestra_cifrada` se borran al importar, al deshacer o a los siete días:
    un archivo ajeno puede traer nombres.
    """

    motivo_sin_historia: ClassVar[str] = "Cada fila es el registro de un archivo subido."

    class Estado(models.TextChoices):
        LEYENDO = "leyendo", "Leyéndose"
        POR_EMPAREJAR = "por_emparejar", "Faltan columnas por emparejar"
        REVISANDO = "revisando", "Revisándose"
        REVISADA = "revisada", "Revisada"
        IMPORTADA = "importada", "Importada"
        RECHAZADA = "rechazada", "Rechazada"
        REEMPLAZADA = "reemplazada", "Reemplazada por otra"
        DESHECHA = "deshecha", "Deshecha"
        VENCIDA = "vencida", "Vencida"

    ABIERTAS = (Estado.LEYENDO, Estado.POR_EMPAREJAR, Estado.REVISANDO, Estado.REVISADA)

    usuario = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="importaciones"
    )
    nombre = models.CharField("archivo", max_length=150)
    sha256 = models.CharField("SHA-256", max_length=64)
    bytes = models.PositiveIntegerField("tamaño", default=0)
    contenido_cifrado = models.BinaryField("contenido", default=b"")
    muestra_cifrada = models.TextField("primeras celdas de cada columna", blank=True)
    estado = models.CharField(
        "estado", max_length=14, choices=Estado.choices, default=Estado.LEYENDO
    )
    fuente = models.ForeignKey(
        FuenteDeImportacion, models.SET_NULL, null=True, related_name="importaciones"
    )
    columnas = models.JSONField("columnas halladas", default=dict)
    emparejado = models.JSONField("columnas y valores emparejados", default=dict)
    informe = models.JSONField("informe", default=dict)
    problemas = models.JSONField("problemas por fila y columna", default=list)
    parecidos = models.JSONField("posibles duplicados", default=list)
    trabajo = models.ForeignKey(Trabajo, models.SET_NULL, null=True, related_name="+")
    revision = models.ForeignKey(Trabajo, models.SET_NULL, null=True, related_name="+")
    reemplaza = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    subida_en = models.DateTimeField("subida el", auto_now_add=True)
    importada_en = models.DateTimeField("importada el", null=True)
    deshecha_en = models.DateTimeField("deshecha el", null=True)
    motivo_de_deshacer = models.CharField("por qué se deshizo", max_length=300, blank=True)

    class Meta:
        verbose_name = "importación"
        verbose_name_plural = "importaciones"
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.nombre

    @property
    def en_marcha(self) -> bool:
        """Un trabajo la está leyendo, revisando, importando o deshaciendo."""
        return self.trabajo is not None and self.trabajo.esta_vivo


class CasoImportado(models.Model):
    """Lo que una importación hizo con un caso: lo creó o lo actualizó, y cómo estaba antes.

    `huella` identifica una fila sin número externo: la misma fila no entra dos veces. `antes` es,
    por parte cambiada, sus valores anteriores y la versión en que quedó.
    """

    motivo_sin_historia: ClassVar[str] = "Lo que cambió en el caso deja su propia historia."

    class Accion(models.TextChoices):
        CREADO = "creado", "Creado"
        ACTUALIZADO = "actualizado", "Actualizado"

    importacion = models.ForeignKey(Importacion, models.PROTECT, related_name="casos")
    caso = models.ForeignKey(Caso, models.PROTECT, related_name="importado_en")
    accion = models.CharField("qué se hizo", max_length=12, choices=Accion.choices)
    huella = models.CharField("huella de la fila", max_length=64, blank=True)
    antes = models.JSONField("valores anteriores", default=list)
    deshecho_en = models.DateTimeField("deshecho el", null=True)

    class Meta:
        verbose_name = "caso importado"
        verbose_name_plural = "casos importados"
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["huella"],
                condition=Q(deshecho_en=None) & ~Q(huella=""),
                name="fila_importada_una_vez",
            )
        ]
