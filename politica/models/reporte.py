"""El reporte de un servicio (o de un indicador de objetivo) en un periodo y sus avances."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from politica import reglas
from politica.models.arbol import Servicio
from politica.models.indicador import Indicador
from politica.models.periodo import Periodo
from trata.comun.historia import con_historia
from trata.comun.modelos import PublicoModel, RegistradoModel, ReglasModel, VersionadoModel
from trata.cuentas.models import Entidad
from trata.cuentas.permisos import Permiso


def _quien() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )


def _cuando(nombre: str) -> models.DateTimeField:
    return models.DateTimeField(nombre, null=True, editable=False)


class Estado(models.TextChoices):
    """Por dónde va un reporte."""

    PENDIENTE = "pendiente", "Pendiente"
    BORRADOR = "borrador", "Borrador"
    POR_APROBAR = "por_aprobar", "Por aprobar en la entidad"
    ENVIADO = "enviado", "Enviado"
    OBSERVADO = "observado", "Observado"
    VALIDADO = "validado", "Validado"
    CONFORME = "conforme", "Con conformidad"
    CERRADO = "cerrado", "Cerrado"


EDITABLES = frozenset({Estado.PENDIENTE, Estado.BORRADOR, Estado.POR_APROBAR, Estado.OBSERVADO})
SIN_ENVIAR = EDITABLES - {Estado.OBSERVADO}
EN_REVISION = frozenset({Estado.ENVIADO, Estado.OBSERVADO})
FIRMES = frozenset({Estado.VALIDADO, Estado.CONFORME, Estado.CERRADO})


QUIENES_LEEN_BORRADORES = (
    Permiso.REPORTE_REGISTRAR,
    Permiso.REPORTE_VALIDAR,
    Permiso.REPORTE_CONFORMIDAD,
)


def es_de_una_entidad(usuario: Any) -> bool:
    """Quien reporta (y no valida) sólo ve lo de su entidad."""
    return usuario.tiene_permiso(Permiso.REPORTE_REGISTRAR) and not usuario.tiene_permiso(
        Permiso.REPORTE_VALIDAR
    )


class ReporteQuerySet(models.QuerySet):
    """Reportes con su alcance: por entidad, no por territorio."""

    def del_alcance(self, usuario: Any) -> Self:
        """Por entidad, en cualquier estado: para contar lo que falta, no para leerlo.

        Punto focal: su entidad y los órganos de su sector. Los demás con permiso: todas.
        """
        if not getattr(usuario, "is_active", False):
            return self.none()
        if not usuario.tiene_permiso(Permiso.POLITICA_VER):
            return self.none()
        if not es_de_una_entidad(usuario):
            return self
        propia = usuario.entidad_id
        if propia is None:
            return self.none()
        return self.filter(Q(entidad_id=propia) | Q(entidad__sector_id=propia))

    def visibles_para(self, usuario: Any) -> Self:
        """Los que puede leer: quien reporta o revisa, todos los de su alcance; los demás (Comisión,
        analistas, regiones), sólo lo ya validado."""
        alcance = self.del_alcance(usuario)
        if any(usuario.tiene_permiso(p) for p in QUIENES_LEEN_BORRADORES):
            return alcance
        return alcance.filter(estado__in=FIRMES)

    def con_todo(self) -> Self:
        """Con lo que usan las pantallas, en consultas fijas."""
        return self.select_related("periodo", "entidad", "servicio", "indicador").prefetch_related(
            "avances__indicador",
            "avances__cifra_oficial",
            "avances__desagregaciones",
            "evidencias",
        )


@con_historia()
class Reporte(ReglasModel, VersionadoModel, PublicoModel, RegistradoModel):
    """Lo que una entidad reporta de un servicio en un periodo: relato, obstáculos y avances."""

    periodo = models.ForeignKey(Periodo, on_delete=models.PROTECT, related_name="reportes")
    servicio = models.ForeignKey(
        Servicio, on_delete=models.PROTECT, null=True, blank=True, related_name="reportes"
    )
    indicador = models.ForeignKey(
        Indicador,
        verbose_name="indicador de objetivo",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reportes",
    )
    entidad = models.ForeignKey(Entidad, on_delete=models.PROTECT, related_name="reportes")
    estado = models.CharField(
        "estado", max_length=15, choices=Estado.choices, default=Estado.PENDIENTE, editable=False
    )
    narrativa = models.TextField("qué se hizo", blank=True)
    obstaculos = models.TextField("obstáculos", blank=True)
    aprobado_en, aprobado_por = _cuando("aprobado en la entidad el"), _quien()
    enviado_en, enviado_por = _cuando("enviado el"), _quien()
    validado_en, validado_por = _cuando("validado el"), _quien()
    conforme_en, conforme_por = _cuando("con conformidad el"), _quien()
    es_sintetico = models.BooleanField("datos de demostración", default=False, editable=False)

    objects = ReporteQuerySet.as_manager()

    class Meta:
        verbose_name = "reporte"
        ordering = ("periodo", "servicio__numero", "indicador")
        constraints = [
            models.CheckConstraint(
                condition=Q(servicio__isnull=True) ^ Q(indicador__isnull=True),
                name="reporte_de_un_servicio_o_de_un_objetivo",
            ),
            models.UniqueConstraint(
                fields=["periodo", "servicio", "indicador"],
                name="un_reporte_por_periodo",
                nulls_distinct=False,
            ),
        ]
        indexes = [models.Index(fields=["periodo", "estado"], name="reporte_periodo_estado")]

    def __str__(self) -> str:
        return f"{self.codigo} · {self.periodo}"

    @property
    def codigo(self) -> str:
        """El código de lo que se reporta: del servicio o del indicador de objetivo."""
        return self.servicio_id or self.indicador_id

    @property
    def titulo(self) -> str:
        """El título de lo que se reporta."""
        return self.servicio.titulo if self.servicio_id else self.indicador.nombre

    @property
    def es_editable(self) -> bool:
        """Dice si el estado admite que la entidad escriba."""
        return self.estado in EDITABLES

    @property
    def es_firme(self) -> bool:
        """Dice si cuenta en las cifras."""
        return self.estado in FIRMES

    @property
    def llego_tarde(self) -> bool:
        """Se envió después del plazo."""
        if self.enviado_en is None:
            return False
        return timezone.localtime(self.enviado_en).date() > self.periodo.cierra_el

    @property
    def esta_vencido(self) -> bool:
        """El plazo pasó y la entidad no ha enviado."""
        return self.periodo.esta_vencido and self.estado in SIN_ENVIAR


@con_historia()
class AvanceIndicador(ReglasModel):
    """El valor de un indicador en un reporte, con sus partes y lo programado."""

    reglas = reglas.AVANCE
    es_otra_magnitud: bool = False

    reporte = models.ForeignKey(Reporte, on_delete=models.CASCADE, related_name="avances")
    indicador = models.ForeignKey(Indicador, on_delete=models.PROTECT, related_name="avances")
    valor = models.DecimalField("valor", max_digits=20, decimal_places=6, null=True, blank=True)
    numerador = models.DecimalField(
        "numerador", max_digits=20, decimal_places=6, null=True, blank=True
    )
    denominador = models.DecimalField(
        "denominador", max_digits=20, decimal_places=6, null=True, blank=True
    )
    meta_programada = models.DecimalField(
        "meta programada del periodo", max_digits=20, decimal_places=6, null=True, blank=True
    )
    sin_programacion = models.BooleanField("sin programación este periodo", default=False)
    motivo_sin_programacion = models.TextField("por qué no hubo programación", blank=True)
    es_calculado = models.BooleanField("calculado del registro", default=False, editable=False)

    class Meta:
        verbose_name = "avance de indicador"
        verbose_name_plural = "avances de indicadores"
        ordering = ("indicador",)
        constraints = [
            models.UniqueConstraint(
                fields=["reporte", "indicador"], name="un_avance_por_reporte_e_indicador"
            ),
            models.CheckConstraint(
                condition=Q(denominador__isnull=True) | ~Q(denominador=0),
                name="avance_denominador_distinto_de_cero",
                violation_error_code="denominador_cero",
                violation_error_message="El denominador no puede ser 0.",
            ),
        ]

    def __str__(self) -> str:
        return self.indicador_id

    def datos_para_reglas(self) -> dict[str, Any]:
        """Agrega lo que la regla necesita saber de la ficha del indicador."""
        return super().datos_para_reglas() | {
            "es_porcentaje": self.indicador.unidad == Indicador.Unidad.PORCENTAJE,
            "supera_cien": self.indicador.supera_cien,
            "es_otra_magnitud": self.es_otra_magnitud,
        }


@con_historia()
class CifraOficial(models.Model):
    """Lo que un informe publicado dice del mismo avance, con sus propias contradicciones."""

    avance = models.OneToOneField(
        AvanceIndicador, on_delete=models.CASCADE, related_name="cifra_oficial"
    )
    texto = models.TextField("como lo dice el informe")
    cumplimiento = models.DecimalField("cumplimiento publicado (%)", max_digits=9, decimal_places=2)
    cumplimiento_en_el_texto = models.DecimalField(
        "cumplimiento en el texto (%)", max_digits=9, decimal_places=2, null=True
    )
    contradiccion = models.TextField("contradicción del informe", blank=True)
    no_calculable = models.TextField("por qué no se puede recalcular", blank=True)
    dato_suelto = models.DecimalField(
        "cifra sin denominador", max_digits=20, decimal_places=6, null=True
    )
    fuente = models.CharField("fuente", max_length=400)

    class Meta:
        verbose_name = "cifra oficial"
        verbose_name_plural = "cifras oficiales"

    def __str__(self) -> str:
        return f"{self.cumplimiento} %"


@con_historia()
class Desagregacion(models.Model):
    """Un corte del valor: por departamento, sexo, edad u otra característica."""

    class Dimension(models.TextChoices):
        DEPARTAMENTO = "departamento", "Departamento"
        SEXO = "sexo", "Sexo"
        EDAD = "edad", "Edad"
        PUEBLO = "pueblo", "Pueblo indígena o afroperuano"
        DISCAPACIDAD = "discapacidad", "Discapacidad"
        NACIONALIDAD = "nacionalidad", "Nacionalidad"

    avance = models.ForeignKey(
        AvanceIndicador, on_delete=models.CASCADE, related_name="desagregaciones"
    )
    dimension = models.CharField("desagregado por", max_length=15, choices=Dimension.choices)
    categoria = models.CharField("categoría", max_length=60)
    valor = models.DecimalField("valor", max_digits=20, decimal_places=6)

    class Meta:
        verbose_name = "desagregación"
        verbose_name_plural = "desagregaciones"
        ordering = ("dimension", "categoria")
        constraints = [
            models.UniqueConstraint(
                fields=["avance", "dimension", "categoria"], name="una_desagregacion_por_categoria"
            ),
            models.CheckConstraint(condition=Q(valor__gte=0), name="desagregacion_no_negativa"),
        ]

    def __str__(self) -> str:
        return f"{self.get_dimension_display()}: {self.categoria}"
