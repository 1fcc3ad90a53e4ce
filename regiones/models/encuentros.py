"""Encuentros macrorregionales: regiones, nudos críticos, buenas prácticas y compromisos."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from regiones import reglas
from regiones.models.base import EstadoDeCompromiso, Modalidad, Objetivo, ProcedenciaModel
from regiones.models.espacios import EspacioRegional
from regiones.models.planes import ANIO
from trata.comun.formato import MESES
from trata.comun.historia import con_historia
from trata.comun.modelos import PublicoModel, RegistradoModel, ReglasModel, VersionadoModel
from trata.territorio.ambito import TerritorialQuerySet, ambito_de
from trata.territorio.models import Macrorregion


class EncuentroQuerySet(TerritorialQuerySet):
    """Un encuentro se ve desde cualquier región convocada."""

    def visibles_para(self, usuario: Any) -> Self:
        """Los que convocan a una región del ámbito."""
        ambito = ambito_de(usuario)
        if ambito.es_nacional:
            return self
        if not ambito.prefijos:
            return self.none()
        propias = RegionConvocada._base_manager.filter(
            encuentro=OuterRef("pk"), espacio__in=EspacioRegional.objects.visibles_para(usuario)
        )
        return self.filter(Exists(propias))


@con_historia()
class EncuentroMacrorregional(
    ReglasModel, RegistradoModel, PublicoModel, VersionadoModel, ProcedenciaModel
):
    """Encuentro de varias regiones. La fecha puede conocerse sólo por mes."""

    reglas = reglas.ENCUENTRO

    nombre = models.CharField("nombre", max_length=200)
    macrorregion = models.ForeignKey(
        Macrorregion,
        verbose_name="macrorregión",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    anio = models.PositiveSmallIntegerField("año", validators=ANIO)
    mes = models.PositiveSmallIntegerField("mes", null=True, blank=True)
    inicio = models.DateField("inicio", null=True, blank=True)
    fin = models.DateField("fin", null=True, blank=True)
    sede = models.CharField("sede", max_length=160, blank=True)
    modalidad = models.CharField("modalidad", max_length=12, choices=Modalidad.choices, blank=True)
    proposito = models.TextField("propósito", blank=True)
    anterior = models.ForeignKey(
        "self",
        verbose_name="da seguimiento al encuentro",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="siguientes",
    )
    convocadas = models.ManyToManyField(
        EspacioRegional,
        through="RegionConvocada",
        verbose_name="regiones convocadas",
        related_name="encuentros",
    )

    objects = EncuentroQuerySet.as_manager()

    class Meta:
        verbose_name = "encuentro macrorregional"
        verbose_name_plural = "encuentros macrorregionales"
        ordering = ("-anio", F("mes").desc(nulls_last=True), "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(inicio__isnull=True) | Q(fin__isnull=True) | Q(fin__gte=F("inicio")),
                name="encuentro_fin_no_antes_de_inicio",
            ),
            models.CheckConstraint(
                condition=Q(mes__isnull=True) | Q(mes__range=(1, 12)), name="encuentro_mes_1_a_12"
            ),
        ]

    def __str__(self) -> str:
        return self.nombre

    @property
    def cuando(self) -> str:
        """«julio de 2021», o sólo el año."""
        return f"{MESES[self.mes - 1]} de {self.anio}" if self.mes else str(self.anio)


class DelEncuentroQuerySet(TerritorialQuerySet):
    """Lo que cuelga de un encuentro."""

    ruta_territorial = "encuentro"


@con_historia()
class RegionConvocada(models.Model):
    """Espacio regional convocado a un encuentro."""

    encuentro = models.ForeignKey(EncuentroMacrorregional, on_delete=models.CASCADE)
    espacio = models.ForeignKey(EspacioRegional, on_delete=models.PROTECT)

    objects = DelEncuentroQuerySet.as_manager()

    class Meta:
        verbose_name = "región convocada"
        verbose_name_plural = "regiones convocadas"
        ordering = ("espacio__ubigeo_id",)
        constraints = [
            models.UniqueConstraint(fields=["encuentro", "espacio"], name="convocada_una_vez")
        ]


class HallazgoModel(RegistradoModel, PublicoModel, VersionadoModel, ProcedenciaModel):
    """Lo que un encuentro reconoce, clasificado por objetivo de la política."""

    objetivo = models.PositiveSmallIntegerField("objetivo prioritario", choices=Objetivo.choices)
    titulo = models.CharField("título", max_length=200)
    descripcion = models.TextField("descripción", blank=True)
    espacio = models.ForeignKey(
        EspacioRegional,
        verbose_name="región donde se observa",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.titulo


@con_historia()
class NudoCritico(HallazgoModel):
    """Nudo crítico y su seguimiento de encuentro en encuentro (`origen`)."""

    class Estado(models.TextChoices):
        IDENTIFICADO = "identificado", "Identificado"
        EN_ATENCION = "en_atencion", "En atención"
        PERSISTE = "persiste", "Persiste"
        SUPERADO = "superado", "Superado"

    encuentro = models.ForeignKey(
        EncuentroMacrorregional, on_delete=models.PROTECT, related_name="nudos"
    )
    estado = models.CharField(
        "seguimiento", max_length=12, choices=Estado.choices, default=Estado.IDENTIFICADO
    )
    seguimiento = models.TextField("qué se ha hecho", blank=True)
    origen = models.ForeignKey(
        "self",
        verbose_name="viene del nudo",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="continuaciones",
    )

    objects = DelEncuentroQuerySet.as_manager()

    class Meta:
        verbose_name = "nudo crítico"
        verbose_name_plural = "nudos críticos"
        ordering = ("objetivo", "id")


@con_historia()
class BuenaPractica(HallazgoModel):
    """Buena práctica que otras regiones pueden emular."""

    encuentro = models.ForeignKey(
        EncuentroMacrorregional, on_delete=models.PROTECT, related_name="practicas"
    )

    objects = DelEncuentroQuerySet.as_manager()

    class Meta:
        verbose_name = "buena práctica"
        verbose_name_plural = "buenas prácticas"
        ordering = ("objetivo", "id")


class DeLaPracticaQuerySet(TerritorialQuerySet):
    """Adopciones, por su espacio."""

    ruta_territorial = "espacio"


@con_historia()
class AdopcionDePractica(RegistradoModel, VersionadoModel, ProcedenciaModel):
    """Una región adopta una buena práctica de otra."""

    class Estado(models.TextChoices):
        EN_ESTUDIO = "en_estudio", "En estudio"
        EN_ADOPCION = "en_adopcion", "En adopción"
        ADOPTADA = "adoptada", "Adoptada"

    practica = models.ForeignKey(BuenaPractica, on_delete=models.PROTECT, related_name="adopciones")
    espacio = models.ForeignKey(
        EspacioRegional, on_delete=models.PROTECT, related_name="practicas_adoptadas"
    )
    estado = models.CharField("estado", max_length=12, choices=Estado.choices)
    nota = models.CharField("nota", max_length=300, blank=True)

    objects = DeLaPracticaQuerySet.as_manager()

    class Meta:
        verbose_name = "adopción de práctica"
        verbose_name_plural = "adopciones de prácticas"
        ordering = ("espacio__ubigeo_id",)
        constraints = [
            models.UniqueConstraint(fields=["practica", "espacio"], name="adopcion_una_por_region")
        ]


class CompromisoQuerySet(DelEncuentroQuerySet):
    """Compromisos por plazo."""

    def abiertos(self) -> Self:
        """Pendientes o en proceso que no pasaron a otro encuentro."""
        return self.filter(estado__in=reglas.ACUERDO_ABIERTO, continuaciones=None)


@con_historia()
class Compromiso(ReglasModel, RegistradoModel, PublicoModel, VersionadoModel, ProcedenciaModel):
    """Compromiso de un encuentro; sigue en el siguiente por `origen`."""

    Estado = EstadoDeCompromiso
    reglas = reglas.COMPROMISO

    encuentro = models.ForeignKey(
        EncuentroMacrorregional, on_delete=models.PROTECT, related_name="compromisos"
    )
    espacio = models.ForeignKey(
        EspacioRegional,
        verbose_name="región responsable",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="compromisos",
    )
    texto = models.TextField("compromiso")
    responsable_texto = models.CharField("responsable", max_length=200, blank=True)
    plazo = models.DateField("plazo", null=True, blank=True)
    estado = models.CharField(
        "estado", max_length=12, choices=Estado.choices, default=Estado.PENDIENTE
    )
    cumplido_el = models.DateField("cumplido el", null=True, blank=True)
    evidencia = models.TextField("evidencia", blank=True)
    origen = models.ForeignKey(
        "self",
        verbose_name="viene del compromiso",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="continuaciones",
    )

    objects = CompromisoQuerySet.as_manager()

    class Meta:
        verbose_name = "compromiso"
        ordering = ("plazo", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(estado="cumplido", cumplido_el__isnull=False)
                | (~Q(estado="cumplido") & Q(cumplido_el__isnull=True)),
                name="compromiso_cumplido_con_fecha",
            ),
        ]

    def __str__(self) -> str:
        return self.texto[:80]

    @property
    def esta_vencido(self) -> bool:
        """Abierto y con el plazo pasado."""
        return reglas.esta_vencido(estado=self.estado, plazo=self.plazo, hoy=timezone.localdate())
