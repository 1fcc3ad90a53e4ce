"""Lo que una persona guarda en los tableros."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from trata.comun.modelos import PublicoModel


class CruceGuardado(PublicoModel):
    """Un cruce con nombre: guarda la consulta, nunca sus resultados."""

    motivo_sin_historia: ClassVar[str] = "Es una preferencia de pantalla, no un dato del dominio."

    nombre = models.CharField("nombre", max_length=120)
    consulta = models.CharField("consulta", max_length=600)
    propietario = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="cruces_guardados"
    )
    creado_en = models.DateTimeField("creado el", auto_now_add=True)

    class Meta:
        verbose_name = "cruce guardado"
        verbose_name_plural = "cruces guardados"
        ordering = ("nombre",)
        constraints = [
            models.UniqueConstraint(fields=["propietario", "nombre"], name="cruce_nombre_unico")
        ]

    def __str__(self) -> str:
        return self.nombre


class SuscripcionDeAlerta(models.Model):
    """Quién quiere un correo cuando un mes se sale de su historia."""

    motivo_sin_historia: ClassVar[str] = "Es una preferencia de pantalla, no un dato del dominio."

    class Fuente(models.TextChoices):
        """Sobre qué se vigila."""

        REGISTRO = "registro", "Registro TRATA"
        SERIE = "serie", "Serie oficial PNP"

    usuario = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="suscripciones_de_alerta"
    )
    fuente = models.CharField("fuente", max_length=10, choices=Fuente.choices)
    creada_en = models.DateTimeField("creada el", auto_now_add=True)

    class Meta:
        verbose_name = "suscripción de alertas"
        verbose_name_plural = "suscripciones de alertas"
        constraints = [
            models.UniqueConstraint(fields=["usuario", "fuente"], name="suscripcion_unica")
        ]

    def __str__(self) -> str:
        return f"{self.usuario} · {self.get_fuente_display()}"
