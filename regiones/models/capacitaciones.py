"""Capacitaciones de la PNP y de otros operadores: actividad, participantes y certificados."""

import secrets
from typing import Any, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from regiones import reglas
from regiones.models.base import Modalidad, ProcedenciaModel
from regiones.models.espacios import EspacioRegional
from regiones.models.planes import ANIO
from trata.comun.catalogos import CatalogoModel
from trata.comun.historia import con_historia
from trata.comun.modelos import PublicoModel, RegistradoModel, ReglasModel, VersionadoModel
from trata.territorio.ambito import TerritorialQuerySet, ambito_de
from trata.territorio.models import MacroRegionPolicial

LETRAS_DE_CODIGO = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LARGO_DE_CODIGO = 20


def codigo_nuevo() -> str:
    """Código de certificado: 20 letras y cifras al azar (100 bits), sin caracteres confusos."""
    return "".join(secrets.choice(LETRAS_DE_CODIGO) for _ in range(LARGO_DE_CODIGO))


class TemaDeCapacitacion(CatalogoModel):
    """Tema del catálogo de capacitaciones."""

    fuente = models.CharField("fuente", max_length=300, blank=True)

    class Meta:
        verbose_name = "tema de capacitación"
        verbose_name_plural = "temas de capacitación"
        ordering = ("codigo",)


class CategoriaDeGrado(CatalogoModel):
    """Categoría de grado de la PNP (DL 1149)."""

    orden = models.PositiveSmallIntegerField("orden", default=0)

    class Meta:
        verbose_name = "categoría de grado"
        verbose_name_plural = "categorías de grado"
        ordering = ("orden",)


class CapacitacionQuerySet(TerritorialQuerySet):
    """Una capacitación se ve desde el espacio que la registra y desde los que alcanza."""

    ruta_territorial = "espacio"

    def con_detalle(self) -> Self:
        """Con lo que las listas muestran, y cuántas filas tiene su lista."""
        return (
            self.select_related("espacio")
            .annotate(n_lista=models.Count("participantes", distinct=True))
            .prefetch_related("temas", "macrorregiones")
            .order_by("-anio", F("inicio").desc(nulls_last=True), "-pk")
        )

    def visibles_para(self, usuario: Any) -> Self:
        """Del espacio propio o con alcance a él."""
        ambito = ambito_de(usuario)
        if ambito.es_nacional:
            return self
        if not ambito.prefijos:
            return self.none()
        espacios = EspacioRegional.objects.visibles_para(usuario)
        alcanza = AlcanceDeCapacitacion._base_manager.filter(
            capacitacion=models.OuterRef("pk"), espacio__in=espacios
        )
        return self.filter(Q(espacio__in=espacios) | models.Exists(alcanza))


