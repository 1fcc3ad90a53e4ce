"""Espacios de articulación regional, provincial y distrital, sus normas y sus integrantes."""

from datetime import date
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast, Length
from django.db.models.lookups import Exact, In
from django.utils import timezone

from regiones import reglas
from regiones.models.base import ProcedenciaModel
from trata.comun.historia import con_historia
from trata.comun.modelos import PublicoModel, RegistradoModel, ReglasModel, VersionadoModel
from trata.cuentas.models import Entidad
from trata.territorio.ambito import TerritorialQuerySet
from trata.territorio.models import Ubigeo


def rango_de_id(campo: str) -> Func:
    """Un entero como rango de un punto: así GiST lo compara sin extensiones."""
    return Func(F(campo), F(campo), Value("[]"), function="int8range")


def rango_de_texto(campo: str) -> Func:
    """Un texto como rango de un punto, por su resumen de 64 bits."""
    resumen = Cast(
        Func(F(campo), Value(0), function="hashtextextended"),
        models.DecimalField(max_digits=20, decimal_places=0),
    )
    return Func(resumen, resumen, Value("[]"), function="numrange")


RANGO_DE_FECHAS = Func(
    F("desde"), F("hasta"), Value("[]"), function="daterange", output_field=DateRangeField()
)
CIFRAS_DEL_LUGAR = Length(F("ubigeo"))


class EspacioQuerySet(TerritorialQuerySet):
    """Espacios por nivel y lugar."""

    ruta_territorial = "ubigeo"

    def regionales(self) -> Self:
        """Los 26 espacios regionales."""
        return self.filter(nivel=EspacioRegional.Nivel.REGIONAL, vigente_hasta=None)


@con_historia()
class EspacioRegional(
    ReglasModel, RegistradoModel, PublicoModel, VersionadoModel, ProcedenciaModel
):
    """Comisión, mesa o red contra la trata y el tráfico ilícito de migrantes, de cualquier nivel.

    Los 26 regionales vienen del catálogo (`datos/espacios.yaml`). Lima Metropolitana es la
    provincia 1501 y Lima Provincias el departamento 15 sin ella (`excluye`). Lo que no se
    conoce queda vacío y la pantalla dice «no disponible en las fuentes consultadas».
    """

    class Nivel(models.TextChoices):
        REGIONAL = "regional", "Regional"
        PROVINCIAL = "provincial", "Provincial"
        DISTRITAL = "distrital", "Distrital"

    class Clase(models.TextChoices):
        COMISION = "comision", "Comisión"
        MESA = "mesa", "Mesa"
        RED = "red", "Red"

    class Periodicidad(models.TextChoices):
        MENSUAL = "mensual", "Mensual"
        BIMESTRAL = "bimestral", "Bimestral"
        TRIMESTRAL = "trimestral", "Trimestral"
        CUATRIMESTRAL = "cuatrimestral", "Cuatrimestral"
        SEMESTRAL = "semestral", "Semestral"
        ANUAL = "anual", "Anual"

    class ReglaDeQuorum(models.TextChoices):
        MITAD_MAS_UNO = "mitad_mas_uno", "Mitad más uno de los integrantes"
        DOS_TERCIOS = "dos_tercios", "Dos tercios de los integrantes"

    reglas = reglas.ESPACIO

    codigo = models.SlugField("código", max_length=60, unique=True)
    nombre = models.CharField("nombre", max_length=200)
    region = models.CharField("región, provincia o distrito", max_length=80)
    nivel = models.CharField("nivel", max_length=12, choices=Nivel.choices)
    clase = models.CharField("tipo de espacio", max_length=10, choices=Clase.choices, blank=True)
    ubigeo = models.ForeignKey(
        Ubigeo, verbose_name="lugar", on_delete=models.PROTECT, related_name="espacios"
    )
    excluye = models.CharField("ubigeo que no abarca", max_length=6, blank=True, editable=False)
    padre = models.ForeignKey(
        "self",
        verbose_name="depende de",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hijos",
    )
    presidencia = models.CharField("presidencia", max_length=200, blank=True)
    secretaria_tecnica = models.CharField("secretaría técnica", max_length=200, blank=True)
    creado_el = models.DateField("fecha de creación", null=True, blank=True)
    periodicidad = models.CharField(
        "cada cuánto sesiona", max_length=15, choices=Periodicidad.choices, blank=True
    )
    dias_convocatoria = models.PositiveSmallIntegerField(
        "días de anticipación de la convocatoria", null=True, blank=True
    )
    dias_convocatoria_extraordinaria = models.PositiveSmallIntegerField(
        "días de anticipación, sesión extraordinaria", null=True, blank=True
    )
    regla_de_quorum = models.CharField(
        "regla de quórum", max_length=15, choices=ReglaDeQuorum.choices, blank=True
    )
    minimo_segunda_citacion = models.PositiveSmallIntegerField(
        "mínimo en segunda citación", null=True, blank=True
    )
    reglamento = models.TextField("reglamento interno", blank=True)
    editado = models.BooleanField("corregido en pantalla", default=False, editable=False)
    vigente_hasta = models.DateField("vigente hasta", null=True, blank=True, editable=False)

    objects = EspacioQuerySet.as_manager()

    class Meta:
        verbose_name = "espacio de articulación"
        verbose_name_plural = "espacios de articulación"
        ordering = ("ubigeo_id", "codigo")
        indexes = [models.Index(fields=["nivel", "ubigeo"], name="espacio_nivel_lugar")]
        constraints = [
            models.CheckConstraint(
                condition=Q(nivel="regional", padre__isnull=True)
                | (~Q(nivel="regional") & Q(padre__isnull=False)),
                name="espacio_padre_segun_nivel",
            ),
            models.CheckConstraint(
                condition=(Q(nivel="regional") & Q(In(CIFRAS_DEL_LUGAR, (2, 4))))
                | (Q(nivel="provincial") & Q(Exact(CIFRAS_DEL_LUGAR, 4)))
                | (Q(nivel="distrital") & Q(Exact(CIFRAS_DEL_LUGAR, 6))),
                name="espacio_ubigeo_segun_nivel",
            ),
            models.UniqueConstraint(
                fields=["nivel", "ubigeo"],
                condition=Q(vigente_hasta__isnull=True),
                name="espacio_uno_por_nivel_y_lugar",
                violation_error_message="Ese lugar ya tiene un espacio de este nivel.",
            ),
        ]

    def __str__(self) -> str:
        return self.nombre

    @property
    def quorum_de_referencia(self) -> bool:
        """Sin regla registrada se calcula con la mitad más uno, y la pantalla lo dice."""
        return not self.regla_de_quorum

    def dias_para(self, tipo: str) -> int | None:
        """Días de anticipación según el tipo de sesión; `None` si el reglamento no se conoce."""
        if tipo == "extraordinaria":
            return self.dias_convocatoria_extraordinaria
        return self.dias_convocatoria


