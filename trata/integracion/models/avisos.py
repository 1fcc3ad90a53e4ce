"""Suscripciones de otros sistemas y las entregas de cada aviso."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from trata.comun.historia import con_historia
from trata.comun.modelos import PublicoModel, RegistradoModel, ReglasModel
from trata.integracion import reglas
from trata.integracion.models.convenios import Convenio
from trata.integracion.sucesos import OPCIONES_DE_SUCESO, SUCESOS


@con_historia(exclude=("secreto_cifrado",))
class Suscripcion(ReglasModel, RegistradoModel, PublicoModel):
    """Adónde se avisa y de qué. El secreto firma cada aviso (Standard Webhooks)."""

    reglas = reglas.SUSCRIPCION

    convenio = models.ForeignKey(
        Convenio, verbose_name="convenio", on_delete=models.PROTECT, related_name="suscripciones"
    )
    direccion = models.URLField("dirección", max_length=300)
    sucesos = ArrayField(
        models.CharField(max_length=40, choices=OPCIONES_DE_SUCESO), verbose_name="sucesos"
    )
    secreto_cifrado = models.TextField(editable=False)
    activa = models.BooleanField("activa", default=True)

    class Meta:
        verbose_name = "suscripción"
        verbose_name_plural = "suscripciones"
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.direccion

    @property
    def nombres_de_sucesos(self) -> list[str]:
        """De qué avisa, en palabras."""
        return [SUCESOS[s] for s in self.sucesos if s in SUCESOS]


class Entrega(models.Model):
    """Un aviso para una suscripción: cuerpo congelado, intentos y resultado."""

    motivo_sin_historia: ClassVar[str] = "La entrega es ella misma el registro del envío."

    class Estado(models.TextChoices):
        """Cómo va la entrega."""

        PENDIENTE = "pendiente", "Pendiente"
        ENTREGADA = "entregada", "Entregada"
        MUERTA = "muerta", "Sin entregar"

    suscripcion = models.ForeignKey(Suscripcion, on_delete=models.PROTECT, related_name="entregas")
    mensaje = models.UUIDField("mensaje", default=uuid.uuid4, unique=True)
    clave = models.CharField("clave", max_length=160)
    suceso = models.CharField("suceso", max_length=40, choices=OPCIONES_DE_SUCESO)
    cuerpo = models.TextField("cuerpo")
    estado = models.CharField(
        "estado", max_length=10, choices=Estado.choices, default=Estado.PENDIENTE
    )
    intentos = models.PositiveSmallIntegerField("intentos", default=0)
    proximo_intento = models.DateTimeField("próximo intento", null=True)
    ultimo_error = models.CharField("último error", max_length=200, blank=True)
    creada_en = models.DateTimeField("creada el", auto_now_add=True)
    entregada_en = models.DateTimeField("entregada el", null=True)

    class Meta:
        verbose_name = "entrega"
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=["suscripcion", "clave"], name="entrega_una_vez")
        ]
        indexes = [
            models.Index(
                fields=["proximo_intento"],
                name="entrega_pendiente",
                condition=models.Q(estado="pendiente"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.suceso} → {self.suscripcion_id}"