@con_historia()
class Capacitacion(ReglasModel, RegistradoModel, PublicoModel, VersionadoModel, ProcedenciaModel):
    """Una capacitación, o varias que la fuente cuenta juntas (`numero_de_actividades`)."""

    class Publico(models.TextChoices):
        PNP = "pnp", "Policía Nacional del Perú"
        OPERADORES = "operadores", "Operadores de justicia y de servicios"
        ESPACIO = "espacio", "Integrantes del espacio de articulación"

    class Forma(models.TextChoices):
        TOTALES = "totales", "Sólo totales"
        LISTA = "lista", "Lista de participantes"

    class Estado(models.TextChoices):
        PROGRAMADA = "programada", "Programada"
        REALIZADA = "realizada", "Realizada"
        CANCELADA = "cancelada", "Cancelada"

    reglas = reglas.CAPACITACION

    espacio = models.ForeignKey(
        EspacioRegional,
        verbose_name="región que la registra",
        on_delete=models.PROTECT,
        related_name="capacitaciones",
    )
    nombre = models.CharField("nombre", max_length=250)
    publico = models.CharField("dirigida a", max_length=12, choices=Publico.choices)
    numero_de_actividades = models.PositiveSmallIntegerField(
        "número de actividades que reúne", default=1, validators=[MinValueValidator(1)]
    )
    temas = models.ManyToManyField(
        TemaDeCapacitacion, through="TemaTratado", verbose_name="temas", related_name="+"
    )
    macrorregiones = models.ManyToManyField(
        MacroRegionPolicial,
        through="MacrorregionCapacitada",
        verbose_name="Macro Regiones Policiales",
        related_name="+",
        blank=True,
    )
    alcance = models.ManyToManyField(
        EspacioRegional,
        through="AlcanceDeCapacitacion",
        verbose_name="regiones que alcanza",
        related_name="capacitaciones_que_alcanzan",
        blank=True,
    )
    modalidad = models.CharField("modalidad", max_length=12, choices=Modalidad.choices, blank=True)
    horas = models.PositiveSmallIntegerField("horas lectivas", null=True, blank=True)
    anio = models.PositiveSmallIntegerField("año", validators=ANIO)
    inicio = models.DateField("inicio", null=True, blank=True)
    fin = models.DateField("fin", null=True, blank=True)
    lugar = models.CharField("lugar", max_length=200, blank=True)
    organiza = models.CharField("organiza", max_length=200, blank=True)
    ponentes = models.TextField("ponentes", blank=True)
    estado = models.CharField("estado", max_length=12, choices=Estado.choices)
    forma = models.CharField("participantes", max_length=10, choices=Forma.choices)
    total_declarado = models.PositiveIntegerField("total de participantes", null=True, blank=True)
    servicio = models.ForeignKey(
        "politica.Servicio",
        verbose_name="servicio de la política",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = CapacitacionQuerySet.as_manager()

    class Meta:
        verbose_name = "capacitación"
        verbose_name_plural = "capacitaciones"
        ordering = ("-anio", F("inicio").desc(nulls_last=True), "-id")
        indexes = [models.Index(fields=["anio", "espacio"], name="capacitacion_anio_espacio")]
        constraints = [
            models.CheckConstraint(
                condition=Q(inicio__isnull=True) | Q(fin__isnull=True) | Q(fin__gte=F("inicio")),
                name="capacitacion_fin_no_antes_de_inicio",
            ),
            models.CheckConstraint(
                condition=Q(inicio__isnull=True) | Q(inicio__year=F("anio")),
                name="capacitacion_anio_de_su_inicio",
            ),
            models.CheckConstraint(
                condition=Q(numero_de_actividades__gte=1), name="capacitacion_al_menos_una"
            ),
        ]

    def __str__(self) -> str:
        return self.nombre


class DeLaCapacitacionQuerySet(TerritorialQuerySet):
    """Lo que cuelga de una capacitación."""

    ruta_territorial = "capacitacion"


@con_historia()
class TemaTratado(models.Model):
    """Tema de una capacitación."""

    capacitacion = models.ForeignKey(Capacitacion, on_delete=models.CASCADE)
    tema = models.ForeignKey(TemaDeCapacitacion, on_delete=models.PROTECT)

    objects = DeLaCapacitacionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["capacitacion", "tema"], name="tema_tratado_unico")
        ]


@con_historia()
class MacrorregionCapacitada(models.Model):
    """Macro Región Policial cuyos efectivos participaron."""

    capacitacion = models.ForeignKey(Capacitacion, on_delete=models.CASCADE)
    macrorregion = models.ForeignKey(MacroRegionPolicial, on_delete=models.PROTECT)

    objects = DeLaCapacitacionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["capacitacion", "macrorregion"], name="macrorregion_capacitada_unica"
            )
        ]


@con_historia()
class AlcanceDeCapacitacion(models.Model):
    """Espacio regional a cuyo territorio llega la capacitación."""

    capacitacion = models.ForeignKey(Capacitacion, on_delete=models.CASCADE)
    espacio = models.ForeignKey(EspacioRegional, on_delete=models.PROTECT)

    objects = DeLaCapacitacionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["capacitacion", "espacio"], name="alcance_unico")
        ]


