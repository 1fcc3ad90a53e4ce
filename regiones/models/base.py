"""Lo que comparten los modelos de regiones."""

from django.db import models


class ProcedenciaModel(models.Model):
    """De dónde sale el dato: fuente citada, o contenido sintético de demostración."""

    fuente = models.CharField("fuente", max_length=300, blank=True)
    fuente_url = models.URLField("enlace de la fuente", max_length=300, blank=True)
    es_sintetico = models.BooleanField("es sintético", default=False, editable=False)

    class Meta:
        abstract = True


class Modalidad(models.TextChoices):
    """Cómo se realiza una sesión, capacitación, asistencia o encuentro."""

    PRESENCIAL = "presencial", "Presencial"
    VIRTUAL = "virtual", "Virtual"
    MIXTA = "mixta", "Mixta"


class Objetivo(models.IntegerChoices):
    """Los tres objetivos prioritarios de la política (DS 009-2021-IN)."""

    PREVENCION = 1, "Prevención"
    PERSECUCION = 2, "Persecución"
    ATENCION = 3, "Atención"


class EstadoDeCompromiso(models.TextChoices):
    """Estado de un acuerdo o compromiso."""

    PENDIENTE = "pendiente", "Pendiente"
    EN_PROCESO = "en_proceso", "En proceso"
    CUMPLIDO = "cumplido", "Cumplido"
    NO_CUMPLIDO = "no_cumplido", "No cumplido"
    RETIRADO = "retirado", "Dejado sin efecto"
