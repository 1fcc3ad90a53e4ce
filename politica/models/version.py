"""Las versiones del catálogo: cada cambio dice qué norma lo sustenta y desde cuándo rige.

La tabla de cada elemento guarda lo vigente. Para mostrar un periodo pasado se deshacen, en
memoria, los cambios que aún no regían (`politica.consultas.arbol`).
"""

from django.db import models

from trata.comun.historia import con_historia
from trata.comun.modelos import PublicoModel, RegistradoModel


@con_historia()
class VersionCatalogo(PublicoModel, RegistradoModel):
    """Una versión del catálogo y la norma que la aprueba (DS, o RM según el DS 076-2026-PCM)."""

    numero = models.PositiveSmallIntegerField("número", unique=True)
    norma = models.CharField("norma", max_length=200)
    fecha_norma = models.DateField("fecha de la norma")
    rige_desde = models.DateField("rige desde")
    descripcion = models.TextField("qué cambia", blank=True)
    enlace = models.URLField("enlace a la norma", blank=True)

    class Meta:
        verbose_name = "versión del catálogo"
        verbose_name_plural = "versiones del catálogo"
        ordering = ("-numero",)

    def __str__(self) -> str:
        return f"Versión {self.numero}: {self.norma}"


@con_historia()
class CambioCatalogo(PublicoModel, RegistradoModel):
    """Un dato del catálogo cambiado en pantalla: el valor de antes, el de después y su sustento.

    «Completa» rellena un vacío de las fuentes con lo que la norma original ya decía: vale desde
    el inicio. «Modifica», «incorpora» y «retira» valen desde que rige la versión.
    """

    class Clase(models.TextChoices):
        COMPLETA = "completa", "Completa un vacío"
        MODIFICA = "modifica", "Modifica"
        INCORPORA = "incorpora", "Incorpora"
        RETIRA = "retira", "Retira"

    version_catalogo = models.ForeignKey(
        VersionCatalogo, on_delete=models.PROTECT, related_name="cambios"
    )
    clase = models.CharField("clase", max_length=10, choices=Clase.choices)
    elemento = models.CharField("elemento", max_length=20)
    codigo = models.CharField("código", max_length=20)
    campo = models.CharField("campo", max_length=40)
    anterior = models.JSONField("valor anterior", null=True)
    nuevo = models.JSONField("valor nuevo", null=True)
    rige_desde = models.DateField("rige desde")
    sustento = models.CharField("sustento", max_length=300)

    class Meta:
        verbose_name = "cambio del catálogo"
        verbose_name_plural = "cambios del catálogo"
        ordering = ("-id",)
        indexes = [models.Index(fields=["elemento", "codigo"], name="cambio_por_elemento")]

    def __str__(self) -> str:
        return f"{self.codigo} {self.campo}"


@con_historia()
class Semaforo(RegistradoModel):
    """Bandas del semáforo: verde desde, amarillo desde; por debajo, rojo. En % de avance."""

    rige_desde = models.DateField("rige desde", unique=True)
    verde_desde = models.DecimalField("verde desde (%)", max_digits=5, decimal_places=2)
    amarillo_desde = models.DecimalField("amarillo desde (%)", max_digits=5, decimal_places=2)
    fuente = models.CharField("sustento", max_length=400)

    class Meta:
        verbose_name = "bandas del semáforo"
        verbose_name_plural = "bandas del semáforo"
        ordering = ("-rige_desde",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verde_desde__gt=models.F("amarillo_desde"))
                & models.Q(amarillo_desde__gt=0),
                name="semaforo_bandas_en_orden",
                violation_error_message="El verde empieza por encima del amarillo.",
            )
        ]

    def __str__(self) -> str:
        return f"Verde desde {self.verde_desde}, amarillo desde {self.amarillo_desde}"
