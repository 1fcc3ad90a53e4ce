"""Lo que lleva el oficial de datos: alertas de accesos, incidentes y solicitudes ARCO."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from trata.auditoria import reglas
from trata.comun.historia import con_historia
from trata.comun.modelos import PublicoModel, RegistradoModel, ReglasModel, VersionadoModel

BORRADOR = timedelta(hours=24)
NOTIFICACION = timedelta(hours=48)


@con_historia()
class RegistroCanario(RegistradoModel):
    """Un registro señuelo: nadie tiene motivo para abrirlo. Cualquier acceso es una alerta."""

    objeto_tipo = models.CharField("qué es", max_length=80)
    objeto_id = models.CharField("identificador", max_length=80)
    nota = models.CharField("para qué se puso", max_length=300)

    class Meta:
        verbose_name = "registro señuelo"
        verbose_name_plural = "registros señuelo"
        constraints = [
            models.UniqueConstraint(fields=("objeto_tipo", "objeto_id"), name="canario_unico"),
        ]

    def __str__(self) -> str:
        return f"{self.objeto_tipo} {self.objeto_id}"


@con_historia()
class Alerta(PublicoModel):
    """Lecturas fuera de lo habitual. La abre el sistema y la revisa una persona."""

    nunca_se_borra: ClassVar[bool] = True

    class Regla(models.TextChoices):
        CANARIO = "canario", "Abrió un registro señuelo"
        MASIVO = "masivo", "Muchas lecturas en una hora"
        NOCTURNO = "nocturno", "Lecturas de madrugada"
        DESUSADO = "desusado", "Mucho más que su costumbre"
        AJENOS = "ajenos", "Abrió muchos casos que no lleva"

    class Estado(models.TextChoices):
        ABIERTA = "abierta", "Por revisar"
        JUSTIFICADA = "justificada", "Justificada"
        INCIDENTE = "incidente", "Pasó a incidente"

    regla = models.CharField("regla", max_length=12, choices=Regla.choices)
    clave = models.CharField("clave", max_length=120)
    usuario = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="usuario",
        on_delete=models.PROTECT,
        related_name="alertas",
    )
    desde = models.DateTimeField("desde")
    hasta = models.DateTimeField("hasta")
    accesos = models.PositiveIntegerField("lecturas")
    detalle = models.CharField("detalle", max_length=300)
    creada_en = models.DateTimeField("avisada el", default=timezone.now, editable=False)
    estado = models.CharField(
        "estado", max_length=12, choices=Estado.choices, default=Estado.ABIERTA
    )
    nota = models.CharField("qué se halló", max_length=500, blank=True)
    revisada_en = models.DateTimeField("revisada el", null=True, editable=False)
    revisada_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "alerta"
        ordering = ("-creada_en", "-id")
        constraints = [
            models.UniqueConstraint(fields=("regla", "clave"), name="alerta_unica"),
        ]

    def __str__(self) -> str:
        return f"{self.get_regla_display()}: {self.usuario}"


@con_historia()
class Incidente(ReglasModel, RegistradoModel, PublicoModel, VersionadoModel):
    """Un incidente con datos personales y su reloj: 24 horas al borrador, 48 a la notificación.

    Plazo de 48 horas: DS 016-2024-JUS, reglamento de la Ley 29733.
    """

    nunca_se_borra: ClassVar[bool] = True

    class Tipo(models.TextChoices):
        ACCESO_INDEBIDO = "acceso_indebido", "Acceso indebido"
        FUGA = "fuga", "Fuga de información"
        EQUIPO_PERDIDO = "equipo_perdido", "Equipo perdido o robado"
        ATAQUE = "ataque", "Ataque informático"
        OTRO = "otro", "Otro"

    reglas = reglas.INCIDENTE

    numero = models.CharField("número", max_length=20, unique=True, editable=False)
    titulo = models.CharField("qué pasó, en una línea", max_length=150)
    tipo = models.CharField("tipo", max_length=20, choices=Tipo.choices)
    conocido_en = models.DateTimeField("cuándo se conoció")
    desde = models.DateTimeField("empezó")
    hasta = models.DateTimeField("terminó", null=True, blank=True)
    usuario = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="cuenta implicada",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    objeto_tipo = models.CharField("tipo de registro", max_length=80, blank=True)
    objeto_id = models.CharField("identificador del registro", max_length=80, blank=True)
    descripcion = models.TextField("descripción", blank=True)
    medidas = models.TextField("medidas tomadas", blank=True)
    borrador_en = models.DateTimeField("borrador listo", null=True, editable=False)
    notificado_en = models.DateTimeField("notificado a la autoridad", null=True, editable=False)
    avisado_csd_en = models.DateTimeField(
        "avisado al Centro Nacional de Seguridad Digital", null=True, editable=False
    )
    afectados_en = models.DateTimeField("avisadas las personas", null=True, editable=False)
    cerrado_en = models.DateTimeField("cerrado", null=True, editable=False)

    class Meta:
        verbose_name = "incidente"
        ordering = ("-conocido_en", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(hasta__isnull=True) | Q(hasta__gte=F("desde")),
                name="incidente_hasta_no_antes_de_desde",
            ),
            models.CheckConstraint(
                condition=Q(conocido_en__gte=F("desde")),
                name="incidente_conocido_no_antes_de_desde",
            ),
        ]

    HITOS: ClassVar[tuple[str, ...]] = (
        *("borrador_en", "notificado_en", "avisado_csd_en", "afectados_en", "cerrado_en"),
    )

    def __str__(self) -> str:
        return f"{self.numero} · {self.titulo}"

    @property
    def vence_en(self) -> datetime:
        """48 horas desde que se conoció."""
        return self.conocido_en + NOTIFICACION

    @property
    def fin(self) -> datetime:
        """Hasta cuándo se buscan accesos: el fin escrito o ahora."""
        return self.hasta or timezone.now()

    @property
    def resta(self) -> timedelta:
        """Cuánto queda para notificar; negativo si ya pasó."""
        return self.vence_en - timezone.now()

    @property
    def esta_vencido(self) -> bool:
        """Pasaron 48 horas sin notificar."""
        return self.notificado_en is None and self.resta < timedelta(0)


@con_historia(exclude=("solicitante", "contacto"))
class SolicitudArco(ReglasModel, RegistradoModel, PublicoModel, VersionadoModel):
    """Alguien pide ver, corregir, cancelar u oponerse al uso de sus datos (Ley 29733)."""

    nunca_se_borra: ClassVar[bool] = True

    class Tipo(models.TextChoices):
        INFORMACION = "informacion", "Información"
        ACCESO = "acceso", "Acceso"
        RECTIFICACION = "rectificacion", "Rectificación"
        CANCELACION = "cancelacion", "Cancelación"
        OPOSICION = "oposicion", "Oposición"

    class Estado(models.TextChoices):
        RECIBIDA = "recibida", "Recibida"
        EN_ATENCION = "en_atencion", "En atención"
        ATENDIDA = "atendida", "Atendida"
        DENEGADA = "denegada", "Denegada con motivo"

    reglas = reglas.SOLICITUD

    numero = models.CharField("número", max_length=20, unique=True, editable=False)
    tipo = models.CharField("qué pide", max_length=15, choices=Tipo.choices)
    recibida_el = models.DateField("recibida el", default=timezone.localdate)
    vence_el = models.DateField("plazo")
    solicitante = models.TextField("solicitante, cifrado", editable=False)
    contacto = models.TextField("contacto, cifrado", editable=False, blank=True)
    descripcion = models.TextField("qué solicita")
    estado = models.CharField(
        "estado", max_length=12, choices=Estado.choices, default=Estado.RECIBIDA
    )
    respuesta = models.TextField("respuesta", blank=True)
    respondida_en = models.DateTimeField("respondida el", null=True, editable=False)

    class Meta:
        verbose_name = "solicitud ARCO"
        verbose_name_plural = "solicitudes ARCO"
        ordering = ("vence_el", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(vence_el__gte=F("recibida_el")), name="solicitud_plazo_no_antes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.numero} · {self.get_tipo_display()}"

    @property
    def esta_abierta(self) -> bool:
        """Falta responderla."""
        return self.estado in (self.Estado.RECIBIDA, self.Estado.EN_ATENCION)

    @property
    def esta_vencida(self) -> bool:
        """Pasó su plazo sin respuesta."""
        return self.esta_abierta and self.vence_el < timezone.localdate()
