"""Las personas del caso por su código: víctimas, implicados y migrantes objeto de tráfico."""

from django.db import models
from django.db.models import F, Q

from casos import reglas
from casos.campos import CategoriaField, CategoriasField
from casos.models.base import HijoDeCasoModel, PersonaModel, restricciones_de_persona
from casos.models.caso import Caso
from trata.comun.historia import con_historia
from trata.cuentas.models import Entidad


@con_historia()
class Victima(PersonaModel):
    """Una víctima del caso. Cada dimensión publicada tiene un valor principal y otros.

    `estado` repite el último paso de `VictimaEstado`: es el de la víctima, no el del registro.
    """

    reglas = reglas.VICTIMA

    caso = models.ForeignKey(Caso, on_delete=models.PROTECT, related_name="victimas")
    estado = CategoriaField("estado de la víctima", catalogo="estado_victima", editable=False)
    hallazgo = CategoriaField("cómo se le ubicó", catalogo="hallazgo")
    fecha_de_hallazgo = models.DateField("fecha en que se le ubicó", null=True, blank=True)
    educacion = CategoriaField("nivel educativo", catalogo="educacion")
    menor_de_14 = CategoriaField("¿tenía menos de 14 años al hecho?", catalogo="si_no")
    alcance = CategoriaField("alcance del reclutamiento", catalogo="alcance")
    finalidad = CategoriaField("finalidad principal", catalogo="finalidad")
    finalidad_otra = models.CharField("¿cuál finalidad?", max_length=120, blank=True)
    finalidades_adicionales = CategoriasField("otras finalidades", catalogo="finalidad")
    medio = CategoriaField("medio principal", catalogo="medio")
    medio_otro = models.CharField("¿cuál medio?", max_length=120, blank=True)
    medios_adicionales = CategoriasField("otros medios", catalogo="medio")
    captacion = CategoriaField("forma de captación", catalogo="captacion")
    captacion_otra = models.CharField("¿cuál forma?", max_length=120, blank=True)
    captaciones_adicionales = CategoriasField("otras formas de captación", catalogo="captacion")
    fecha_de_captacion = models.DateField("fecha de captación", null=True, blank=True)
    precision_de_captacion = CategoriaField("precisión", catalogo="precision")
    vinculo = CategoriaField("vínculo principal", catalogo="vinculo")
    vinculo_otro = models.CharField("¿cuál vínculo?", max_length=120, blank=True)
    vinculos_adicionales = CategoriasField("otros vínculos", catalogo="vinculo")
    lugar_explotacion = CategoriaField("lugar de explotación", catalogo="lugar_explotacion")
    lugar_explotacion_otro = models.CharField("¿cuál lugar?", max_length=120, blank=True)
    lugares_adicionales = CategoriasField(
        "otros lugares de explotación", catalogo="lugar_explotacion"
    )
    controles = CategoriasField("formas de control", catalogo="control")
    etnia = CategoriaField("autoidentificación étnica", catalogo="etnia")
    pueblo = models.CharField("pueblo indígena u originario", max_length=80, blank=True)
    lengua = CategoriaField("lengua materna", catalogo="lengua")
    necesita_interprete = CategoriaField("¿necesita intérprete?", catalogo="si_no")
    tuvo_interprete = CategoriaField("¿tuvo intérprete?", catalogo="si_no")
    discapacidad = CategoriaField("discapacidad", catalogo="discapacidad")
    ajustes = models.CharField("ajustes que necesita", max_length=200, blank=True)
    gestante = CategoriaField("¿está gestando?", catalogo="si_no")
    dependientes = models.PositiveSmallIntegerField("personas a su cargo", null=True, blank=True)
    consiente_asistencia = CategoriaField("acepta la asistencia", catalogo="consentimiento")
    consiente_compartir = CategoriaField("acepta compartir sus datos", catalogo="consentimiento")
    consiente_consulado = CategoriaField("acepta el aviso consular", catalogo="consentimiento")

    class Meta:
        verbose_name = "víctima"
        verbose_name_plural = "víctimas"
        ordering = ("caso", "numero")
        indexes = [
            models.Index(
                fields=["finalidad", "grupo_edad", "sexo", "caso"],
                condition=Q(retirado_en=None),
                name="victima_por_dimensiones",
            )
        ]
        constraints = [
            *restricciones_de_persona("victima"),
            models.CheckConstraint(
                condition=Q(tuvo_interprete__in=["", "no_aplica"])
                | ~Q(necesita_interprete__in=["no", "no_aplica"]),
                name="victima_interprete_si_lo_necesita",
            ),
        ]


