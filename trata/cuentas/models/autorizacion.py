"""Lo que una persona pide y otra autoriza. Que sean dos lo asegura la base."""

from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from trata.comun.historia import con_historia
from trata.comun.modelos import PublicoModel

PLAZO = timedelta(hours=24)


def dentro_de_un_dia():
    """Cuándo vence lo que se pide ahora."""
    return timezone.now() + PLAZO


class AutorizacionQuerySet(models.QuerySet):
    """Autorizaciones por lo que se puede hacer con ellas."""

    def por_decidir(self) -> Self:
        """Las que esperan a la segunda persona y no vencieron."""
        return self.filter(estado="pendiente", vence_en__gt=timezone.now())

    def en_vigor(self) -> Self:
        """Las aprobadas que no vencieron ni se usaron."""
        return self.filter(estado="aprobada", vence_en__gt=timezone.now(), usada_en=None)


@con_historia()
class Autorizacion(PublicoModel):
    """Un acto que pide dos personas: quién lo pidió, para qué, quién lo decidió y cuándo.

    `datos` lleva llaves y códigos, nunca datos personales. `objeto` es el identificador de aquello
    sobre lo que recae. Vence a las 24 horas, se haya decidido o no.
    """

    nunca_se_borra: ClassVar[bool] = True

    class Estado(models.TextChoices):
        PENDIENTE = "pendiente", "Espera a otra persona"
        APROBADA = "aprobada", "Aprobada"
        NEGADA = "negada", "Negada"
        RETIRADA = "retirada", "Retirada por quien la pidió"

    tipo = models.CharField("acto", max_length=40)
    objeto = models.CharField("sobre qué", max_length=80, blank=True)
    datos = models.JSONField("datos", default=dict)
    resumen = models.CharField("qué se pide", max_length=300)
    motivo = models.CharField("para qué", max_length=300)
    solicitante = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="autorizaciones_pedidas"
    )
    pedida_en = models.DateTimeField("pedida el", default=timezone.now, editable=False)
    vence_en = models.DateTimeField("vence el", default=dentro_de_un_dia, editable=False)
    estado = models.CharField(
        "estado", max_length=10, choices=Estado.choices, default=Estado.PENDIENTE
    )
    decidida_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="autorizaciones_decididas",
    )
    decidida_en = models.DateTimeField("decidida el", null=True, editable=False)
    decision = models.CharField("por qué se decidió así", max_length=300, blank=True)
    usada_en = models.DateTimeField("usada el", null=True, editable=False)
    destino = models.CharField("adónde lleva", max_length=300, blank=True)

    objects = AutorizacionQuerySet.as_manager()

    class Meta:
        verbose_name = "autorización"
        verbose_name_plural = "autorizaciones"
        ordering = ("-pedida_en", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(decidida_por=None) | ~Q(decidida_por=F("solicitante")),
                name="autorizacion_de_dos_personas",
            ),
            models.CheckConstraint(
                condition=~Q(estado__in=["aprobada", "negada"])
                | Q(decidida_por__isnull=False, decidida_en__isnull=False),
                name="autorizacion_decidida_por_alguien",
            ),
            models.CheckConstraint(
                condition=Q(vence_en__lte=F("pedida_en") + timedelta(hours=24, seconds=5)),
                name="autorizacion_vence_en_un_dia",
            ),
        ]
        indexes = [
            models.Index(fields=["estado", "vence_en"], name="autorizacion_por_decidir"),
            models.Index(fields=["tipo", "objeto"], name="autorizacion_por_objeto"),
        ]

    def __str__(self) -> str:
        return self.resumen

    @property
    def vencio(self) -> bool:
        """Pasó su plazo."""
        return self.vence_en <= timezone.now()

    @property
    def situacion(self) -> str:
        """El estado en palabras, contando el plazo y el uso."""
        if self.usada_en is not None:
            return "Aprobada y usada"
        if self.estado == self.Estado.PENDIENTE and self.vencio:
            return "Venció sin decidirse"
        return self.get_estado_display()
