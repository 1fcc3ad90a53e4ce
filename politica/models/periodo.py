"""Los periodos de reporte y sus excepciones con nombre."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from politica import reglas
from trata.comun.historia import con_historia
from trata.comun.modelos import PublicoModel, RegistradoModel, ReglasModel


class PeriodoQuerySet(models.QuerySet):
    """Periodos por su momento."""

    def abiertos(self, hoy: date | None = None) -> Self:
        """Los que ya admiten reportes y no se han cerrado."""
        return self.filter(cerrado_en__isnull=True, abre_el__lte=hoy or timezone.localdate())


@con_historia()
class Periodo(ReglasModel, PublicoModel, RegistradoModel):
    """Un semestre o un año que se reporta, con su ventana: desde cuándo y hasta qué día."""

    class Tipo(models.TextChoices):
        SEMESTRE_1 = "semestre_1", "I semestre"
        SEMESTRE_2 = "semestre_2", "II semestre"
        ANUAL = "anual", "Anual"

    reglas = reglas.PERIODO

    anio = models.PositiveSmallIntegerField("año")
    tipo = models.CharField("tipo", max_length=12, choices=Tipo.choices)
    inicio = models.DateField("empieza")
    fin = models.DateField("termina")
    abre_el = models.DateField("se reporta desde")
    cierra_el = models.DateField("plazo para reportar")
    cerrado_en = models.DateTimeField("cerrado el", null=True, editable=False)
    cerrado_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    es_sintetico = models.BooleanField("datos de demostración", default=False, editable=False)
    fuente = models.CharField("fuente", max_length=300, blank=True)

    objects = PeriodoQuerySet.as_manager()

    class Meta:
        verbose_name = "periodo"
        ordering = ("-fin", "tipo")
        constraints = [
            models.UniqueConstraint(fields=["anio", "tipo"], name="un_periodo_por_anio_y_tipo"),
            models.CheckConstraint(
                condition=models.Q(fin__gte=models.F("inicio"))
                & models.Q(cierra_el__gte=models.F("abre_el")),
                name="periodo_fechas_en_orden",
            ),
        ]

    def __str__(self) -> str:
        return self.nombre

    @property
    def nombre(self) -> str:
        """«I semestre de 2023» o «Año 2023»."""
        if self.tipo == self.Tipo.ANUAL:
            return f"Año {self.anio}"
        return f"{self.get_tipo_display()} de {self.anio}"

    @property
    def corto(self) -> str:
        """«2023-I», para ejes y columnas."""
        sufijos = {self.Tipo.SEMESTRE_1: "-I", self.Tipo.SEMESTRE_2: "-II"}
        return f"{self.anio}{sufijos.get(self.tipo, '')}"

    @property
    def clave(self) -> str:
        """«2023-semestre_1», para las direcciones."""
        return f"{self.anio}-{self.tipo}"

    @property
    def esta_cerrado(self) -> bool:
        """Cerrado: sólo lo toca quien tenga una excepción con nombre."""
        return self.cerrado_en is not None

    @property
    def esta_abierto(self) -> bool:
        """Admite reportes hoy."""
        return not self.esta_cerrado and self.abre_el <= timezone.localdate()

    @property
    def esta_vencido(self) -> bool:
        """El plazo pasó y aún no se cierra."""
        return not self.esta_cerrado and self.cierra_el < timezone.localdate()

    @property
    def dias_de_atraso(self) -> int:
        """Días desde que venció el plazo; 0 si no ha vencido."""
        return max(-self.dias_para_el_plazo, 0)

    @property
    def dias_para_el_plazo(self) -> int:
        """Días que faltan para el plazo; negativo si ya venció."""
        return (self.cierra_el - timezone.localdate()).days


@con_historia()
class ExcepcionDePeriodo(PublicoModel, RegistradoModel):
    """Permiso, con nombre y plazo, para corregir en un periodo cerrado."""

    periodo = models.ForeignKey(Periodo, on_delete=models.PROTECT, related_name="excepciones")
    usuario = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="a quién",
        on_delete=models.PROTECT,
        related_name="+",
    )
    hasta = models.DateField("hasta")
    motivo = models.TextField("motivo")

    class Meta:
        verbose_name = "excepción de periodo"
        verbose_name_plural = "excepciones de periodo"
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.usuario} hasta {self.hasta}"