@con_historia()
class VictimaEstado(HijoDeCasoModel):
    """Un paso en el estado de la víctima: cuál, cuándo, quién lo determinó y con qué sustento."""

    reglas = reglas.ESTADO_DE_VICTIMA

    caso = models.ForeignKey(Caso, on_delete=models.PROTECT, related_name="estados_de_victimas")
    victima = models.ForeignKey(Victima, on_delete=models.PROTECT, related_name="estados")
    estado = CategoriaField("estado", catalogo="estado_victima")
    fecha = models.DateField("fecha", null=True, blank=True)
    organo = CategoriaField("quién lo determinó", catalogo="organo")
    sustento = models.CharField("documento o indicios", max_length=300, blank=True)

    class Meta:
        verbose_name = "estado de la víctima"
        ordering = ("fecha", "id")


@con_historia()
class Implicado(PersonaModel):
    """Una persona implicada. Su condición dice en qué punto está; nadie es «tratante» aquí."""

    reglas = reglas.IMPLICADO

    caso = models.ForeignKey(Caso, on_delete=models.PROTECT, related_name="implicados")
    condicion = CategoriaField("condición en el proceso", catalogo="condicion")
    fecha_de_condicion = models.DateField("desde cuándo", null=True, blank=True)
    sentencia_firme = CategoriaField("¿la sentencia es firme?", catalogo="si_no")
    participaciones = CategoriasField("participación que se le atribuye", catalogo="participacion")
    detenido = CategoriaField("¿está detenido?", catalogo="si_no")
    es_funcionario = CategoriaField("¿es funcionario público?", catalogo="si_no")
    en_organizacion = CategoriaField("¿integra una organización criminal?", catalogo="si_no")
    ocupacion = models.CharField("ocupación", max_length=80, blank=True)

    class Meta:
        verbose_name = "implicado"
        verbose_name_plural = "implicados"
        ordering = ("caso", "numero")
        constraints = restricciones_de_persona("implicado")


@con_historia()
class Vinculo(HijoDeCasoModel):
    """La relación entre una víctima y un implicado."""

    reglas = reglas.VINCULO

    caso = models.ForeignKey(Caso, on_delete=models.PROTECT, related_name="vinculos")
    victima = models.ForeignKey(Victima, on_delete=models.PROTECT, related_name="vinculos")
    implicado = models.ForeignKey(Implicado, on_delete=models.PROTECT, related_name="vinculos")
    tipo = CategoriaField("vínculo", catalogo="vinculo")
    tipo_otro = models.CharField("¿cuál?", max_length=120, blank=True)
    conviven = CategoriaField("¿vivían juntos?", catalogo="si_no")

    class Meta:
        verbose_name = "vínculo"
        constraints = [
            models.UniqueConstraint(
                fields=["victima", "implicado"],
                condition=Q(retirado_en=None),
                name="vinculo_unico",
                violation_error_code="vinculo_repetido",
                violation_error_message="Ese vínculo ya está registrado.",
            )
        ]


@con_historia()
class Migrante(PersonaModel):
    """Migrante objeto de tráfico ilícito. Tabla propia: nunca se suma con las víctimas de trata."""

    reglas = reglas.MIGRANTE

    caso = models.ForeignKey(Caso, on_delete=models.PROTECT, related_name="migrantes")
    pais_de_origen = CategoriaField("país de origen", catalogo="pais")
    pais_de_destino = CategoriaField("país de destino", catalogo="pais")
    paises_de_transito = CategoriasField("países de tránsito", catalogo="pais")
    cruce = CategoriaField("por dónde cruzó", catalogo="cruce")
    fecha_de_cruce = models.DateField("fecha del cruce", null=True, blank=True)
    peligros = CategoriasField("peligros", catalogo="peligro")
    no_acompanado = CategoriaField("¿niña, niño o adolescente no acompañado?", catalogo="si_no")
    solicita_refugio = CategoriaField("¿solicita refugio?", catalogo="si_no")
    derivado_a = models.ForeignKey(
        Entidad,
        verbose_name="derivado a",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    fecha_de_derivacion = models.DateField("fecha de derivación", null=True, blank=True)

    class Meta:
        verbose_name = "migrante objeto de tráfico"
        verbose_name_plural = "migrantes objeto de tráfico"
        ordering = ("caso", "numero")
        constraints = [
            *restricciones_de_persona("migrante"),
            models.CheckConstraint(
                condition=Q(fecha_de_derivacion=None)
                | Q(fecha_de_cruce=None)
                | Q(fecha_de_derivacion__gte=F("fecha_de_cruce")),
                name="migrante_derivacion_no_antes_del_cruce",
            ),
        ]
