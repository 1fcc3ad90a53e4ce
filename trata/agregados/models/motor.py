"""Lo que el motor necesita para no perder ni contar dos veces: marcas y corridas."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from trata.comun.modelos import PublicoModel

OPERATIVO = "Es un registro operativo del motor."


class Marca(models.Model):
    """«Este objeto cambió». Se agrega en la transacción de quien escribe y se borra al recalcular.

    No lleva qué cambió: el motor vuelve a derivar los hechos del objeto y compara.
    """

    motivo_sin_historia: ClassVar[str] = OPERATIVO

    familia = models.CharField("familia", max_length=20)
    objeto = models.BigIntegerField("llave del objeto")
    creada_en = models.DateTimeField("creada el", default=timezone.now)

    class Meta:
        verbose_name = "marca"
        verbose_name_plural = "marcas pendientes"


class Corrida(PublicoModel):
    """Una vuelta del motor: qué hizo, cuánto tardó y qué diferencias encontró."""

    motivo_sin_historia: ClassVar[str] = OPERATIVO

    class Tipo(models.TextChoices):
        MARCAS = "marcas", "Cambios"
        COMPLETA = "completa", "Recálculo completo"
        REVISION = "revision", "Revisión nocturna"

    class Estado(models.TextChoices):
        EN_CURSO = "en_curso", "En curso"
        TERMINADA = "terminada", "Terminada"
        INTERRUMPIDA = "interrumpida", "Interrumpida: se retoma donde quedó"

    tipo = models.CharField("tipo", max_length=10, choices=Tipo.choices)
    estado = models.CharField(
        "estado", max_length=12, choices=Estado.choices, default=Estado.EN_CURSO
    )
    inicio = models.DateTimeField("inicio", default=timezone.now)
    fin = models.DateTimeField("fin", null=True)
    marcas = models.PositiveIntegerField("cambios atendidos", default=0)
    hechos = models.PositiveIntegerField("hechos derivados", default=0)
    rebanadas = models.PositiveIntegerField("rebanadas recalculadas", default=0)
    celdas = models.PositiveIntegerField("celdas escritas", default=0)
    diferencias = models.PositiveIntegerField("diferencias", default=0)
    detalle = models.JSONField("detalle", default=dict)
    pedida_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "corrida del motor"
        verbose_name_plural = "corridas del motor"
        ordering = ("-inicio", "-id")
        indexes = [models.Index(fields=["-inicio"], name="corrida_por_inicio")]

    @property
    def segundos(self) -> float | None:
        """Cuánto tardó; nulo si no ha terminado."""
        return (self.fin - self.inicio).total_seconds() if self.fin else None
