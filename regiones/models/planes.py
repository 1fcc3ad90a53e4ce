"""Plan regional, plan anual de trabajo y sus actividades."""

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from regiones import reglas
from regiones.models.base import Objetivo, ProcedenciaModel
from regiones.models.espacios import DelEspacioQuerySet, EspacioRegional
from trata.comun.historia import con_historia
from trata.comun.modelos import PublicoModel, RegistradoModel, ReglasModel, VersionadoModel
from trata.territorio.ambito import TerritorialQuerySet

ANIO = (MinValueValidator(2000), MaxValueValidator(2100))


class PlanRegionalQuerySet(DelEspacioQuerySet):
    """Planes regionales; su vigencia se decide aquí y en `PlanRegional.rige_en`."""

    def que_rigen(self, desde: int, hasta: int | None = None) -> Self:
        """Los que rigen algún año entre `desde` y `hasta`. Sin primer año, desde siempre."""
        return self.filter(
            Q(anio_inicio__isnull=True) | Q(anio_inicio__lte=desde if hasta is None else hasta),
            anio_fin__gte=desde,
        )


@con_historia()
class PlanRegional(ReglasModel, RegistradoModel, PublicoModel, VersionadoModel, ProcedenciaModel):
    """Plan contra la trata y el tráfico ilícito de migrantes de un espacio, con su vigencia."""

    class Etapa(models.TextChoices):
        EN_FORMULACION = "en_formulacion", "En formulación"
        FORMULADO = "formulado", "Formulado"
        VALIDADO = "validado", "Formulado y validado"
        APROBADO = "aprobado", "Aprobado con norma"

    reglas = reglas.PLAN

    espacio = models.ForeignKey(EspacioRegional, on_delete=models.PROTECT, related_name="planes")
    nombre = models.CharField("nombre", max_length=250)
    anio_inicio = models.PositiveSmallIntegerField(
        "primer año", null=True, blank=True, validators=ANIO
    )
    anio_fin = models.PositiveSmallIntegerField("último año de vigencia", validators=ANIO)
    etapa = models.CharField("etapa", max_length=15, choices=Etapa.choices)
    formulado_el = models.DateField("formulado el", null=True, blank=True)
    validado_el = models.DateField("validado el", null=True, blank=True)
    aprobado_el = models.DateField("aprobado el", null=True, blank=True)
    norma_de_aprobacion = models.CharField("norma que lo aprueba", max_length=160, blank=True)
    incluye_tim = models.BooleanField("incluye tráfico ilícito de migrantes", default=True)

    objects = PlanRegionalQuerySet.as_manager()

    class Meta:
        verbose_name = "plan regional"
        verbose_name_plural = "planes regionales"
        ordering = ("-anio_fin", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(anio_inicio__isnull=True) | Q(anio_fin__gte=F("anio_inicio")),
                name="plan_fin_no_antes_de_inicio",
            ),
            models.CheckConstraint(
                condition=~Q(etapa="aprobado") | ~Q(norma_de_aprobacion=""),
                name="plan_aprobado_con_norma",
            ),
        ]

    def __str__(self) -> str:
        return self.nombre

    @property
    def etapa_corta(self) -> str:
        """La última etapa alcanzada, en una o dos palabras."""
        return {"validado": "Validado", "aprobado": "Aprobado"}.get(
            self.etapa, self.get_etapa_display()
        )

    @property
    def vigencia(self) -> str:
        """«2018–2022», o «hasta 2022» si no se conoce el primer año."""
        if self.anio_inicio is None:
            return f"hasta {self.anio_fin}"
        return f"{self.anio_inicio}–{self.anio_fin}"

    def rige_en(self, anio: int) -> bool:
        """Dice si el año está dentro de su vigencia; lo mismo que `que_rigen` pide a la base."""
        return (self.anio_inicio is None or self.anio_inicio <= anio) and self.anio_fin >= anio


