"""La ficha del indicador como la pide CEPLAN, y sus logros esperados por año."""

from django.db import models

from politica.models.arbol import ElementoModel, Objetivo, Servicio
from trata.comun.formato import NO_DISPONIBLE
from trata.comun.historia import con_historia
from trata.comun.modelos import PublicoModel
from trata.cuentas.models import Entidad


@con_historia()
class Indicador(ElementoModel, PublicoModel):
    """Indicador de un servicio (producto) o de un objetivo (resultado)."""

    class Unidad(models.TextChoices):
        CANTIDAD = "cantidad", "Cantidad"
        NUMERO = "numero", "Número"
        PORCENTAJE = "porcentaje", "Porcentaje"
        RATIO = "ratio", "Ratio"
        TASA = "tasa", "Tasa"
        INDICE = "indice", "Índice"
        TASA_VARIACION = "tasa_variacion", "Tasa de variación"

    class Sentido(models.TextChoices):
        ASCENDENTE = "ascendente", "Ascendente"
        DESCENDENTE = "descendente", "Descendente"
        NO_DEFINIDO = "no_definido", "No definido"

    class Agregacion(models.TextChoices):
        AGREGABLE = "agregable", "Agregable"
        NO_AGREGABLE = "no_agregable", "No agregable"
        MAXIMO = "maximo_permisible", "Máximo permisible"
        MINIMO = "minimo_permisible", "Mínimo permisible"

    class Relevancia(models.TextChoices):
        MUY = "muy_relevante", "Muy relevante"
        SI = "relevante", "Relevante"
        POCO = "poco_relevante", "Poco relevante"

    class Frecuencia(models.TextChoices):
        SEMESTRAL = "semestral", "Semestral"
        ANUAL = "anual", "Anual"

    servicio = models.ForeignKey(
        Servicio, on_delete=models.PROTECT, null=True, blank=True, related_name="indicadores"
    )
    objetivo = models.ForeignKey(
        Objetivo, on_delete=models.PROTECT, null=True, blank=True, related_name="indicadores"
    )
    entidad = models.ForeignKey(
        Entidad,
        verbose_name="entidad responsable",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="indicadores",
    )
    nombre = models.TextField("nombre")
    objeto_medicion = models.TextField("objeto de medición", blank=True)
    justificacion = models.TextField("justificación", blank=True)
    limitaciones = models.TextField("limitaciones", blank=True)
    responsable = models.CharField("responsable del indicador", max_length=200, blank=True)
    metodo_calculo = models.TextField("método de cálculo", blank=True)
    numerador_nombre = models.TextField("numerador", blank=True)
    denominador_nombre = models.TextField("denominador", blank=True)
    proceso_recoleccion = models.TextField("proceso de recolección y análisis", blank=True)
    fuente_de_datos = models.TextField("fuente de datos", blank=True)
    relevancia = models.CharField(
        "relevancia", max_length=20, choices=Relevancia.choices, blank=True
    )
    unidad = models.CharField("unidad de medida", max_length=20, choices=Unidad.choices)
    sentido = models.CharField(
        "sentido esperado", max_length=20, choices=Sentido.choices, default=Sentido.NO_DEFINIDO
    )
    sentido_deducido = models.BooleanField(
        "sentido deducido", default=False, help_text="No lo dice la fuente: sale de base y meta."
    )
    agregacion = models.CharField(
        "tipo de agregación", max_length=20, choices=Agregacion.choices, blank=True
    )
    frecuencia = models.CharField(
        "frecuencia", max_length=10, choices=Frecuencia.choices, blank=True
    )
    supera_cien = models.BooleanField(
        "puede pasar de 100 %", default=False, help_text="Por ejemplo, ejecutado sobre programado."
    )
    linea_base_anio = models.PositiveSmallIntegerField(
        "año de la línea base", null=True, blank=True
    )
    linea_base = models.DecimalField(
        "línea base", max_digits=20, decimal_places=6, null=True, blank=True
    )
    calculado_de = models.CharField(
        "se calcula de",
        max_length=120,
        blank=True,
        help_text="Cifra del registro que lo calcula; vacío si lo reporta la entidad.",
    )
    nota = models.TextField("nota", blank=True)

    class Meta:
        verbose_name = "indicador"
        verbose_name_plural = "indicadores"
        ordering = ("servicio__numero", "codigo")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(servicio__isnull=True) ^ models.Q(objetivo__isnull=True),
                name="indicador_de_un_servicio_o_de_un_objetivo",
                violation_error_message="El indicador es de un servicio o de un objetivo.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.codigo} {self.nombre or NO_DISPONIBLE}"

    @property
    def es_porcentual(self) -> bool:
        """Dice si el valor se escribe con %."""
        return self.unidad in {self.Unidad.PORCENTAJE, self.Unidad.TASA_VARIACION}


@con_historia()
class LogroEsperado(ElementoModel):
    """La meta de un indicador para un año. Su código es `<indicador>-<año>`."""

    indicador = models.ForeignKey(Indicador, on_delete=models.CASCADE, related_name="logros")
    anio = models.PositiveSmallIntegerField("año")
    valor = models.DecimalField("logro esperado", max_digits=20, decimal_places=6)

    class Meta:
        verbose_name = "logro esperado"
        verbose_name_plural = "logros esperados"
        ordering = ("indicador", "anio")
        constraints = [
            models.UniqueConstraint(
                fields=["indicador", "anio"], name="un_logro_por_indicador_y_anio"
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicador_id} {self.anio}"
