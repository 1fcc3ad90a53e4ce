"""La vida de un espacio: sesiones, asistencia y acuerdos."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from regiones import reglas
from regiones.models.base import EstadoDeCompromiso, Modalidad, ProcedenciaModel
from regiones.models.espacios import DelEspacioQuerySet, EspacioRegional, Integrante, Representante
from trata.comun.historia import con_historia
from trata.comun.modelos import PublicoModel, RegistradoModel, ReglasModel, VersionadoModel
from trata.territorio.ambito import TerritorialQuerySet


@con_historia()
class Sesion(ReglasModel, RegistradoModel, PublicoModel, VersionadoModel, ProcedenciaModel):
    """Una sesión convocada. El quórum se calcula; al cerrarla queda congelado con el acta."""

    class Tipo(models.TextChoices):
        ORDINARIA = "ordinaria", "Ordinaria"
        EXTRAORDINARIA = "extraordinaria", "Extraordinaria"

    class Estado(models.TextChoices):
        CONVOCADA = "convocada", "Convocada"
        EN_CURSO = "en_curso", "En curso"
        REALIZADA = "realizada", "Realizada"
        SIN_QUORUM = "sin_quorum", "No se instaló por falta de quórum"
        CANCELADA = "cancelada", "Cancelada"

    reglas = reglas.SESION

    espacio = models.ForeignKey(EspacioRegional, on_delete=models.PROTECT, related_name="sesiones")
    numero = models.PositiveSmallIntegerField("número", editable=False)
    tipo = models.CharField("tipo", max_length=15, choices=Tipo.choices)
    segunda_citacion = models.BooleanField("es segunda citación", default=False)
    convocada_el = models.DateField("fecha de convocatoria")
    fecha = models.DateField("fecha de la sesión")
    hora = models.TimeField("hora", null=True, blank=True)
    modalidad = models.CharField("modalidad", max_length=12, choices=Modalidad.choices)
    lugar = models.CharField("lugar o enlace", max_length=200, blank=True)
    agenda = ArrayField(models.CharField(max_length=300), verbose_name="agenda", default=list)
    estado = models.CharField(
        "estado", max_length=12, choices=Estado.choices, default=Estado.CONVOCADA, editable=False
    )
    desarrollo = models.TextField("desarrollo de la sesión", blank=True)
    instalada_en = models.DateTimeField("instalada", null=True, editable=False)
    cerrada_en = models.DateTimeField("cerrada", null=True, editable=False)
    integrantes_habiles = models.PositiveSmallIntegerField(null=True, editable=False)
    quorum_requerido = models.PositiveSmallIntegerField(null=True, editable=False)
    presentes = models.PositiveSmallIntegerField(null=True, editable=False)

    objects = DelEspacioQuerySet.as_manager()

    class Meta:
        verbose_name = "sesión"
        verbose_name_plural = "sesiones"
        ordering = ("-fecha", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(fecha__gte=F("convocada_el")), name="sesion_no_antes_de_convocatoria"
            ),
            models.UniqueConstraint(
                F("espacio"), F("fecha__year"), F("numero"), name="sesion_numero_unico_por_anio"
            ),
        ]

    def __str__(self) -> str:
        return f"Sesión {self.get_tipo_display().lower()} {self.numero}-{self.fecha.year}"

    def datos_para_reglas(self) -> dict[str, Any]:
        """Agrega los días de convocatoria que pide el reglamento del espacio."""
        espacio = self.espacio if self.espacio_id else None
        dias = espacio.dias_para(self.tipo) if espacio else None
        return super().datos_para_reglas() | {"dias_de_convocatoria": dias}

    @property
    def esta_abierta(self) -> bool:
        """Aún admite asistencia y acuerdos."""
        return self.estado in (self.Estado.CONVOCADA, self.Estado.EN_CURSO)


class DeLaSesionQuerySet(TerritorialQuerySet):
    """Lo que cuelga de una sesión."""

    ruta_territorial = "sesion"


@con_historia()
class Asistencia(RegistradoModel):
    """Asistencia de una institución a una sesión, con quien la representó."""

    class Estado(models.TextChoices):
        PRESENTE = "presente", "Presente"
        AUSENTE = "ausente", "Ausente"
        JUSTIFICADO = "justificado", "Ausencia justificada"

    sesion = models.ForeignKey(Sesion, on_delete=models.PROTECT, related_name="asistencias")
    integrante = models.ForeignKey(Integrante, on_delete=models.PROTECT, related_name="asistencias")
    representante = models.ForeignKey(
        Representante, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    estado = models.CharField("asistencia", max_length=12, choices=Estado.choices)

    objects = DeLaSesionQuerySet.as_manager()

    class Meta:
        verbose_name = "asistencia"
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["sesion", "integrante"], name="asistencia_unica")
        ]

    def __str__(self) -> str:
        return f"{self.integrante}: {self.get_estado_display()}"


class AcuerdoQuerySet(DelEspacioQuerySet):
    """Acuerdos por plazo."""

    def abiertos(self) -> "AcuerdoQuerySet":
        """Pendientes o en proceso."""
        return self.filter(estado__in=reglas.ACUERDO_ABIERTO)

    def con_detalle(self) -> "AcuerdoQuerySet":
        """Con lo que muestra una lista: lo abierto primero, por plazo."""
        cerrado = models.Case(models.When(estado__in=reglas.ACUERDO_ABIERTO, then=0), default=1)
        return self.select_related("espacio", "sesion", "responsable__entidad").order_by(
            cerrado, F("plazo").asc(nulls_last=True), "id"
        )

    def vencidos(self) -> "AcuerdoQuerySet":
        """Abiertos con el plazo pasado."""
        return self.abiertos().filter(plazo__lt=timezone.localdate())


@con_historia()
class Acuerdo(ReglasModel, RegistradoModel, PublicoModel, VersionadoModel, ProcedenciaModel):
    """Un acuerdo tomado en sesión: responsable, plazo, estado y evidencia."""

    Estado = EstadoDeCompromiso
    reglas = reglas.ACUERDO

    espacio = models.ForeignKey(
        EspacioRegional, on_delete=models.PROTECT, related_name="acuerdos", editable=False
    )
    sesion = models.ForeignKey(
        Sesion, on_delete=models.PROTECT, related_name="acuerdos", editable=False
    )
    numero = models.PositiveSmallIntegerField("número", editable=False)
    texto = models.TextField("acuerdo")
    responsable = models.ForeignKey(
        Integrante,
        verbose_name="institución responsable",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="acuerdos",
    )
    responsable_texto = models.CharField("otro responsable", max_length=200, blank=True)
    plazo = models.DateField("plazo", null=True, blank=True)
    estado = models.CharField(
        "estado", max_length=12, choices=Estado.choices, default=Estado.PENDIENTE
    )
    cumplido_el = models.DateField("cumplido el", null=True, blank=True)
    evidencia = models.TextField("evidencia", blank=True)
    a_favor = models.PositiveSmallIntegerField("votos a favor", null=True, blank=True)
    en_contra = models.PositiveSmallIntegerField("votos en contra", null=True, blank=True)
    abstenciones = models.PositiveSmallIntegerField("abstenciones", null=True, blank=True)

    objects = AcuerdoQuerySet.as_manager()

    class Meta:
        verbose_name = "acuerdo"
        ordering = ("-sesion__fecha", "numero")
        constraints = [
            models.UniqueConstraint(fields=["sesion", "numero"], name="acuerdo_numero_unico"),
            models.CheckConstraint(
                condition=Q(estado="cumplido", cumplido_el__isnull=False)
                | (~Q(estado="cumplido") & Q(cumplido_el__isnull=True)),
                name="acuerdo_cumplido_con_fecha",
            ),
        ]

    def __str__(self) -> str:
        return f"Acuerdo {self.numero}"

    @property
    def esta_vencido(self) -> bool:
        """Abierto y con el plazo pasado."""
        return reglas.esta_vencido(estado=self.estado, plazo=self.plazo, hoy=timezone.localdate())

    @property
    def nombre_del_responsable(self) -> str:
        """La institución responsable, o el texto."""
        return self.responsable.nombre if self.responsable_id else self.responsable_texto
