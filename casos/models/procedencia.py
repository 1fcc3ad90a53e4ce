"""Lo que cada institución dice de una parte del caso, con su documento. Lo contrario no se pisa."""

from typing import ClassVar

from django.db import models

from casos.models.base import HijoDeCasoQuerySet
from casos.models.caso import Caso
from trata.comun.historia import con_historia
from trata.comun.modelos import PublicoModel, RegistradoModel
from trata.cuentas.models import Entidad


@con_historia()
class DatoDeclarado(RegistradoModel, PublicoModel):
    """Una institución dice el valor de un campo de una parte, según un documento y una fecha.

    No cambia la parte: si dice otra cosa, quedan los dos valores a la vista (`contradice`).
    """

    nunca_se_borra: ClassVar[bool] = True

    caso = models.ForeignKey(Caso, models.PROTECT, related_name="datos_declarados")
    parte_codigo = models.CharField("parte", max_length=20)
    parte_uuid = models.UUIDField("identificador de la parte")
    campo = models.CharField("dato", max_length=60)
    valor = models.CharField("valor", max_length=200)
    entidad = models.ForeignKey(
        Entidad, models.PROTECT, null=True, related_name="+", verbose_name="institución"
    )
    documento_fuente = models.CharField("documento del que consta", max_length=200)
    fecha_del_documento = models.DateField("fecha del documento", null=True, blank=True)
    contradice = models.BooleanField("contradice lo registrado", default=False)
    retirado_en = models.DateTimeField("retirado el", null=True, editable=False)

    objects = HijoDeCasoQuerySet.as_manager()

    class Meta:
        verbose_name = "dato declarado"
        verbose_name_plural = "datos declarados"
        ordering = ("-id",)
        indexes = [models.Index(fields=["parte_uuid", "campo"], name="declarado_por_parte")]

    def __str__(self) -> str:
        return f"{self.campo}: {self.entidad_id}"