class DelEspacioQuerySet(TerritorialQuerySet):
    """Lo que cuelga de un espacio se ve si se ve el espacio."""

    ruta_territorial = "espacio"


@con_historia()
class NormaDeEspacio(RegistradoModel, ProcedenciaModel):
    """Norma que crea, modifica o regula un espacio, o aprueba su plan o protocolo."""

    class Efecto(models.TextChoices):
        CREACION = "creacion", "Crea el espacio"
        MODIFICACION = "modificacion", "Modifica"
        REGLAMENTO = "reglamento", "Reglamento interno"
        PLAN = "plan", "Aprueba un plan"
        PROTOCOLO = "protocolo", "Aprueba un protocolo"
        ANTECEDENTE = "antecedente", "Antecedente"
        MENCION = "mencion", "Sólo mención en la fuente"

    espacio = models.ForeignKey(EspacioRegional, on_delete=models.PROTECT, related_name="normas")
    numero = models.CharField("norma", max_length=160)
    fecha = models.DateField("fecha", null=True, blank=True)
    efecto = models.CharField("efecto", max_length=15, choices=Efecto.choices)
    contenido = models.TextField("contenido", blank=True)

    objects = DelEspacioQuerySet.as_manager()

    class Meta:
        verbose_name = "norma del espacio"
        verbose_name_plural = "normas del espacio"
        ordering = (F("fecha").desc(nulls_last=True), "numero")
        constraints = [
            models.UniqueConstraint(fields=["espacio", "numero"], name="norma_unica_por_espacio")
        ]

    def __str__(self) -> str:
        return self.numero


class VigentesQuerySet(TerritorialQuerySet):
    """Filas con `desde` y `hasta`."""

    ruta_territorial = "espacio"

    def vigentes(self, en: date | None = None) -> Self:
        """Las que rigen en la fecha (hoy si no se dice)."""
        dia = en or timezone.localdate()
        return self.filter(Q(hasta__isnull=True) | Q(hasta__gte=dia), desde__lte=dia)


