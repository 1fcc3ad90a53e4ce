"""Quién recibe por correo el enlace a un informe, y cada cuánto."""

from django.conf import settings
from django.db import models

from regiones.models import EspacioRegional
from trata.comun.historia import con_historia
from trata.comun.modelos import PublicoModel, RegistradoModel, ReglasModel
from trata.informes import reglas


@con_historia()
class SuscripcionDeInformes(ReglasModel, PublicoModel, RegistradoModel):
    """Una persona que quiere saber de un tipo de informe. El correo lleva sólo un enlace."""

    class Periodicidad(models.TextChoices):
        """Cada cuánto se avisa."""

        AL_PUBLICAR = "al_publicar", "Cuando se publique"
        MES = "mes", "Cada mes"
        TRIMESTRE = "trimestre", "Cada trimestre"
        SEMESTRE = "semestre", "Cada semestre"
        ANIO = "anio", "Cada año"

    reglas = reglas.SUSCRIPCION

    persona = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="persona",
        on_delete=models.PROTECT,
        related_name="+",
    )
    tipo = models.CharField("informe", max_length=30)
    espacio = models.ForeignKey(
        EspacioRegional,
        verbose_name="región",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    periodicidad = models.CharField("cada cuánto", max_length=12, choices=Periodicidad.choices)
    ultimo_periodo = models.CharField("último periodo avisado", max_length=10, blank=True)
    baja_en = models.DateTimeField("dada de baja el", null=True, editable=False)

    class Meta:
        verbose_name = "suscripción a informes"
        verbose_name_plural = "suscripciones a informes"
        ordering = ("tipo", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["persona", "tipo", "espacio", "periodicidad"],
                condition=models.Q(baja_en=None),
                nulls_distinct=False,
                name="suscripcion_a_informes_unica",
            )
        ]

    def __str__(self) -> str:
        return f"{self.tipo} · {self.get_periodicidad_display()}"
