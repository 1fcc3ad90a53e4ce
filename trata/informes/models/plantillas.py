"""Las plantillas de Word que la Secretaría pone en lugar de la de la casa."""

from django.db import models

from trata.comun.historia import con_historia
from trata.comun.modelos import PublicoModel, RegistradoModel


@con_historia()
class PlantillaDeInforme(PublicoModel, RegistradoModel):
    """Una versión de la plantilla de un tipo de informe (`tipo` vacío: de todos).

    Ninguna se borra: volver a una anterior es ponerla otra vez en vigor.
    """

    tipo = models.CharField("tipo de informe", max_length=30, blank=True)
    numero = models.PositiveIntegerField("número")
    ruta = models.CharField("ruta", max_length=120)
    sha256 = models.CharField("SHA-256", max_length=64)
    tamano = models.PositiveIntegerField("tamaño")
    campos = models.JSONField("campos que usa", default=list)
    nota = models.CharField("qué cambia", max_length=200)
    en_vigor = models.BooleanField("en vigor", default=False)

    class Meta:
        verbose_name = "plantilla de informe"
        verbose_name_plural = "plantillas de informe"
        ordering = ("tipo", "-numero")
        constraints = [
            models.UniqueConstraint(fields=["tipo", "numero"], name="plantilla_numerada"),
            models.UniqueConstraint(
                fields=["tipo"],
                condition=models.Q(en_vigor=True),
                name="una_plantilla_en_vigor_por_tipo",
            ),
        ]

    def __str__(self) -> str:
        return f"Plantilla {self.numero} · {self.tipo or 'todos los informes'}"