@con_historia()
class Integrante(ReglasModel, RegistradoModel, PublicoModel, VersionadoModel):
    """Una institución integrante de un espacio, por un periodo. No se superponen periodos."""

    reglas = reglas.INTEGRANTE

    espacio = models.ForeignKey(
        EspacioRegional, on_delete=models.PROTECT, related_name="integrantes"
    )
    entidad = models.ForeignKey(
        Entidad,
        verbose_name="entidad",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    institucion = models.CharField("otra institución", max_length=200, blank=True)
    clave = models.CharField(max_length=220, editable=False)
    con_voto = models.BooleanField("tiene voto y cuenta para el quórum", default=True)
    desde = models.DateField("integra desde")
    hasta = models.DateField("hasta", null=True, blank=True)

    objects = VigentesQuerySet.as_manager()

    class Meta:
        verbose_name = "institución integrante"
        verbose_name_plural = "instituciones integrantes"
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(hasta__isnull=True) | Q(hasta__gte=F("desde")),
                name="integrante_hasta_no_antes_de_desde",
            ),
            models.CheckConstraint(
                condition=Q(entidad__isnull=False, institucion="")
                | (Q(entidad__isnull=True) & ~Q(institucion="")),
                name="integrante_entidad_o_institucion",
            ),
            ExclusionConstraint(
                name="integrante_sin_periodos_superpuestos",
                expressions=[
                    (rango_de_id("espacio"), RangeOperators.OVERLAPS),
                    (rango_de_texto("clave"), RangeOperators.OVERLAPS),
                    (RANGO_DE_FECHAS, RangeOperators.OVERLAPS),
                ],
                violation_error_message="Esa institución ya integra el espacio en esas fechas.",
                violation_error_code="periodo_superpuesto",
            ),
        ]

    def __str__(self) -> str:
        return self.nombre

    @property
    def nombre(self) -> str:
        """Nombre de la institución."""
        return self.entidad.nombre if self.entidad_id else self.institucion

    def clean_fields(self, exclude: Any = None) -> None:
        """Antes de validar, calcula la clave con que se reconoce a la institución."""
        self.poner_clave()
        super().clean_fields(exclude=exclude)

    def poner_clave(self) -> None:
        """Entidad por su código; institución libre por su nombre sin mayúsculas ni espacios."""
        libre = " ".join((self.institucion or "").casefold().split())
        self.clave = f"entidad:{self.entidad_id}" if self.entidad_id else f"libre:{libre}"


class DelIntegranteQuerySet(VigentesQuerySet):
    """Representantes, por su institución."""

    ruta_territorial = "integrante"


@con_historia()
class Representante(ReglasModel, RegistradoModel, PublicoModel, VersionadoModel):
    """La persona que representa a una institución, titular o alterna, por un periodo."""

    class Calidad(models.TextChoices):
        TITULAR = "titular", "Titular"
        ALTERNO = "alterno", "Alterno"

    reglas = reglas.PERIODO

    integrante = models.ForeignKey(
        Integrante, on_delete=models.PROTECT, related_name="representantes"
    )
    calidad = models.CharField("calidad", max_length=10, choices=Calidad.choices)
    nombres = models.CharField("nombres y apellidos", max_length=160)
    cargo = models.CharField("cargo", max_length=160, blank=True)
    documento = models.CharField("documento de designación", max_length=160, blank=True)
    desde = models.DateField("desde")
    hasta = models.DateField("hasta", null=True, blank=True)

    objects = DelIntegranteQuerySet.as_manager()

    class Meta:
        verbose_name = "representante"
        ordering = ("calidad", "-desde")
        constraints = [
            models.CheckConstraint(
                condition=Q(hasta__isnull=True) | Q(hasta__gte=F("desde")),
                name="representante_hasta_no_antes_de_desde",
            ),
            *(
                ExclusionConstraint(
                    name=f"representante_{calidad}_sin_superponer",
                    expressions=[
                        (rango_de_id("integrante"), RangeOperators.OVERLAPS),
                        (RANGO_DE_FECHAS, RangeOperators.OVERLAPS),
                    ],
                    condition=Q(calidad=calidad),
                    violation_error_message=f"Ya hay {nombre} en esas fechas.",
                    violation_error_code="periodo_superpuesto",
                )
                for calidad, nombre in (("titular", "titular"), ("alterno", "alterno"))
            ),
        ]

    def __str__(self) -> str:
        return self.nombres
