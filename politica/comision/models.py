"""La Comisión Multisectorial: composición por norma, sesiones, acuerdos y obligaciones."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from politica.comision import reglas
from politica.models import Servicio
from trata.comun.historia import con_historia
from trata.comun.modelos import PublicoModel, RegistradoModel, ReglasModel, VersionadoModel
from trata.cuentas.models import Entidad


@con_historia()
class Composicion(models.Model):
    """Quiénes integran la Comisión según una norma."""

    codigo = models.SlugField("código", primary_key=True, max_length=40)
    norma = models.CharField("norma", max_length=120)
    rige_desde = models.DateField("rige desde")
    dia_no_visto = models.BooleanField("el día no consta en la fuente", default=False)
    nota = models.CharField("nota", max_length=300, blank=True)
    fuente = models.CharField("fuente", max_length=300)
    vigente_hasta = models.DateField("vigente hasta", null=True, blank=True)

    class Meta:
        verbose_name = "composición"
        verbose_name_plural = "composiciones"
        ordering = ("-rige_desde",)

    def __str__(self) -> str:
        return self.norma


@con_historia()
class Miembro(models.Model):
    """Un puesto en la Comisión: de una entidad, o de un grupo como la sociedad civil."""

    class Calidad(models.TextChoices):
        PRESIDE = "preside", "Preside"
        MIEMBRO = "miembro", "Miembro"
        PARTICIPA = "participa", "Participa"

    codigo = models.SlugField("código", primary_key=True, max_length=80)
    composicion = models.ForeignKey(Composicion, on_delete=models.PROTECT, related_name="miembros")
    entidad = models.ForeignKey(
        Entidad, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    nombre = models.CharField("nombre", max_length=200, blank=True)
    calidad = models.CharField("calidad", max_length=10, choices=Calidad.choices)
    puestos = models.PositiveSmallIntegerField("puestos", default=1)
    orden = models.PositiveSmallIntegerField("orden", default=0)
    vigente_hasta = models.DateField("vigente hasta", null=True, blank=True)

    class Meta:
        verbose_name = "miembro"
        ordering = ("composicion", "orden")

    def __str__(self) -> str:
        return self.nombre or (self.entidad.nombre if self.entidad_id else self.codigo)


@con_historia()
class Representante(PublicoModel, RegistradoModel):
    """La persona que una entidad designa, por resolución, como titular o alterno."""

    class Tipo(models.TextChoices):
        TITULAR = "titular", "Titular"
        ALTERNO = "alterno", "Alterno"

    entidad = models.ForeignKey(
        Entidad, on_delete=models.PROTECT, related_name="representantes_en_comision"
    )
    tipo = models.CharField("tipo", max_length=10, choices=Tipo.choices)
    nombre = models.CharField("nombre", max_length=200)
    cargo = models.CharField("cargo", max_length=200, blank=True)
    correo = models.EmailField("correo institucional", blank=True)
    resolucion = models.CharField("resolución", max_length=120)
    desde = models.DateField("desde", default=timezone.localdate)
    hasta = models.DateField("hasta", null=True, blank=True)
    es_sintetico = models.BooleanField("datos de demostración", default=False, editable=False)

    class Meta:
        verbose_name = "representante"
        ordering = ("entidad", "tipo", "-desde")

    def __str__(self) -> str:
        return f"{self.nombre} ({self.get_tipo_display()})"


def ruta_de_acta(sesion: Any, _nombre: str) -> str:
    """La ruta no dice nada: sólo el identificador."""
    return f"comision/actas/{sesion.uuid}"


@con_historia()
class Sesion(ReglasModel, VersionadoModel, PublicoModel, RegistradoModel):
    """Una sesión de la Comisión: convocatoria, agenda, quórum, asistencia y acta."""

    class Tipo(models.TextChoices):
        ORDINARIA = "ordinaria", "Ordinaria"
        EXTRAORDINARIA = "extraordinaria", "Extraordinaria"

    class Estado(models.TextChoices):
        CONVOCADA = "convocada", "Convocada"
        REALIZADA = "realizada", "Realizada"
        SIN_QUORUM = "sin_quorum", "No se instaló por falta de quórum"
        SUSPENDIDA = "suspendida", "Suspendida"

    reglas = reglas.SESION

    tipo = models.CharField("tipo", max_length=15, choices=Tipo.choices, default=Tipo.ORDINARIA)
    numero = models.PositiveSmallIntegerField("número", editable=False)
    anio = models.PositiveSmallIntegerField("año", editable=False)
    fecha = models.DateTimeField("fecha y hora")
    lugar = models.CharField("lugar o enlace", max_length=300, blank=True)
    convocatoria = models.CharField("documento de convocatoria", max_length=120, blank=True)
    convocada_el = models.DateField("convocada el", null=True, blank=True)
    composicion = models.ForeignKey(
        Composicion, on_delete=models.PROTECT, related_name="sesiones", editable=False
    )
    quorum_exigido = models.PositiveSmallIntegerField("quórum exigido")
    estado = models.CharField(
        "estado", max_length=15, choices=Estado.choices, default=Estado.CONVOCADA, editable=False
    )
    desarrollo = models.TextField("desarrollo de la sesión", blank=True)
    acta = models.FileField("acta", upload_to=ruta_de_acta, blank=True, editable=False)
    acta_nombre = models.CharField("nombre del acta", max_length=200, blank=True, editable=False)
    es_sintetico = models.BooleanField("datos de demostración", default=False, editable=False)

    class Meta:
        verbose_name = "sesión"
        verbose_name_plural = "sesiones"
        ordering = ("-fecha",)
        constraints = [
            models.UniqueConstraint(
                fields=["anio", "tipo", "numero"], name="sesion_comision_numero_unico"
            )
        ]

    def __str__(self) -> str:
        return f"{self.numero}.ª sesión {self.get_tipo_display().lower()} de {self.anio}"


@con_historia()
class PuntoDeAgenda(models.Model):
    """Un punto de la agenda."""

    sesion = models.ForeignKey(Sesion, on_delete=models.CASCADE, related_name="agenda")
    orden = models.PositiveSmallIntegerField("orden")
    texto = models.CharField("asunto", max_length=300)
    expone = models.CharField("expone", max_length=200, blank=True)

    class Meta:
        verbose_name = "punto de agenda"
        verbose_name_plural = "puntos de agenda"
        ordering = ("orden",)
        constraints = [
            models.UniqueConstraint(fields=["sesion", "orden"], name="un_punto_por_orden")
        ]

    def __str__(self) -> str:
        return f"{self.orden}. {self.texto}"


@con_historia()
class Asistencia(models.Model):
    """Quién asistió por cada puesto."""

    sesion = models.ForeignKey(Sesion, on_delete=models.CASCADE, related_name="asistencias")
    miembro = models.ForeignKey(Miembro, on_delete=models.PROTECT, related_name="asistencias")
    asistio = models.BooleanField("asistió", default=False)
    por = models.CharField("en representación", max_length=200, blank=True)

    class Meta:
        verbose_name = "asistencia"
        ordering = ("miembro__orden",)
        constraints = [
            models.UniqueConstraint(fields=["sesion", "miembro"], name="una_asistencia_por_miembro")
        ]

    def __str__(self) -> str:
        return f"{self.miembro_id}: {'asistió' if self.asistio else 'no asistió'}"


@con_historia()
class Acuerdo(ReglasModel, VersionadoModel, PublicoModel, RegistradoModel):
    """Lo que la Comisión acordó, con responsable, plazo y seguimiento entre sesiones."""

    class Estado(models.TextChoices):
        PENDIENTE = "pendiente", "Pendiente"
        EN_PROCESO = "en_proceso", "En proceso"
        CUMPLIDO = "cumplido", "Cumplido"
        SIN_EFECTO = "sin_efecto", "Sin efecto"

    reglas = reglas.ACUERDO

    sesion = models.ForeignKey(Sesion, on_delete=models.PROTECT, related_name="acuerdos")
    numero = models.PositiveSmallIntegerField("número", editable=False)
    texto = models.TextField("acuerdo")
    responsable = models.ForeignKey(
        Entidad,
        verbose_name="entidad responsable",
        on_delete=models.PROTECT,
        related_name="acuerdos_de_comision",
    )
    servicio = models.ForeignKey(
        Servicio,
        verbose_name="servicio relacionado",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="acuerdos",
    )
    acordado_el = models.DateField("acordado el", editable=False)
    plazo = models.DateField("plazo")
    estado = models.CharField(
        "estado", max_length=12, choices=Estado.choices, default=Estado.PENDIENTE
    )
    cumplido_el = models.DateField("cumplido el", null=True, blank=True)
    es_sintetico = models.BooleanField("datos de demostración", default=False, editable=False)

    class Meta:
        verbose_name = "acuerdo"
        ordering = ("plazo",)
        constraints = [
            models.UniqueConstraint(fields=["sesion", "numero"], name="un_acuerdo_por_numero"),
            models.CheckConstraint(
                condition=~Q(estado="cumplido") | Q(cumplido_el__isnull=False),
                name="comision_acuerdo_cumplido_con_fecha",
            ),
        ]

    def __str__(self) -> str:
        return f"Acuerdo {self.numero}, {self.sesion}"

    @property
    def sesion_texto(self) -> str:
        """La sesión, en texto."""
        return str(self.sesion)

    @property
    def esta_abierto(self) -> bool:
        """Falta cumplirlo."""
        return self.estado in {self.Estado.PENDIENTE, self.Estado.EN_PROCESO}

    @property
    def esta_vencido(self) -> bool:
        """Abierto y con el plazo pasado."""
        return self.esta_abierto and self.plazo < timezone.localdate()


@con_historia()
class Seguimiento(RegistradoModel):
    """Lo que se dijo de un acuerdo después, en otra sesión o entre sesiones."""

    acuerdo = models.ForeignKey(Acuerdo, on_delete=models.PROTECT, related_name="seguimientos")
    sesion = models.ForeignKey(
        Sesion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    estado = models.CharField("estado", max_length=12, choices=Acuerdo.Estado.choices)
    texto = models.TextField("qué se hizo")

    class Meta:
        verbose_name = "seguimiento"
        ordering = ("id",)

    def __str__(self) -> str:
        return self.texto[:60]


@con_historia()
class Obligacion(models.Model):
    """Un informe que la norma manda rendir. `mes` o `dia` vacíos: la norma no los fija."""

    codigo = models.SlugField("código", primary_key=True, max_length=60)
    titulo = models.CharField("título", max_length=200)
    norma = models.CharField("norma", max_length=200)
    quien = models.CharField("quién rinde", max_length=300)
    ante = models.CharField("ante quién", max_length=300)
    contenido = models.TextField("contenido")
    mes = models.PositiveSmallIntegerField("mes", null=True, blank=True)
    dia = models.PositiveSmallIntegerField("día", null=True, blank=True)
    fuente = models.CharField("fuente", max_length=300)
    vigente_hasta = models.DateField("vigente hasta", null=True, blank=True)

    class Meta:
        verbose_name = "obligación"
        verbose_name_plural = "obligaciones"
        ordering = ("mes", "dia", "codigo")

    def __str__(self) -> str:
        return self.titulo


@con_historia()
class Rendicion(RegistradoModel):
    """Con qué documento se cumplió una obligación en un año."""

    obligacion = models.ForeignKey(Obligacion, on_delete=models.PROTECT, related_name="rendiciones")
    anio = models.PositiveSmallIntegerField("año")
    documento = models.CharField("documento", max_length=200)
    fecha = models.DateField("fecha")

    class Meta:
        verbose_name = "rendición"
        verbose_name_plural = "rendiciones"
        ordering = ("-anio",)
        constraints = [
            models.UniqueConstraint(fields=["obligacion", "anio"], name="una_rendicion_por_anio")
        ]

    def __str__(self) -> str:
        return f"{self.obligacion_id} {self.anio}"
