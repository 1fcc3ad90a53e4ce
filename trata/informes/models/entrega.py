"""Lo que acompaña a una versión publicada: archivos, trámite, ejemplar firmado y cargos."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from trata.comun.historia import con_historia
from trata.comun.modelos import PublicoModel, RegistradoModel, ReglasModel, VersionadoModel
from trata.cuentas.models import Entidad
from trata.informes import reglas
from trata.informes.models.informe import VersionPublicada
from trata.informes.models.plantillas import PlantillaDeInforme


@con_historia()
class ArchivoPublicado(RegistradoModel):
    """El archivo de una versión en un formato: se produce una vez y se sirve siempre igual."""

    nunca_se_borra: ClassVar[bool] = True

    version = models.ForeignKey(VersionPublicada, on_delete=models.PROTECT, related_name="archivos")
    formato = models.SlugField("formato", max_length=8)
    ruta = models.CharField("ruta", max_length=120)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    tamano = models.PositiveBigIntegerField("tamaño")
    plantilla = models.ForeignKey(
        PlantillaDeInforme,
        verbose_name="plantilla con que se hizo",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )

    class Meta:
        verbose_name = "archivo publicado"
        verbose_name_plural = "archivos publicados"
        ordering = ("version", "formato")
        constraints = [
            models.UniqueConstraint(fields=["version", "formato"], name="un_archivo_por_formato")
        ]

    def __str__(self) -> str:
        return f"{self.version}.{self.formato}"


@con_historia()
class Tramite(VersionadoModel, RegistradoModel):
    """Con qué número salió una versión: informe, oficio y expediente."""

    version_publicada = models.OneToOneField(
        VersionPublicada, on_delete=models.PROTECT, related_name="tramite"
    )
    numero_de_informe = models.CharField("número de informe", max_length=80, blank=True)
    numero_de_oficio = models.CharField("número de oficio", max_length=80, blank=True)
    expediente = models.CharField("expediente", max_length=80, blank=True)

    class Meta:
        verbose_name = "trámite"

    def __str__(self) -> str:
        return self.numero_de_informe or self.expediente or str(self.version_publicada)


@con_historia()
class EjemplarFirmado(PublicoModel, RegistradoModel):
    """El PDF firmado de una versión. Se guarda tal cual: tocarlo rompería la firma."""

    nunca_se_borra: ClassVar[bool] = True

    version = models.ForeignKey(VersionPublicada, on_delete=models.PROTECT, related_name="firmados")
    ruta = models.CharField("ruta", max_length=120)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    tamano = models.PositiveBigIntegerField("tamaño")
    firmas = models.JSONField("firmas que trae", default=list, blank=True)
    antivirus = models.CharField("antivirus", max_length=12, default="sin_revisar")
    retirado_en = models.DateTimeField("retirado el", null=True, editable=False)
    retirado_motivo = models.CharField("motivo del retiro", max_length=300, blank=True)

    class Meta:
        verbose_name = "ejemplar firmado"
        verbose_name_plural = "ejemplares firmados"
        ordering = ("-registrado_en",)
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=models.Q(retirado_en=None),
                name="un_ejemplar_firmado_en_vigor",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} firmado"


@con_historia()
class Envio(ReglasModel, VersionadoModel, PublicoModel, RegistradoModel):
    """A quién se entregó una versión, por dónde, y el cargo de que la recibió."""

    nunca_se_borra: ClassVar[bool] = True

    class Canal(models.TextChoices):
        """Por dónde se entrega."""

        MESA_DE_PARTES = "mesa_de_partes", "Mesa de partes"
        MESA_VIRTUAL = "mesa_virtual", "Mesa de partes virtual"
        GESTION_DOCUMENTAL = "gestion_documental", "Sistema de gestión documental"
        CORREO = "correo", "Correo institucional"
        EN_MANO = "en_mano", "En mano"

    reglas = reglas.ENVIO

    version_publicada = models.ForeignKey(
        VersionPublicada, on_delete=models.PROTECT, related_name="envios"
    )
    entidad = models.ForeignKey(
        Entidad,
        verbose_name="institución",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    destinatario = models.CharField("área o cargo que lo recibe", max_length=160, blank=True)
    canal = models.CharField("canal", max_length=20, choices=Canal.choices)
    enviado_el = models.DateField("enviado el")
    recibido_el = models.DateField("recibido el", null=True, blank=True)
    recibido_por = models.CharField("recibido por", max_length=120, blank=True)
    constancia = models.CharField("número de cargo o registro", max_length=120, blank=True)

    class Meta:
        verbose_name = "envío"
        verbose_name_plural = "envíos"
        ordering = ("enviado_el", "id")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(recibido_el=None)
                | models.Q(recibido_el__gte=models.F("enviado_el")),
                name="recibido_despues_de_enviado",
            )
        ]

    def datos_para_reglas(self) -> dict[str, Any]:
        """Con el día de hoy, que las reglas comparan."""
        return super().datos_para_reglas() | {"hoy": timezone.localdate()}

    def __str__(self) -> str:
        return f"{self.version_publicada} a {self.a_quien}"

    @property
    def a_quien(self) -> str:
        """La institución y el área, lo que haya."""
        return " · ".join(filter(None, (str(self.entidad or ""), self.destinatario)))

    @property
    def dias_sin_cargo(self) -> int:
        """Días desde el envío sin que nadie confirme; 0 si ya se recibió."""
        if self.recibido_el:
            return 0
        return max(0, (timezone.localdate() - self.enviado_el).days)
