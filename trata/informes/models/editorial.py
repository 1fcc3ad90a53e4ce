"""El trabajo de redacción: quién tiene cada sección y lo que va tecleando."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from trata.comun.historia import con_historia
from trata.comun.modelos import PublicoModel, RegistradoModel, VersionadoModel
from trata.informes.models.informe import Informe


@con_historia()
class Asignacion(VersionadoModel, PublicoModel, RegistradoModel):
    """Una sección que una persona tiene que dejar lista antes de una fecha."""

    informe = models.ForeignKey(Informe, on_delete=models.PROTECT, related_name="asignaciones")
    clave = models.SlugField("sección", max_length=40)
    titulo = models.CharField("título de la sección", max_length=200, default="", editable=False)
    persona = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="persona",
        on_delete=models.PROTECT,
        related_name="+",
    )
    vence_el = models.DateField("para cuándo")
    nota = models.CharField("qué se espera", max_length=300, blank=True)
    lista_en = models.DateTimeField("lista el", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "asignación de sección"
        verbose_name_plural = "asignaciones de sección"
        ordering = ("vence_el", "id")
        constraints = [
            models.UniqueConstraint(fields=["informe", "clave"], name="una_asignacion_por_seccion")
        ]

    def __str__(self) -> str:
        return f"{self.informe} · {self.clave}"

    @property
    def esta_lista(self) -> bool:
        """Quien la tenía dijo que terminó."""
        return self.lista_en is not None

    @property
    def esta_vencida(self) -> bool:
        """Se pasó la fecha y no está lista."""
        return not self.esta_lista and self.vence_el < timezone.localdate()


class BorradorDeTexto(models.Model):
    """Lo que una persona va tecleando en una sección. Sólo lo ve ella, hasta que guarda."""

    motivo_sin_historia: ClassVar[str] = (
        "Es lo que alguien va tecleando: al guardarse, el texto de la sección deja su historia."
    )

    informe = models.ForeignKey(Informe, on_delete=models.PROTECT, related_name="borradores")
    clave = models.SlugField("sección", max_length=40)
    persona = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    texto = models.TextField("texto", max_length=20_000, blank=True)
    version_base = models.PositiveIntegerField("versión sobre la que escribe", default=0)
    guardado_en = models.DateTimeField("guardado el", auto_now=True)

    class Meta:
        verbose_name = "borrador de texto"
        verbose_name_plural = "borradores de texto"
        constraints = [
            models.UniqueConstraint(
                fields=["informe", "clave", "persona"], name="un_borrador_por_persona"
            )
        ]

    def __str__(self) -> str:
        return f"{self.informe_id} · {self.clave}"
