"""Quién miró, el sello de la historia y lo que lleva el oficial de datos."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from trata.comun.modelos import PublicoModel

ES_LA_HISTORIA = "Es parte de la historia: sólo se agrega y queda sellado."


class Acceso(PublicoModel):
    """Alguien miró un dato protegido: se escribe antes de mostrarlo, en la misma transacción."""

    motivo_sin_historia: ClassVar[str] = ES_LA_HISTORIA

    momento = models.DateTimeField("momento", default=timezone.now, editable=False)
    usuario = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="usuario",
        on_delete=models.PROTECT,
        related_name="accesos",
    )
    rol = models.CharField("rol en ese momento", max_length=30, blank=True)
    objeto_tipo = models.CharField("qué es", max_length=80)
    objeto_id = models.CharField("identificador", max_length=80)
    campos = ArrayField(models.CharField(max_length=80), verbose_name="campos")
    motivo = models.CharField("motivo", max_length=500)
    resultado = models.CharField("resultado", max_length=20, default="mostrado")
    direccion = models.CharField("dirección", max_length=45, blank=True)
    url = models.CharField("ruta", max_length=300, blank=True)

    class Meta:
        verbose_name = "acceso"
        ordering = ("-momento", "-id")
        indexes = [
            models.Index(fields=("objeto_tipo", "objeto_id", "momento"), name="acceso_por_objeto"),
            models.Index(fields=("usuario", "momento"), name="acceso_por_usuario"),
            models.Index(fields=("momento",), name="acceso_por_momento"),
        ]

    def __str__(self) -> str:
        return f"{self.usuario_id} → {self.objeto_tipo} {self.objeto_id}"