@con_historia()
class PlanAnual(ReglasModel, RegistradoModel, PublicoModel, VersionadoModel, ProcedenciaModel):
    """Plan anual de trabajo de un espacio."""

    class Estado(models.TextChoices):
        BORRADOR = "borrador", "En elaboración"
        APROBADO = "aprobado", "Aprobado"
        CERRADO = "cerrado", "Cerrado"

    espacio = models.ForeignKey(
        EspacioRegional, on_delete=models.PROTECT, related_name="planes_anuales"
    )
    plan_regional = models.ForeignKey(
        PlanRegional,
        verbose_name="plan regional",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="planes_anuales",
    )
    anio = models.PositiveSmallIntegerField("año", validators=ANIO)
    estado = models.CharField(
        "estado", max_length=10, choices=Estado.choices, default=Estado.BORRADOR
    )
    documento_de_aprobacion = models.CharField(
        "acta o norma que lo aprueba", max_length=160, blank=True
    )
    aprobado_el = models.DateField("aprobado el", null=True, blank=True)
    con_apoyo_del_ministerio = models.BooleanField(
        "elaborado con apoyo del Ministerio", default=False
    )

    objects = DelEspacioQuerySet.as_manager()

    class Meta:
        verbose_name = "plan anual de trabajo"
        verbose_name_plural = "planes anuales de trabajo"
        ordering = ("-anio",)
        constraints = [
            models.UniqueConstraint(
                fields=["espacio", "anio"],
                name="plan_anual_uno_por_anio",
                violation_error_message="El espacio ya tiene plan anual de ese año.",
            )
        ]

    def __str__(self) -> str:
        return f"Plan anual de trabajo {self.anio}"


class DelPlanQuerySet(TerritorialQuerySet):
    """Actividades, por su plan."""

    ruta_territorial = "plan"


@con_historia()
class Actividad(ReglasModel, RegistradoModel, PublicoModel, VersionadoModel, ProcedenciaModel):
    """Una actividad del plan anual: responsable, fechas, presupuesto en soles y meta física."""

    class Estado(models.TextChoices):
        PENDIENTE = "pendiente", "Por iniciar"
        EN_CURSO = "en_curso", "En curso"
        CONCLUIDA = "concluida", "Concluida"
        SUSPENDIDA = "suspendida", "Suspendida"

    reglas = reglas.ACTIVIDAD

    plan = models.ForeignKey(PlanAnual, on_delete=models.PROTECT, related_name="actividades")
    nombre = models.CharField("actividad", max_length=250)
    objetivo = models.PositiveSmallIntegerField(
        "objetivo prioritario", choices=Objetivo.choices, null=True, blank=True
    )
    lineamiento = models.ForeignKey(
        "politica.Lineamiento",
        verbose_name="lineamiento de la política",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    servicio = models.ForeignKey(
        "politica.Servicio",
        verbose_name="servicio de la política",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    responsable = models.CharField("responsable", max_length=200)
    inicio = models.DateField("inicio")
    fin = models.DateField("fin")
    presupuesto = models.DecimalField(
        "presupuesto (S/)",
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    ejecutado = models.DecimalField(
        "ejecutado (S/)",
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    unidad_de_medida = models.CharField("unidad de medida", max_length=80)
    meta_fisica = models.PositiveIntegerField("meta física")
    avance_fisico = models.PositiveIntegerField("avance físico", null=True, blank=True)
    estado = models.CharField(
        "estado", max_length=12, choices=Estado.choices, default=Estado.PENDIENTE
    )

    objects = DelPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "actividad"
        verbose_name_plural = "actividades"
        ordering = ("inicio", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(fin__gte=F("inicio")), name="actividad_fin_no_antes_de_inicio"
            ),
            models.CheckConstraint(
                condition=~Q(estado="concluida") | Q(avance_fisico__isnull=False),
                name="actividad_concluida_con_avance",
            ),
        ]

    def __str__(self) -> str:
        return self.nombre

    def datos_para_reglas(self) -> dict[str, Any]:
        """Agrega el año del plan."""
        anio = self.plan.anio if self.plan_id else None
        return super().datos_para_reglas() | {"anio_del_plan": anio}

    @property
    def avance(self) -> Any:
        """Avance físico entre 0 y 1, o `None`."""
        return reglas.avance(self.avance_fisico, self.meta_fisica)

    @property
    def esta_atrasada(self) -> bool:
        """Pasó su fecha de fin y no está concluida ni suspendida."""
        abierta = self.estado in (self.Estado.PENDIENTE, self.Estado.EN_CURSO)
        return abierta and self.fin < timezone.localdate()