class Sexo(models.TextChoices):
    """Sexo de los participantes; lo que falta se dice."""

    MUJER = "mujer", "Mujer"
    HOMBRE = "hombre", "Hombre"
    NO_CONSTA = "no_consta", "No consta"


@con_historia()
class GrupoDeParticipantes(RegistradoModel):
    """Total parcial de participantes por sexo, categoría de grado y unidad."""

    capacitacion = models.ForeignKey(Capacitacion, on_delete=models.PROTECT, related_name="grupos")
    sexo = models.CharField("sexo", max_length=10, choices=Sexo.choices)
    categoria = models.ForeignKey(
        CategoriaDeGrado, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    unidad = models.CharField("unidad", max_length=160, blank=True)
    cantidad = models.PositiveIntegerField("cantidad")

    objects = DeLaCapacitacionQuerySet.as_manager()

    class Meta:
        verbose_name = "grupo de participantes"
        verbose_name_plural = "grupos de participantes"
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["capacitacion", "sexo", "categoria", "unidad"],
                nulls_distinct=False,
                name="grupo_de_participantes_unico",
            )
        ]


@con_historia(exclude=("nombre_cifrado",))
class Participante(ReglasModel, RegistradoModel):
    """Una persona de la lista. El documento sólo existe como índice ciego; el nombre, cifrado."""

    reglas = reglas.PARTICIPANTE

    capacitacion = models.ForeignKey(
        Capacitacion, on_delete=models.PROTECT, related_name="participantes"
    )
    indice_documento = models.CharField(max_length=64, editable=False)
    nombre_cifrado = models.TextField(editable=False)
    sexo = models.CharField("sexo", max_length=10, choices=Sexo.choices)
    categoria = models.ForeignKey(
        CategoriaDeGrado, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    unidad = models.CharField("unidad", max_length=160, blank=True)
    asistencia = models.PositiveSmallIntegerField("asistencia (%)", null=True, blank=True)
    nota_entrada = models.DecimalField(
        "prueba de entrada (0–20)", max_digits=4, decimal_places=2, null=True, blank=True
    )
    nota_salida = models.DecimalField(
        "prueba de salida (0–20)", max_digits=4, decimal_places=2, null=True, blank=True
    )

    objects = DeLaCapacitacionQuerySet.as_manager()

    class Meta:
        verbose_name = "participante"
        ordering = ("id",)
        indexes = [models.Index(fields=["indice_documento"], name="participante_documento")]
        constraints = [
            models.UniqueConstraint(
                fields=["capacitacion", "indice_documento"], name="participante_una_vez"
            ),
            models.CheckConstraint(
                condition=Q(asistencia__isnull=True) | Q(asistencia__lte=100),
                name="participante_asistencia_0_a_100",
            ),
            models.CheckConstraint(
                condition=(Q(nota_entrada__isnull=True) | Q(nota_entrada__range=(0, 20)))
                & (Q(nota_salida__isnull=True) | Q(nota_salida__range=(0, 20))),
                name="participante_notas_0_a_20",
            ),
        ]

    def __str__(self) -> str:
        return f"Participante {self.pk}"


@con_historia()
class Certificado(models.Model):
    """Certificado emitido a un participante, verificable por su código."""

    participante = models.OneToOneField(
        Participante, on_delete=models.PROTECT, related_name="certificado"
    )
    codigo = models.CharField("código", max_length=20, unique=True, default=codigo_nuevo)
    emitido_en = models.DateTimeField("emitido el", auto_now_add=True)
    anulado_en = models.DateTimeField("anulado el", null=True, blank=True)

    class CertificadoQuerySet(TerritorialQuerySet):
        """Certificados, por su participante."""

        ruta_territorial = "participante"

    objects = CertificadoQuerySet.as_manager()

    class Meta:
        verbose_name = "certificado"
        ordering = ("id",)

    def __str__(self) -> str:
        return self.codigo
