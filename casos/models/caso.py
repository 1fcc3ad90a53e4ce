"""El caso y lo que lo identifica: claves de otros sistemas, lugares y personas asignadas."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from casos import reglas
from casos.campos import CategoriaField
from casos.models.base import FichaModel, HijoDeCasoModel
from trata.comun.historia import con_historia
from trata.comun.modelos import RegistradoModel
from trata.cuentas.models import Entidad
from trata.territorio.ambito import TerritorialQuerySet, ambito_de
from trata.territorio.models import Ubigeo


def clave_de_asignado(usuario: Any) -> str:
    """Cómo aparece en `alcances` quien lleva un caso."""
    return f"u{usuario.pk}"


class CasoQuerySet(TerritorialQuerySet):
    """Casos por alcance y por estado."""

    def visibles_para(self, usuario: Any) -> Self:
        """Los casos con algún lugar en el ámbito del usuario, o que tiene asignados."""
        ambito = ambito_de(usuario)
        if ambito.es_nacional:
            return self
        if not getattr(usuario, "is_active", False):
            return self.none()
        # `alcances` lo mantienen disparadores de la base sobre lugares y asignaciones (0004).
        claves = [*ambito.prefijos, clave_de_asignado(usuario)]
        return self.filter(alcances__overlap=claves)

    def contables(self) -> Self:
        """Lo que entra por defecto en las cifras: enviados y conformes."""
        return self.filter(estado__in=Caso.CONTABLES)


@con_historia(exclude=("alcances",))
class Caso(FichaModel):
    """El expediente: un hecho, sus víctimas y sus implicados.

    `estado` es el del registro (no el del proceso ni el de la víctima): `conforme` certifica que
    el registro está completo y revisado, no que haya delito.
    """

    class Estado(models.TextChoices):
        BORRADOR = "borrador", "Borrador"
        ENVIADO = "enviado", "Enviado"
        OBSERVADO = "observado", "Observado"
        CONFORME = "conforme", "Conforme"
        ANULADO = "anulado", "Anulado"

    CONTABLES = (Estado.ENVIADO, Estado.CONFORME)
    EDITABLES = (Estado.BORRADOR, Estado.OBSERVADO)
    reglas = reglas.CASO

    codigo = models.CharField("código", max_length=20, unique=True, editable=False)
    estado = models.CharField(
        "estado", max_length=10, choices=Estado.choices, default=Estado.BORRADOR, editable=False
    )
    materia = CategoriaField("materia", catalogo="materia")
    origen = CategoriaField("cómo empezó", catalogo="origen")
    fuente = CategoriaField("fuente", catalogo="fuente")
    entidad = models.ForeignKey(
        Entidad,
        verbose_name="entidad que registra",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="casos",
    )
    dependencia = models.CharField("comisaría o unidad", max_length=200, blank=True)
    fecha_de_registro = models.DateField(
        "fecha de la denuncia o intervención", null=True, blank=True
    )
    precision_de_registro = CategoriaField("precisión", catalogo="precision", default="dia")
    hora_de_registro = models.TimeField("hora", null=True, blank=True)
    canal = CategoriaField("por dónde llegó", catalogo="canal")
    denunciante = CategoriaField("quién denuncia", catalogo="denunciante")
    denunciante_otro = models.CharField("¿quién?", max_length=120, blank=True)
    destino = CategoriaField("destino del hecho", catalogo="destino")
    destino_otro = models.CharField("¿cuál destino?", max_length=120, blank=True)
    fecha_del_hecho = models.DateField("fecha del hecho", null=True, blank=True)
    precision_del_hecho = CategoriaField("precisión", catalogo="precision")
    fecha_fin_del_hecho = models.DateField("hasta cuándo", null=True, blank=True)
    hechos = models.TextField(
        "resumen de los hechos",
        blank=True,
        max_length=4000,
        help_text="No escribas nombres, direcciones ni números de documento.",
    )
    es_demostracion = models.BooleanField("es de demostración", default=False, editable=False)
    enviado_en = models.DateTimeField("enviado el", null=True, editable=False)
    enviado_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    conforme_en = models.DateTimeField("conforme desde", null=True, editable=False)
    conforme_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    anulado_en = models.DateTimeField("anulado el", null=True, editable=False)
    anulado_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    motivo_de_anulacion = models.CharField("motivo", max_length=500, blank=True, editable=False)

    alcances = ArrayField(
        models.CharField(max_length=20),
        verbose_name="alcances",
        default=list,
        editable=False,
        blank=True,
        help_text="Prefijos de ubigeo de sus lugares y personas asignadas. Lo escribe la base.",
    )

    objects = CasoQuerySet.as_manager()

    class Meta:
        verbose_name = "caso"
        verbose_name_plural = "casos"
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["estado", "-id"], name="caso_por_estado"),
            models.Index(fields=["fecha_de_registro", "id"], name="caso_por_fecha"),
            models.Index(
                F("fecha_de_registro").desc(nulls_last=True),
                F("id").desc(),
                name="caso_por_fecha_desc",
            ),
            models.Index(fields=["entidad", "-id"], name="caso_por_entidad"),
            GinIndex(fields=["alcances"], name="caso_por_alcance"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(fecha_fin_del_hecho=None)
                | Q(fecha_del_hecho=None)
                | Q(fecha_fin_del_hecho__gte=F("fecha_del_hecho")),
                name="caso_fin_no_antes_del_hecho",
            ),
            models.CheckConstraint(
                condition=~Q(estado="anulado") | ~Q(motivo_de_anulacion=""),
                name="caso_anulado_con_motivo",
            ),
            models.CheckConstraint(
                condition=Q(conforme_por=None)
                | Q(registrado_por=None)
                | ~Q(conforme_por=F("registrado_por")),
                name="caso_conforme_por_otra_persona",
            ),
            models.CheckConstraint(
                condition=~Q(estado="conforme") | Q(conforme_en__isnull=False),
                name="caso_conforme_con_fecha",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Guarda sin tocar `alcances`: lo mantiene la base y lo leído puede estar viejo."""
        if not self._state.adding and kwargs.get("update_fields") is None:
            kwargs["update_fields"] = [
                c.name
                for c in self._meta.concrete_fields
                if not c.primary_key and c.name != "alcances"
            ]
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return self.codigo

    @property
    def es_editable(self) -> bool:
        """Sólo se escribe en borrador u observado."""
        return self.estado in self.EDITABLES


