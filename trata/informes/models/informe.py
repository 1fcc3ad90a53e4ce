"""Informes: el borrador que se redacta y las versiones congeladas que se publican."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from politica.models import Periodo
from regiones.models import EspacioRegional
from trata.comun.historia import con_historia
from trata.comun.modelos import PublicoModel, RegistradoModel, ReglasModel, VersionadoModel
from trata.informes import reglas

TIPOS = (
    ("anual", "Informe anual de la Comisión"),
    ("ficha-regional", "Ficha regional"),
    ("presentacion-regional", "Presentación regional"),
    ("seguimiento", "Reporte de seguimiento"),
    ("cumplimiento", "Reporte de cumplimiento"),
    ("boletin", "Boletín estadístico"),
    ("glotip", "Cuestionario GLOTIP"),
    ("carpeta", "Carpeta del Ministro"),
)
SEMESTRES = ((1, "I semestre"), (2, "II semestre"))


class InformeQuerySet(models.QuerySet):
    """Informes según el ámbito: los nacionales y los de las regiones que se ven."""

    def visibles_para(self, usuario: Any) -> "InformeQuerySet":
        """Los nacionales y los de espacios visibles."""
        visibles = EspacioRegional.objects.visibles_para(usuario)
        return self.filter(Q(espacio=None) | Q(espacio__in=visibles))


@con_historia()
class Informe(ReglasModel, VersionadoModel, PublicoModel, RegistradoModel):
    """Un informe en preparación. Sus cifras se leen vivas hasta que se publica."""

    nunca_se_borra: ClassVar[bool] = True

    class Estado(models.TextChoices):
        """Camino de un informe."""

        BORRADOR = "borrador", "Borrador"
        EN_REVISION = "en_revision", "En revisión"
        APROBADO = "aprobado", "Aprobado"
        PUBLICADO = "publicado", "Publicado"

    reglas = reglas.INFORME

    tipo = models.CharField("tipo", max_length=30, choices=TIPOS)
    anio = models.PositiveSmallIntegerField("año")
    espacio = models.ForeignKey(
        EspacioRegional,
        verbose_name="región",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="informes",
    )
    periodo = models.ForeignKey(
        Periodo,
        verbose_name="periodo de la política",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    semestre = models.PositiveSmallIntegerField(
        "semestre", choices=SEMESTRES, null=True, blank=True
    )
    estado = models.CharField(
        "estado", max_length=12, choices=Estado.choices, default=Estado.BORRADOR, editable=False
    )
    expediente = models.CharField("expediente", max_length=80, blank=True)
    motivo_de_correccion = models.CharField(
        "motivo de la corrección", max_length=500, blank=True, editable=False
    )

    objects = InformeQuerySet.as_manager()

    class Meta:
        verbose_name = "informe"
        ordering = ("-id",)

    def __str__(self) -> str:
        region = f" · {self.espacio.region}" if self.espacio_id else ""
        semestre = f"{self.get_semestre_display()} de " if self.semestre else ""
        return f"{self.get_tipo_display()}{region} · {semestre}{self.anio}"

    @property
    def ultimo_folio(self) -> str:
        """El de su última versión publicada; vacío si aún no se publica."""
        ultima = next(iter(self.versiones.all()), None)
        return ultima.folio if ultima else ""


@con_historia()
class TextoDeSeccion(VersionadoModel, RegistradoModel):
    """Lo que una persona escribe en una sección. Las cifras se citan, nunca se teclean."""

    informe = models.ForeignKey(Informe, on_delete=models.PROTECT, related_name="textos")
    clave = models.SlugField("sección", max_length=40)
    texto = models.TextField("texto", max_length=20_000, blank=True)
    actualizado_en = models.DateTimeField("guardado el", null=True, editable=False)
    actualizado_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="guardado por",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        verbose_name = "texto de sección"
        verbose_name_plural = "textos de sección"
        constraints = [
            models.UniqueConstraint(fields=["informe", "clave"], name="un_texto_por_seccion")
        ]

    def __str__(self) -> str:
        return f"{self.informe} · {self.clave}"


@con_historia()
class Comentario(PublicoModel, RegistradoModel):
    """Un comentario sobre una sección (`general`: sobre todo el informe). Abierto o resuelto."""

    GENERAL: ClassVar[str] = "general"

    informe = models.ForeignKey(Informe, on_delete=models.PROTECT, related_name="comentarios")
    clave = models.SlugField("sección", max_length=40)
    texto = models.TextField("comentario", max_length=2000)
    resuelto_en = models.DateTimeField("resuelto el", null=True, editable=False)
    resuelto_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="resuelto por",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        verbose_name = "comentario"
        ordering = ("registrado_en",)

    def __str__(self) -> str:
        return self.texto[:60]


@con_historia()
class VersionPublicada(RegistradoModel):
    """Una versión congelada: cifras, textos, corte y huella. No cambia nunca."""

    nunca_se_borra: ClassVar[bool] = True

    informe = models.ForeignKey(Informe, on_delete=models.PROTECT, related_name="versiones")
    anio = models.PositiveSmallIntegerField("año")
    numero = models.PositiveIntegerField("número")
    version = models.PositiveSmallIntegerField("versión")
    clave = models.UUIDField("clave de verificación", default=uuid.uuid4, unique=True)
    datos = models.JSONField("documento congelado")
    sha256 = models.CharField("SHA-256", max_length=64)
    motivo = models.CharField("por qué se corrigió", max_length=500, blank=True)
    procedencia = models.JSONField("de qué datos salió", default=dict, blank=True)

    class Meta:
        verbose_name = "versión publicada"
        verbose_name_plural = "versiones publicadas"
        ordering = ("-anio", "-numero", "-version")
        constraints = [
            models.UniqueConstraint(
                fields=["anio", "numero", "version"], name="folio_de_informe_unico"
            )
        ]

    def __str__(self) -> str:
        return self.folio

    @property
    def folio(self) -> str:
        """`INF-2026-003`, con la versión si es una corrección."""
        base = f"INF-{self.anio}-{self.numero:03d}"
        return base if self.version == 1 else f"{base}-v{self.version}"
