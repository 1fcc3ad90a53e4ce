"""Lo que rodea al caso: operativo, establecimiento, atenciones, notas y observaciones."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from casos import reglas
from casos.campos import CategoriaField
from casos.models.base import HijoDeCasoModel
from casos.models.caso import Caso
from casos.models.persona import Migrante, Victima
from trata.comun.historia import con_historia
from trata.cuentas.models import Entidad
from trata.territorio.models import Ubigeo


@con_historia()
class Operativo(HijoDeCasoModel):
    """La intervención: nota informativa, unidad, fiscal y otras entidades presentes."""

    reglas = reglas.OPERATIVO

    caso = models.ForeignKey(Caso, on_delete=models.PROTECT, related_name="operativos")
    nota_informativa = models.CharField("N.° de nota informativa", max_length=60, blank=True)
    fecha = models.DateField("fecha", null=True, blank=True)
    unidad = models.CharField("unidad que intervino", max_length=200, blank=True)
    fiscal_presente = CategoriaField("¿participó un fiscal?", catalogo="si_no")
    fiscalia = models.CharField("fiscalía", max_length=200, blank=True)
    entidades = models.ManyToManyField(
        Entidad, verbose_name="otras entidades presentes", blank=True, related_name="+"
    )
    detenidas = models.PositiveSmallIntegerField("personas detenidas", null=True, blank=True)
    rescatadas = models.PositiveSmallIntegerField("personas rescatadas", null=True, blank=True)

    class Meta:
        verbose_name = "operativo"

    def __str__(self) -> str:
        return self.nota_informativa or "Operativo"


@con_historia()
class Establecimiento(HijoDeCasoModel):
    """El local del hecho: tipo, nombre comercial, actividades y si había niñas o niños."""

    reglas = reglas.ESTABLECIMIENTO

    caso = models.ForeignKey(Caso, on_delete=models.PROTECT, related_name="establecimientos")
    tipo = CategoriaField("tipo", catalogo="lugar_explotacion")
    tipo_otro = models.CharField("¿cuál tipo?", max_length=120, blank=True)
    nombre = models.CharField("nombre comercial", max_length=160, blank=True)
    actividades = models.CharField("actividades que se realizan", max_length=300, blank=True)
    nna_presentes = CategoriaField("¿había niñas, niños o adolescentes?", catalogo="si_no")
    tiene_licencia = CategoriaField("¿tenía licencia?", catalogo="si_no")
    ubigeo = models.ForeignKey(
        Ubigeo,
        verbose_name="lugar",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = "establecimiento"

    def __str__(self) -> str:
        return self.nombre or "Establecimiento"


# La atención de la que no se dice quién la da.
TIPO_QUE_CALLA = "acogida"


@con_historia()
class Atencion(HijoDeCasoModel):
    """Una derivación o asistencia a una persona: quién, qué servicio, plazos y resultado."""

    reglas = reglas.ATENCION

    caso = models.ForeignKey(Caso, on_delete=models.PROTECT, related_name="atenciones")
    victima = models.ForeignKey(
        Victima, on_delete=models.PROTECT, null=True, blank=True, related_name="atenciones"
    )
    migrante = models.ForeignKey(
        Migrante, on_delete=models.PROTECT, null=True, blank=True, related_name="atenciones"
    )
    tipo = CategoriaField("tipo de atención", catalogo="tipo_atencion")
    entidad = models.ForeignKey(
        Entidad, verbose_name="entidad", on_delete=models.PROTECT, null=True, related_name="+"
    )
    servicio = models.ForeignKey(
        "politica.Servicio",
        verbose_name="servicio de la política",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    fecha_de_derivacion = models.DateField("fecha de derivación", null=True, blank=True)
    plazo = models.DateField("plazo para responder", null=True, blank=True)
    fecha_de_acuse = models.DateField("fecha de acuse", null=True, blank=True)
    fecha_de_inicio = models.DateField("inicio de la atención", null=True, blank=True)
    fecha_de_fin = models.DateField("fin de la atención", null=True, blank=True)
    resultado = CategoriaField("resultado", catalogo="resultado")
    detalle = models.CharField("detalle", max_length=300, blank=True)

    class Meta:
        verbose_name = "atención"
        verbose_name_plural = "atenciones"
        ordering = ("fecha_de_derivacion", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(fecha_de_fin=None)
                | Q(fecha_de_inicio=None)
                | Q(fecha_de_fin__gte=F("fecha_de_inicio")),
                name="atencion_fin_no_antes_de_inicio",
            ),
            models.CheckConstraint(
                condition=Q(victima=None) | Q(migrante=None), name="atencion_de_una_persona"
            ),
        ]

    @property
    def calla_quien_atiende(self) -> bool:
        """Quién acoge no se muestra: con la fecha, bastaría para ubicar a la persona."""
        return self.tipo == TIPO_QUE_CALLA


@con_historia()
class Nota(HijoDeCasoModel):
    """Una nota de trabajo del equipo, con autor y hora. No se edita: se agrega otra."""

    reglas = reglas.NOTA

    caso = models.ForeignKey(Caso, on_delete=models.PROTECT, related_name="notas")
    texto = models.TextField("nota", max_length=2000)

    class Meta:
        verbose_name = "nota"
        ordering = ("-id",)


@con_historia()
class Observacion(HijoDeCasoModel):
    """Lo que quien valida pide corregir, en un campo concreto de una parte del caso."""

    reglas = reglas.OBSERVACION

    caso = models.ForeignKey(Caso, on_delete=models.PROTECT, related_name="observaciones")
    seccion = models.CharField("sección", max_length=40)
    parte = models.UUIDField("parte", null=True, blank=True)
    campo = models.CharField("campo", max_length=60, blank=True)
    texto = models.CharField("observación", max_length=500)
    atendida_en = models.DateTimeField("atendida el", null=True, editable=False)
    atendida_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = "observación"
        verbose_name_plural = "observaciones"
        ordering = ("id",)
