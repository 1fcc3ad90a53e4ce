"""Las celdas: cuántos hay de cada cosa, dónde y cuándo, con llaves de enteros pequeños.

Convenciones de una celda (ver `docs/adr` y `consultas`):

- `departamento` nulo = el Perú entero; `provincia` nula = todo el departamento, 0 = sin provincia.
- `mes` nulo = el año entero; 0 = registrado sin mes (así publica el Ministerio todo 2023).
  Los niveles altos (país, año) son también celdas: se leen igual de rápido que una hoja.
- `variable` 0 = el total. `categoria` 0 = «No consta».
- Con segunda variable, la celda es un cruce; sólo existen los pares declarados.
- `fuente` y `unidad` nunca se suman entre sí: cada fuente cuenta a su manera.
"""

from typing import ClassVar

from django.db import models

from trata.comun.catalogos import CatalogoModel
from trata.comun.modelos import PublicoModel, RegistradoModel


class NumeroDeFuente(models.IntegerChoices):
    """Quién produjo la celda; es su llave."""

    SERIE_PNP = 1, "Serie oficial PNP"
    REGISTRO = 2, "Registro TRATA"


class Unidad(models.IntegerChoices):
    """Qué es «uno» en la celda. Toda cifra nombra la suya."""

    REGISTRO_PNP = 1, "registro PNP"
    VICTIMA = 2, "víctima"
    CASO = 3, "caso"

    @property
    def plural(self) -> str:
        """La unidad en plural: «registros PNP», «víctimas», «casos»."""
        return {1: "registros PNP", 2: "víctimas", 3: "casos"}[self.value]


class Fuente(CatalogoModel):
    """De dónde salen las cifras: emisor, unidad, cobertura y advertencias que la acompañan."""

    emisor = models.CharField("emisor", max_length=200)
    unidad = models.CharField("qué cuenta", max_length=200)
    cobertura = models.CharField("cobertura", max_length=300)
    direccion = models.CharField("dónde se publica", max_length=300, blank=True)
    licencia = models.CharField("licencia", max_length=200, blank=True)
    advertencia = models.TextField("advertencia", blank=True)

    class Meta:
        verbose_name = "fuente"
        verbose_name_plural = "fuentes"


class Celda(models.Model):
    """Una cantidad con sus coordenadas. Se reemplaza entera por rebanadas; nunca se incrementa."""

    motivo_sin_historia: ClassVar[str] = "Se recalcula entera desde los hechos, que sí la llevan."

    fuente = models.SmallIntegerField("fuente", choices=NumeroDeFuente.choices)
    unidad = models.SmallIntegerField("unidad", choices=Unidad.choices)
    departamento = models.SmallIntegerField("departamento", null=True)
    provincia = models.SmallIntegerField("provincia", null=True)
    anio = models.SmallIntegerField("año")
    mes = models.SmallIntegerField("mes", null=True)
    variable = models.SmallIntegerField("variable", default=0)
    categoria = models.SmallIntegerField("categoría", default=0)
    variable2 = models.SmallIntegerField("segunda variable", null=True)
    categoria2 = models.SmallIntegerField("segunda categoría", null=True)
    n = models.IntegerField("cantidad")

    class Meta:
        verbose_name = "celda"
        verbose_name_plural = "celdas"
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "fuente",
                    "unidad",
                    "departamento",
                    "provincia",
                    "anio",
                    "mes",
                    "variable",
                    "variable2",
                    "categoria",
                    "categoria2",
                ],
                name="celda_unica",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=models.Q(n__gte=0), name="celda_no_negativa"),
            models.CheckConstraint(
                condition=models.Q(mes=None) | models.Q(mes__range=(0, 12)), name="celda_mes"
            ),
            models.CheckConstraint(
                condition=models.Q(variable2=None, categoria2=None)
                | models.Q(variable2__isnull=False, categoria2__isnull=False),
                name="celda_par_completo",
            ),
        ]


class Carga(PublicoModel, RegistradoModel):
    """Una lectura de la serie oficial: qué archivo, cuándo, con qué resultado y qué defectos."""

    motivo_sin_historia: ClassVar[str] = "Cada fila es el registro de una lectura."

    class Estado(models.TextChoices):
        """Cómo terminó."""

        CARGADA = "cargada", "Cargada"
        SIN_CAMBIOS = "sin_cambios", "Sin cambios: ya estaba cargada"
        RECHAZADA = "rechazada", "Rechazada"

    fuente = models.SmallIntegerField("fuente", choices=NumeroDeFuente.choices)
    archivo = models.CharField("archivo", max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    estado = models.CharField("estado", max_length=12, choices=Estado.choices)
    filas = models.PositiveIntegerField("filas leídas", default=0)
    celdas = models.PositiveIntegerField("celdas escritas", default=0)
    milisegundos = models.PositiveIntegerField("duración (ms)", default=0)
    corte_anio = models.PositiveSmallIntegerField("último año", null=True)
    corte_mes = models.PositiveSmallIntegerField("último mes", null=True)
    informe = models.JSONField("informe de calidad", default=dict)
    vigente = models.BooleanField("es la que se muestra", default=False)

    class Meta:
        verbose_name = "carga de la serie oficial"
        verbose_name_plural = "cargas de la serie oficial"
        ordering = ("-registrado_en",)
        constraints = [
            models.UniqueConstraint(
                fields=["fuente"], condition=models.Q(vigente=True), name="carga_una_vigente"
            )
        ]
