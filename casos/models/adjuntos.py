"""Documentos y fotos de un caso: el archivo vive cifrado, fuera de la web y con nombre al azar."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from casos.models.base import HijoDeCasoQuerySet
from casos.models.caso import Caso
from trata.comun.historia import con_historia
from trata.comun.modelos import PublicoModel, RegistradoModel, VersionadoModel


@con_historia(exclude=("nombre_original_cifrado",))
class Adjunto(RegistradoModel, PublicoModel, VersionadoModel):
    """Un archivo del caso. Su nombre original puede decir quién es alguien: se guarda cifrado."""

    nunca_se_borra: ClassVar[bool] = True

    class Clase(models.TextChoices):
        DENUNCIA = "denuncia", "Denuncia o acta"
        DISPOSICION = "disposicion", "Disposición o resolución"
        INFORME = "informe", "Informe o pericia"
        IDENTIDAD = "identidad", "Documento de identidad"
        FOTO = "foto", "Fotografía"
        OTRO = "otro", "Otro"

    class Antivirus(models.TextChoices):
        LIMPIO = "limpio", "Revisado y limpio"
        SIN_REVISAR = "sin_revisar", "Sin antivirus en esta instalación"
        CUARENTENA = "cuarentena", "En cuarentena: el antivirus no respondió"
        INFECTADO = "infectado", "Rechazado por el antivirus"

    DESCARGABLES = (Antivirus.LIMPIO, Antivirus.SIN_REVISAR)

    caso = models.ForeignKey(Caso, on_delete=models.PROTECT, related_name="adjuntos")
    numero = models.PositiveSmallIntegerField("número", editable=False)
    clase = models.CharField("qué es", max_length=12, choices=Clase.choices)
    contiene_identidad = models.BooleanField("muestra quién es alguien", default=True)
    nombre_original_cifrado = models.TextField("nombre original", blank=True, editable=False)
    ruta = models.CharField("ruta al azar", max_length=120, unique=True, editable=False)
    llave = models.CharField(
        "con qué llave está cifrado", max_length=40, blank=True, editable=False
    )
    tipo = models.CharField("tipo por su contenido", max_length=100, editable=False)
    extension = models.CharField("extensión", max_length=8, editable=False)
    tamano = models.PositiveBigIntegerField("tamaño en bytes", editable=False)
    sha256_recibido = models.CharField("huella de lo recibido", max_length=64, editable=False)
    sha256_guardado = models.CharField("huella de lo guardado", max_length=64, editable=False)
    metadatos = models.CharField("qué se hizo con sus metadatos", max_length=200, editable=False)
    antivirus = models.CharField(
        "antivirus", max_length=12, choices=Antivirus.choices, editable=False
    )
    revisado_en = models.DateTimeField("revisado el", null=True, editable=False)
    retirado_en = models.DateTimeField("retirado el", null=True, editable=False)
    retirado_motivo = models.CharField("motivo", max_length=300, blank=True, editable=False)

    objects = HijoDeCasoQuerySet.as_manager()

    class Meta:
        verbose_name = "adjunto"
        ordering = ("caso", "numero")
        constraints = [
            models.UniqueConstraint(fields=["caso", "numero"], name="adjunto_numero_unico"),
            models.UniqueConstraint(
                fields=["caso", "sha256_recibido"],
                condition=Q(retirado_en=None),
                name="adjunto_una_vez_por_caso",
            ),
        ]

    def __str__(self) -> str:
        return self.nombre

    @property
    def nombre(self) -> str:
        """El nombre con que se muestra y se descarga: sólo códigos."""
        return f"{self.caso.codigo}-A{self.numero}.{self.extension}"

    @property
    def se_puede_descargar(self) -> bool:
        """Ni en cuarentena, ni infectado, ni retirado."""
        return self.antivirus in self.DESCARGABLES and self.retirado_en is None
