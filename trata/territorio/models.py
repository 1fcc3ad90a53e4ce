"""El territorio del Perú (INEI) y las agrupaciones de departamentos que usa el sector."""

from django.core.validators import RegexValidator
from django.db import models

from trata.comun.catalogos import CatalogoModel
from trata.comun.historia import con_historia


class Ubigeo(CatalogoModel):
    """Departamento (2 cifras), provincia (4) o distrito (6), con el código del INEI.

    El código es texto con sus ceros y contiene al de su padre, así que un prefijo es un ámbito.
    Nunca se guardan aquí códigos de RENIEC, que numeran distinto los mismos lugares.
    """

    class Nivel(models.TextChoices):
        """Los tres niveles de la división política."""

        DEPARTAMENTO = "departamento", "Departamento"
        PROVINCIA = "provincia", "Provincia"
        DISTRITO = "distrito", "Distrito"

    codigo = models.CharField(
        "código INEI",
        max_length=6,
        primary_key=True,
        validators=[RegexValidator(r"^\d{2}(\d{2}(\d{2})?)?$", "Escribe 2, 4 o 6 cifras.")],
    )
    nivel = models.CharField("nivel", max_length=12, choices=Nivel.choices)
    clave_orden = models.CharField("clave de orden", max_length=120, editable=False)
    poblacion = models.PositiveIntegerField("población", null=True, blank=True)
    poblacion_anio = models.PositiveSmallIntegerField("año de la población", null=True, blank=True)
    padre = models.ForeignKey(
        "self",
        verbose_name="pertenece a",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hijos",
    )

    class Meta:
        verbose_name = "ubigeo"
        verbose_name_plural = "ubigeos"
        ordering = ("clave_orden",)
        indexes = [models.Index(fields=["nivel", "clave_orden"], name="ubigeo_nivel_orden")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(codigo__regex=r"^\d{2}(\d{2}(\d{2})?)?$"),
                name="ubigeo_codigo_inei",
                violation_error_message="El código tiene 2, 4 o 6 cifras.",
            )
        ]


class Macrorregion(CatalogoModel):
    """Grupo de departamentos con que la Secretaría Técnica convoca encuentros macrorregionales."""

    departamentos = models.ManyToManyField(
        Ubigeo, verbose_name="departamentos", related_name="macrorregiones", blank=True
    )
    fuente = models.CharField("fuente", max_length=300)

    class Meta:
        verbose_name = "macrorregión"
        verbose_name_plural = "macrorregiones"
        ordering = ("nombre",)


@con_historia()
class MacroRegionPolicial(CatalogoModel):
    """Macro Región Policial de la PNP. Sólo se llena lo que una fuente dice; se puede corregir.

    `departamentos` vacío significa «no disponible en las fuentes consultadas», no «ninguno».
    """

    departamentos = models.ManyToManyField(
        Ubigeo,
        verbose_name="departamentos que abarca",
        related_name="macrorregiones_policiales",
        blank=True,
        limit_choices_to={"nivel": Ubigeo.Nivel.DEPARTAMENTO},
    )
    fuente = models.CharField("fuente", max_length=300)
    editada = models.BooleanField("corregida en pantalla", default=False, editable=False)

    class Meta:
        verbose_name = "Macro Región Policial"
        verbose_name_plural = "Macro Regiones Policiales"
        ordering = ("nombre",)
