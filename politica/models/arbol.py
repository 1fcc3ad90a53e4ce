"""El árbol oficial de la política: objetivos, sub-causas, lineamientos, proveedores y servicios.

Un texto vacío significa «no disponible en las fuentes consultadas»: no se supone nada.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from trata.comun.formato import NO_DISPONIBLE
from trata.comun.historia import con_historia
from trata.cuentas.models import Entidad


class ElementoModel(models.Model):
    """Lo común a todo elemento del árbol: código oficial, fuente y vigencia."""

    codigo = models.CharField("código", max_length=20, primary_key=True)
    fuente = models.CharField("fuente", max_length=400, blank=True)
    rige_desde = models.DateField("rige desde", null=True, blank=True)
    vigente_hasta = models.DateField("vigente hasta", null=True, blank=True)

    class Meta:
        abstract = True


@con_historia()
class Objetivo(ElementoModel):
    """Objetivo prioritario (OP1 a OP3)."""

    titulo = models.TextField("título", blank=True)
    causa = models.TextField("causa que atiende", blank=True)
    variantes = ArrayField(models.TextField(), verbose_name="otras formas del título", default=list)

    class Meta:
        verbose_name = "objetivo prioritario"
        verbose_name_plural = "objetivos prioritarios"
        ordering = ("codigo",)

    def __str__(self) -> str:
        return f"{self.codigo} {self.titulo or NO_DISPONIBLE}"


@con_historia()
class Subcausa(ElementoModel):
    """Sub-causa del problema público; su numeración no calza una a una con los lineamientos."""

    objetivo = models.ForeignKey(Objetivo, on_delete=models.PROTECT, related_name="subcausas")
    texto = models.TextField("texto")

    class Meta:
        verbose_name = "sub-causa"
        verbose_name_plural = "sub-causas"
        ordering = ("codigo",)

    def __str__(self) -> str:
        return f"{self.codigo} {self.texto}"


@con_historia()
class Lineamiento(ElementoModel):
    """Lineamiento de un objetivo. Tres no tienen servicios por declaración del informe."""

    objetivo = models.ForeignKey(Objetivo, on_delete=models.PROTECT, related_name="lineamientos")
    titulo = models.TextField("título", blank=True)
    variantes = ArrayField(models.TextField(), verbose_name="otras formas del título", default=list)
    responsable = models.CharField("responsable", max_length=200, blank=True)
    sin_servicios = models.BooleanField("declarado sin servicios", default=False)
    nota = models.TextField("nota", blank=True)

    class Meta:
        verbose_name = "lineamiento"
        ordering = ("codigo",)

    def __str__(self) -> str:
        return f"{self.codigo} {self.titulo or NO_DISPONIBLE}"


@con_historia()
class Proveedor(ElementoModel):
    """Uno de los 11 sectores y 4 organismos autónomos que proveen los servicios.

    `entidad` vacía: las fuentes consultadas no dicen cuál es.
    """

    class Clase(models.TextChoices):
        SECTOR = "sector", "Sector"
        AUTONOMO = "autonomo", "Organismo autónomo"

    clase = models.CharField("clase", max_length=10, choices=Clase.choices)
    entidad = models.ForeignKey(
        Entidad, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "proveedor"
        verbose_name_plural = "proveedores"
        ordering = ("-clase", "codigo")

    def __str__(self) -> str:
        return str(self.entidad) if self.entidad_id else NO_DISPONIBLE


@con_historia()
class Servicio(ElementoModel):
    """Servicio de la política (1 a 42): quién lo provee, para quién y bajo qué lineamiento."""

    class Condicion(models.TextChoices):
        NUEVO = "nuevo", "Nuevo"
        MEJORA = "mejora", "Mejora"

    numero = models.PositiveSmallIntegerField("número", unique=True)
    titulo = models.TextField("título", blank=True)
    lineamiento = models.ForeignKey(
        Lineamiento, on_delete=models.PROTECT, null=True, blank=True, related_name="servicios"
    )
    lineamientos_posibles = ArrayField(
        models.CharField(max_length=20),
        verbose_name="lineamientos posibles",
        default=list,
        blank=True,
        help_text="Deducción por la numeración cuando la fuente no lo dice.",
    )
    entidad = models.ForeignKey(
        Entidad,
        verbose_name="entidad proveedora",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="servicios",
    )
    organo = models.CharField("unidad a cargo", max_length=400, blank=True)
    receptores = models.TextField("personas que reciben el servicio", blank=True)
    receptores_matriz = models.TextField("receptores según la matriz de servicios", blank=True)
    condicion = models.CharField("condición", max_length=10, choices=Condicion.choices, blank=True)
    cobertura = models.TextField("cobertura", blank=True)
    estandares = models.TextField("estándares nacionales de cumplimiento", blank=True)
    nota = models.TextField("nota", blank=True)

    class Meta:
        verbose_name = "servicio"
        ordering = ("numero",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(numero__gte=1), name="servicio_numero_desde_uno"
            )
        ]

    def __str__(self) -> str:
        return f"{self.codigo} {self.titulo or NO_DISPONIBLE}"
