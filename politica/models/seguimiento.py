"""Lo que rodea a un reporte: evidencias, observaciones, movimientos, rectificaciones y dinero."""

from typing import Any

from django.conf import settings
from django.db import models

from politica import reglas
from politica.models.arbol import Servicio
from politica.models.reporte import AvanceIndicador, Estado, Reporte
from trata.comun.historia import con_historia
from trata.comun.modelos import PublicoModel, RegistradoModel, ReglasModel, VersionadoModel


def ruta_de_evidencia(evidencia: Any, _nombre: str) -> str:
    """La ruta no dice nada: sólo el identificador."""
    return f"politica/evidencias/{evidencia.uuid.hex[:2]}/{evidencia.uuid}"


@con_historia()
class Evidencia(PublicoModel, RegistradoModel):
    """Un archivo que sustenta un reporte. No se borra: se retira con motivo."""

    reporte = models.ForeignKey(Reporte, on_delete=models.PROTECT, related_name="evidencias")
    archivo = models.FileField("archivo", upload_to=ruta_de_evidencia, max_length=200)
    nombre = models.CharField("nombre del archivo", max_length=200)
    descripcion = models.CharField("qué sustenta", max_length=300, blank=True)
    tipo = models.CharField("tipo", max_length=100)
    tamano = models.PositiveBigIntegerField("tamaño en octetos")
    sha256 = models.CharField("huella SHA-256", max_length=64)
    retirada_en = models.DateTimeField("retirada el", null=True, editable=False)
    motivo_de_retiro = models.CharField("motivo del retiro", max_length=300, blank=True)

    class Meta:
        verbose_name = "evidencia"
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["reporte", "sha256"],
                condition=models.Q(retirada_en__isnull=True),
                name="evidencia_sin_repetir",
            )
        ]

    def __str__(self) -> str:
        return self.nombre


@con_historia()
class Observacion(PublicoModel, RegistradoModel):
    """Lo que la Secretaría Técnica pide corregir, campo por campo."""

    reporte = models.ForeignKey(Reporte, on_delete=models.PROTECT, related_name="observaciones")
    avance = models.ForeignKey(
        AvanceIndicador,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="observaciones",
    )
    campo = models.CharField("campo", max_length=40, blank=True)
    texto = models.TextField("observación")
    atendida_en = models.DateTimeField("atendida el", null=True, editable=False)

    class Meta:
        verbose_name = "observación"
        verbose_name_plural = "observaciones"
        ordering = ("id",)

    def __str__(self) -> str:
        return self.texto[:60]


@con_historia()
class Movimiento(RegistradoModel):
    """Un paso de estado de un reporte: de cuál a cuál, quién y con qué nota."""

    reporte = models.ForeignKey(Reporte, on_delete=models.PROTECT, related_name="movimientos")
    desde = models.CharField("desde", max_length=15, choices=Estado.choices)
    hasta = models.CharField("hasta", max_length=15, choices=Estado.choices)
    nota = models.TextField("nota", blank=True)

    class Meta:
        verbose_name = "movimiento"
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.desde} → {self.hasta}"


@con_historia()
class Rectificacion(RegistradoModel):
    """Un cambio después de validar: conserva el valor de antes y el de después."""

    reporte = models.ForeignKey(Reporte, on_delete=models.PROTECT, related_name="rectificaciones")
    avance = models.ForeignKey(
        AvanceIndicador, on_delete=models.PROTECT, related_name="rectificaciones"
    )
    campo = models.CharField("campo", max_length=40)
    anterior = models.CharField("valor anterior", max_length=60, blank=True)
    nuevo = models.CharField("valor nuevo", max_length=60, blank=True)
    motivo = models.TextField("motivo")

    class Meta:
        verbose_name = "rectificación"
        verbose_name_plural = "rectificaciones"
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.campo}: {self.anterior} → {self.nuevo}"


@con_historia()
class RecursoServicio(ReglasModel, VersionadoModel, RegistradoModel):
    """El dinero de un servicio en un año, en soles: PIA, PIM y devengado, con su fuente."""

    reglas = reglas.RECURSO

    servicio = models.ForeignKey(Servicio, on_delete=models.PROTECT, related_name="recursos")
    anio = models.PositiveSmallIntegerField("año")
    pia = models.DecimalField("PIA (S/)", max_digits=15, decimal_places=2, null=True, blank=True)
    pim = models.DecimalField("PIM (S/)", max_digits=15, decimal_places=2, null=True, blank=True)
    devengado = models.DecimalField(
        "devengado (S/)", max_digits=15, decimal_places=2, null=True, blank=True
    )
    fuente = models.CharField("fuente", max_length=300, blank=True)
    actualizado_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    es_sintetico = models.BooleanField("datos de demostración", default=False, editable=False)

    class Meta:
        verbose_name = "recurso"
        ordering = ("servicio", "anio")
        constraints = [
            models.UniqueConstraint(fields=["servicio", "anio"], name="un_recurso_por_anio")
        ]

    def __str__(self) -> str:
        return f"{self.servicio_id} {self.anio}"
