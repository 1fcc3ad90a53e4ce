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
