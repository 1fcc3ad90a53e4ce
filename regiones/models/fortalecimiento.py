"""Estrategia de fortalecimiento: asistencias técnicas del Ministerio a los espacios."""

from django.db import models
from django.db.models import Q

from regiones import reglas
from regiones.models.base import Modalidad, ProcedenciaModel
from regiones.models.espacios import DelEspacioQuerySet, EspacioRegional
from regiones.models.planes import ANIO
from trata.comun.historia import con_historia
from trata.comun.modelos import PublicoModel, RegistradoModel, ReglasModel, VersionadoModel


@con_historia()
class MetaDeAsistencia(RegistradoModel, VersionadoModel, ProcedenciaModel):
    """Cuántas asistencias técnicas se programan para un espacio en un año."""

    espacio = models.ForeignKey(EspacioRegional, on_delete=models.PROTECT, related_name="metas")
    anio = models.PositiveSmallIntegerField("año", validators=ANIO)
    programadas = models.PositiveSmallIntegerField("asistencias programadas")

    objects = DelEspacioQuerySet.as_manager()

    class Meta:
        verbose_name = "meta de asistencia técnica"
        verbose_name_plural = "metas de asistencia técnica"
        ordering = ("-anio",)
        constraints = [
            models.UniqueConstraint(fields=["espacio", "anio"], name="meta_de_asistencia_unica")
        ]

    def __str__(self) -> str:
        return f"{self.programadas} en {self.anio}"


@con_historia()
class AsistenciaTecnica(
    ReglasModel, RegistradoModel, PublicoModel, VersionadoModel, ProcedenciaModel
):
    """Una acción de fortalecimiento a un espacio, con su resultado."""

    class Tema(models.TextChoices):
        FUNCIONAMIENTO = "funcionamiento", "Funcionamiento del espacio"
        CAPACIDADES = "capacidades", "Capacidades de sus integrantes"
        PLAN_REGIONAL = "plan_regional", "Formulación y validación del plan regional"
        PLAN_ANUAL = "plan_anual", "Plan anual de trabajo"
        RED_PROVINCIAL = "red_provincial", "Creación de redes provinciales"
        NORMA = "norma", "Norma o reglamento"
        SEGUIMIENTO = "seguimiento", "Seguimiento de acuerdos"

    class Estado(models.TextChoices):
        PROGRAMADA = "programada", "Programada"
        EJECUTADA = "ejecutada", "Ejecutada"
        CANCELADA = "cancelada", "Cancelada"

    reglas = reglas.ASISTENCIA_TECNICA

    espacio = models.ForeignKey(
        EspacioRegional, on_delete=models.PROTECT, related_name="asistencias_tecnicas"
    )
    tema = models.CharField("tema", max_length=20, choices=Tema.choices)
    descripcion = models.TextField("qué se hizo o se hará")
    anio = models.PositiveSmallIntegerField("año", validators=ANIO)
    fecha = models.DateField("fecha", null=True, blank=True)
    modalidad = models.CharField("modalidad", max_length=12, choices=Modalidad.choices, blank=True)
    estado = models.CharField("estado", max_length=12, choices=Estado.choices)
    resultado = models.TextField("resultado", blank=True)
    participantes = models.PositiveSmallIntegerField("participantes", null=True, blank=True)

    objects = DelEspacioQuerySet.as_manager()

    class Meta:
        verbose_name = "asistencia técnica"
        verbose_name_plural = "asistencias técnicas"
        ordering = ("-anio", models.F("fecha").desc(nulls_last=True), "-id")
        constraints = [
            models.CheckConstraint(
                condition=~Q(estado="ejecutada") | ~Q(resultado=""),
                name="asistencia_ejecutada_con_resultado",
            ),
            models.CheckConstraint(
                condition=Q(fecha__isnull=True) | Q(fecha__year=models.F("anio")),
                name="asistencia_anio_de_su_fecha",
            ),
        ]

    def __str__(self) -> str:
        return self.get_tema_display()