@con_historia()
class ClaveExterna(HijoDeCasoModel):
    """El número del caso en otra institución: con él se reconocen los sistemas entre sí."""

    reglas = reglas.CLAVE_EXTERNA

    caso = models.ForeignKey(Caso, on_delete=models.PROTECT, related_name="claves")
    institucion = models.ForeignKey(
        Entidad, verbose_name="institución", on_delete=models.PROTECT, related_name="+"
    )
    tipo = CategoriaField("tipo de número", catalogo="tipo_clave")
    numero = models.CharField("número", max_length=60)

    class Meta:
        verbose_name = "número en otro sistema"
        constraints = [
            models.UniqueConstraint(
                fields=["institucion", "tipo", "numero"],
                condition=Q(retirado_en=None),
                name="clave_externa_unica",
                violation_error_code="clave_repetida",
                violation_error_message="Esa institución ya tiene un caso con ese número.",
            )
        ]

    def __str__(self) -> str:
        return self.numero


@con_historia()
class CasoLugar(HijoDeCasoModel):
    """Un lugar del caso, con lo que ocurrió ahí y cuándo. Ni calle ni número: eso es identidad."""

    reglas = reglas.LUGAR

    caso = models.ForeignKey(Caso, on_delete=models.PROTECT, related_name="lugares")
    rol = CategoriaField("qué ocurrió ahí", catalogo="rol_lugar")
    pais = CategoriaField("país", catalogo="pais", default="pe")
    ubigeo = models.ForeignKey(
        Ubigeo,
        verbose_name="lugar",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    fecha = models.DateField("fecha", null=True, blank=True)
    precision = CategoriaField("precisión", catalogo="precision")

    class Meta:
        verbose_name = "lugar"
        verbose_name_plural = "lugares"
        ordering = ("id",)
        indexes = [
            models.Index(
                fields=["ubigeo", "rol", "caso"],
                name="lugar_por_ubigeo",
                opclasses=["varchar_pattern_ops", "varchar_pattern_ops", "int8_ops"],
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["caso"],
                condition=Q(rol="registro", retirado_en=None),
                name="lugar_un_registro_por_caso",
                violation_error_code="registro_repetido",
                violation_error_message="El caso ya tiene su lugar de registro.",
            ),
            models.CheckConstraint(
                condition=Q(ubigeo=None) | Q(pais="pe"), name="lugar_ubigeo_solo_en_peru"
            ),
        ]


class AsignacionQuerySet(TerritorialQuerySet):
    """Asignaciones por vigencia."""

    ruta_territorial = "caso"

    def vigentes(self) -> Self:
        """Las que no han terminado."""
        return self.filter(hasta=None)


@con_historia()
class Asignacion(RegistradoModel):
    """Quién lleva el caso. El relevo termina una y abre otra; ninguna se borra."""

    nunca_se_borra: ClassVar[bool] = True

    caso = models.ForeignKey(Caso, on_delete=models.PROTECT, related_name="asignaciones")
    usuario = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="asignaciones"
    )
    es_responsable = models.BooleanField("es responsable", default=False)
    desde = models.DateTimeField("desde", default=timezone.now)
    hasta = models.DateTimeField("hasta", null=True, blank=True)
    motivo = models.CharField("motivo", max_length=200, blank=True)

    objects = AsignacionQuerySet.as_manager()

    class Meta:
        verbose_name = "asignación"
        verbose_name_plural = "asignaciones"
        constraints = [
            models.UniqueConstraint(
                fields=["caso", "usuario"], condition=Q(hasta=None), name="asignacion_vigente_unica"
            )
        ]
        indexes = [
            models.Index(
                fields=["usuario", "caso"], condition=Q(hasta=None), name="asignacion_vigente"
            )
        ]
