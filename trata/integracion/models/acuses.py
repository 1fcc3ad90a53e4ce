"""El acuse de cada mensaje aceptado y las llaves con que se firma."""

import uuid
from typing import ClassVar

from django.db import models

from trata.comun.historia import con_historia
from trata.integracion.models.convenios import Credencial


@con_historia(exclude=("privada_cifrada",))
class LlaveDeFirma(models.Model):
    """Un par Ed25519. La pública se publica; la privada, cifrada, firma mientras no se retire."""

    nunca_se_borra: ClassVar[bool] = True

    identificador = models.CharField("identificador", max_length=16, primary_key=True)
    publica = models.CharField("llave pública (base64)", max_length=60)
    privada_cifrada = models.TextField(editable=False)
    creada_en = models.DateTimeField("creada el", auto_now_add=True)
    retirada_en = models.DateTimeField("retirada el", null=True, blank=True)

    class Meta:
        verbose_name = "llave de firma"
        verbose_name_plural = "llaves de firma"
        ordering = ("-creada_en",)

    def __str__(self) -> str:
        return self.identificador


class Acuse(models.Model):
    """Constancia de que un mensaje de un sistema se recibió y qué se hizo con él.

    Sólo huellas e identificadores: nunca el contenido.
    """

    nunca_se_borra: ClassVar[bool] = True

    motivo_sin_historia: ClassVar[str] = "El acuse es él mismo el registro; se firma y no cambia."

    uuid = models.UUIDField("acuse", default=uuid.uuid4, unique=True, editable=False)
    credencial = models.ForeignKey(Credencial, models.PROTECT, related_name="acuses")
    metodo = models.CharField("método", max_length=6)
    ruta = models.CharField("ruta", max_length=300)
    huella = models.CharField("SHA-256 del cuerpo recibido", max_length=64)
    estado = models.PositiveSmallIntegerField("estado HTTP")
    objeto = models.UUIDField("registro", null=True)
    version = models.PositiveIntegerField("versión", null=True)
    recibido_en = models.DateTimeField("recibido el")
    llave = models.ForeignKey(LlaveDeFirma, models.PROTECT, related_name="+")
    firma = models.CharField("firma (base64)", max_length=100)

    class Meta:
        verbose_name = "acuse"
        ordering = ("-id",)
        indexes = [models.Index(fields=["credencial", "-id"], name="acuse_por_credencial")]

    def __str__(self) -> str:
        return str(self.uuid)
