"""Posibles duplicados, lo que se decidió de cada par y cómo deshacerlo."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from casos.models.caso import Caso
from casos.models.identidad import Identidad, PersonaUnica
from trata.comun.historia import con_historia
from trata.comun.modelos import PublicoModel, RegistradoModel


class PosibleDuplicadoQuerySet(models.QuerySet):
    """Pares por alcance y por estado."""

    def visibles_para(self, usuario: Any) -> Self:
        """Los pares de los que se ven las dos personas, y ninguna tiene reserva."""
        visibles = Identidad.objects.visibles_para(usuario).buscables().values("pk")
        return self.filter(una__in=visibles, otra__in=visibles)

    def pendientes(self) -> Self:
        """Los que nadie resolvió."""
        return self.filter(estado=PosibleDuplicado.Estado.PENDIENTE)


@con_historia()
class PosibleDuplicado(PublicoModel):
    """Dos identidades que podrían ser la misma persona, con las razones y lo que se decidió."""

    class Estado(models.TextChoices):
        PENDIENTE = "pendiente", "Por resolver"
        DISTINTAS = "distintas", "Son personas distintas"
        VINCULADAS = "vinculadas", "La misma persona, en dos casos"
        UNIDAS = "unidas", "La misma persona, registrada dos veces"

    una = models.ForeignKey(Identidad, models.PROTECT, related_name="pares_como_una")
    otra = models.ForeignKey(Identidad, models.PROTECT, related_name="pares_como_otra")
    puntaje = models.PositiveSmallIntegerField("parecido (0 a 100)")
    razones = ArrayField(models.CharField(max_length=120), verbose_name="razones", default=list)
    estado = models.CharField(
        "estado", max_length=10, choices=Estado.choices, default=Estado.PENDIENTE
    )
    creado_en = models.DateTimeField("hallado el", auto_now_add=True)
    decidido_en = models.DateTimeField("resuelto el", null=True, editable=False)
    decidido_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    decidido_motivo = models.CharField("motivo", max_length=300, blank=True)

    objects = PosibleDuplicadoQuerySet.as_manager()

    class Meta:
        verbose_name = "posible duplicado"
        verbose_name_plural = "posibles duplicados"
        ordering = ("-puntaje", "-id")
        constraints = [
            models.UniqueConstraint(fields=["una", "otra"], name="posible_duplicado_unico"),
            models.CheckConstraint(
                condition=Q(una__lt=F("otra")), name="posible_duplicado_en_orden"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.una_id} · {self.otra_id}"


@con_historia()
class Union(RegistradoModel, PublicoModel):
    """Una unión de dos personas: qué se movió, para poder volver atrás exactamente.

    `movido` guarda llaves, no datos: las identidades que cambiaron de persona única y, si eran
    del mismo caso, qué partes pasaron de una persona del caso a la otra.
    """

    nunca_se_borra: ClassVar[bool] = True

    par = models.ForeignKey(PosibleDuplicado, models.PROTECT, related_name="uniones")
    queda = models.ForeignKey(PersonaUnica, models.PROTECT, related_name="+")
    sale = models.ForeignKey(PersonaUnica, models.PROTECT, related_name="+")
    movido = models.JSONField("qué se movió", default=dict)
    deshecha_en = models.DateTimeField("deshecha el", null=True, editable=False)
    deshecha_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    deshecha_motivo = models.CharField("motivo", max_length=300, blank=True)

    class Meta:
        verbose_name = "unión de personas"
        verbose_name_plural = "uniones de personas"
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.uuid)


@con_historia()
class CasosVinculados(RegistradoModel, PublicoModel):
    """Dos casos que son el mismo hecho o están relacionados, visto por quien puede ver ambos."""

    class Relacion(models.TextChoices):
        MISMO_HECHO = "mismo_hecho", "Es el mismo hecho"
        RELACIONADO = "relacionado", "Hechos relacionados"
        DISTINTO = "distinto", "Son hechos distintos"

    uno = models.ForeignKey(Caso, models.PROTECT, related_name="vinculados_como_uno")
    otro = models.ForeignKey(Caso, models.PROTECT, related_name="vinculados_como_otro")
    relacion = models.CharField("relación", max_length=12, choices=Relacion.choices)
    motivo = models.CharField("motivo", max_length=300, blank=True)

    class Meta:
        verbose_name = "casos vinculados"
        verbose_name_plural = "casos vinculados"
        constraints = [
            models.UniqueConstraint(fields=["uno", "otro"], name="casos_vinculados_unicos"),
            models.CheckConstraint(
                condition=Q(uno__lt=F("otro")), name="casos_vinculados_en_orden"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uno_id} · {self.otro_id}"


@con_historia()
class UnionDeCasos(RegistradoModel, PublicoModel):
    """Un caso que se unió a otro por ser el mismo hecho: qué filas pasaron, para volver atrás.

    `movido` guarda, por modelo, la llave de cada fila y el número que tenía; y el estado de antes.
    """

    nunca_se_borra: ClassVar[bool] = True

    queda = models.ForeignKey(Caso, models.PROTECT, related_name="uniones_como_queda")
    sale = models.ForeignKey(Caso, models.PROTECT, related_name="uniones_como_sale")
    motivo = models.CharField("motivo", max_length=300)
    movido = models.JSONField("qué pasó", default=dict)
    deshecha_en = models.DateTimeField("deshecha el", null=True, editable=False)
    deshecha_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    deshecha_motivo = models.CharField("motivo de deshacerla", max_length=300, blank=True)

    class Meta:
        verbose_name = "unión de casos"
        verbose_name_plural = "uniones de casos"
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(condition=~Q(queda=F("sale")), name="union_de_dos_casos"),
            models.UniqueConstraint(
                fields=["sale"], condition=Q(deshecha_en=None), name="caso_unido_una_vez"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sale_id} → {self.queda_id}"
