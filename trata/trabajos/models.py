"""La cola de verdad está en la base: bandeja de salida, trabajos, claves y latidos.

Redis sólo avisa. Si se pierde entero, lo pendiente sigue aquí.
"""

from collections.abc import Iterator
from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone

from trata.comun.cifrado_por_trozos import descifrar_trozos
from trata.comun.modelos import PublicoModel

OPERATIVO = "Es un registro operativo: lo que cambia en el dominio deja su propio evento."
INTENTOS_PARA_ALERTA = 6


class SalidaQuerySet(models.QuerySet):
    """La bandeja por estado."""

    def pendientes(self) -> "SalidaQuerySet":
        """Lo que aún no se entregó."""
        return self.filter(hecha_en__isnull=True)

    def atascadas(self) -> "SalidaQuerySet":
        """Lo que falló tantas veces que alguien tiene que mirar. Se sigue intentando."""
        return self.pendientes().filter(intentos__gte=INTENTOS_PARA_ALERTA)


class Salida(models.Model):
    """Un efecto que tiene que ocurrir, escrito en la misma transacción que lo causa."""

    motivo_sin_historia: ClassVar[str] = OPERATIVO

    efecto = models.CharField("efecto", max_length=80)
    clave = models.CharField("clave", max_length=200)
    datos = models.JSONField("datos", encoder=DjangoJSONEncoder, default=dict)
    creada_en = models.DateTimeField("creada el", default=timezone.now, editable=False)
    intentos = models.PositiveIntegerField("intentos", default=0)
    proximo_en = models.DateTimeField("próximo intento", default=timezone.now)
    hecha_en = models.DateTimeField("entregada el", null=True)
    ultimo_error = models.CharField("último error", max_length=300, blank=True)

    objects = SalidaQuerySet.as_manager()

    class Meta:
        verbose_name = "salida"
        verbose_name_plural = "bandeja de salida"
        ordering = ("-creada_en", "-id")
        constraints = [
            models.UniqueConstraint(fields=("efecto", "clave"), name="salida_unica_por_clave"),
        ]
        indexes = [
            models.Index(
                fields=("proximo_en", "id"),
                condition=Q(hecha_en__isnull=True),
                name="salida_pendiente",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.efecto} · {self.clave}"

    @property
    def esta_atascada(self) -> bool:
        """Falló tantas veces que se muestra como alerta."""
        return self.hecha_en is None and self.intentos >= INTENTOS_PARA_ALERTA


class TrabajoQuerySet(models.QuerySet):
    """Los trabajos de cada quien."""

    def visibles_para(self, usuario: object) -> "TrabajoQuerySet":
        """Sólo los propios: un resultado puede llevar lo que otra persona no ve."""
        if not getattr(usuario, "is_active", False):
            return self.none()
        return self.filter(propietario=usuario)

    def vivos(self) -> "TrabajoQuerySet":
        """En cola o en curso."""
        return self.filter(estado__in=(Trabajo.Estado.EN_COLA, Trabajo.Estado.EN_CURSO))


class Trabajo(PublicoModel):
    """Algo largo que corre en segundo plano, con avance, cancelación y resultado."""

    motivo_sin_historia: ClassVar[str] = OPERATIVO

    class Estado(models.TextChoices):
        EN_COLA = "en_cola", "En cola"
        EN_CURSO = "en_curso", "En curso"
        TERMINADO = "terminado", "Terminado"
        FALLIDO = "fallido", "No se pudo terminar"
        CANCELADO = "cancelado", "Cancelado"
        VENCIDO = "vencido", "Vencido"

    tipo = models.CharField("tipo", max_length=80)
    titulo = models.CharField("título", max_length=200, blank=True)
    datos = models.JSONField("datos", encoder=DjangoJSONEncoder, default=dict)
    propietario = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="pedido por",
        on_delete=models.PROTECT,
        related_name="trabajos",
    )
    estado = models.CharField(
        "estado", max_length=12, choices=Estado.choices, default=Estado.EN_COLA
    )
    hecho = models.PositiveIntegerField("hecho", default=0)
    total = models.PositiveIntegerField("total", default=0)
    texto = models.CharField("qué está haciendo", max_length=200, blank=True)
    resumen = models.JSONField("resumen", encoder=DjangoJSONEncoder, default=dict)
    archivo = models.FileField("archivo", upload_to="trabajos/%Y/%m", blank=True, max_length=200)
    archivo_nombre = models.CharField("nombre del archivo", max_length=150, blank=True)
    archivo_tipo = models.CharField("tipo del archivo", max_length=100, blank=True)
    archivo_bytes = models.PositiveBigIntegerField("tamaño del archivo", default=0)
    archivo_huella = models.CharField("SHA-256 del archivo", max_length=64, blank=True)
    intentos = models.PositiveSmallIntegerField("intentos", default=0)
    error = models.CharField("qué pasó", max_length=300, blank=True)
    creado_en = models.DateTimeField("pedido el", default=timezone.now, editable=False)
    iniciado_en = models.DateTimeField("iniciado el", null=True)
    latido_en = models.DateTimeField("última señal", null=True)
    terminado_en = models.DateTimeField("terminado el", null=True)
    vence_en = models.DateTimeField("vence el", null=True)
    cancelacion_pedida_en = models.DateTimeField("cancelación pedida el", null=True)

    objects = TrabajoQuerySet.as_manager()

    class Meta:
        verbose_name = "trabajo"
        ordering = ("-creado_en", "-id")
        indexes = [
            models.Index(fields=("propietario", "-creado_en"), name="trabajo_de_quien"),
            models.Index(
                fields=("estado", "creado_en"),
                condition=Q(estado__in=("en_cola", "en_curso")),
                name="trabajo_vivo",
            ),
        ]

    def __str__(self) -> str:
        return self.titulo or self.tipo

    @property
    def esta_vivo(self) -> bool:
        """Todavía puede avanzar."""
        return self.estado in (self.Estado.EN_COLA, self.Estado.EN_CURSO)

    @property
    def porcentaje(self) -> int | None:
        """De 0 a 100; nada si el trabajo no sabe cuánto le falta."""
        if self.estado == self.Estado.TERMINADO:
            return 100
        return min(100, self.hecho * 100 // self.total) if self.total else None

    @property
    def tiene_archivo(self) -> bool:
        """Hay un resultado que aún se puede descargar."""
        vigente = self.vence_en is None or self.vence_en > timezone.now()
        return bool(self.archivo) and self.estado == self.Estado.TERMINADO and vigente

    def contenido(self) -> Iterator[bytes]:
        """El resultado descifrado, trozo a trozo. Lanza `ServicioNoDisponibleError`."""
        with self.archivo.open("rb") as guardado:
            yield from descifrar_trozos(guardado)


class EntradaDeTrabajo(models.Model):
    """El archivo con que se encargó un trabajo, cifrado. Se borra en cuanto el trabajo acaba."""

    motivo_sin_historia: ClassVar[str] = OPERATIVO

    trabajo = models.OneToOneField(Trabajo, on_delete=models.CASCADE, related_name="entrada")
    contenido_cifrado = models.BinaryField("contenido")

    class Meta:
        verbose_name = "archivo de entrada"
        verbose_name_plural = "archivos de entrada"


class ClaveDeIdempotencia(models.Model):
    """La respuesta que ya se dio a una clave: pedir otra vez lo mismo no lo hace otra vez."""

    motivo_sin_historia: ClassVar[str] = OPERATIVO

    usuario = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    clave = models.CharField("clave", max_length=200)
    huella = models.CharField("huella del pedido", max_length=64)
    estado = models.PositiveSmallIntegerField("estado HTTP")
    cuerpo = models.JSONField("cuerpo", encoder=DjangoJSONEncoder, null=True)
    cabeceras = models.JSONField("cabeceras", default=dict)
    creada_en = models.DateTimeField("creada el", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "clave de idempotencia"
        verbose_name_plural = "claves de idempotencia"
        constraints = [
            models.UniqueConstraint(fields=("usuario", "clave"), name="idempotencia_unica"),
        ]

    def __str__(self) -> str:
        return self.clave


class EjecucionPeriodica(models.Model):
    """Una tarea periódica ya se hizo en este periodo. Dos relojes no la hacen dos veces."""

    motivo_sin_historia: ClassVar[str] = OPERATIVO

    nombre = models.CharField("tarea", max_length=120)
    periodo = models.CharField("periodo", max_length=40)
    hecha_en = models.DateTimeField("hecha el", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "ejecución periódica"
        verbose_name_plural = "ejecuciones periódicas"
        constraints = [
            models.UniqueConstraint(fields=("nombre", "periodo"), name="periodica_una_vez"),
        ]

    def __str__(self) -> str:
        return f"{self.nombre} · {self.periodo}"


class Latido(models.Model):
    """La última señal de vida de un proceso (`worker`, `beat`, `sellador`)."""

    motivo_sin_historia: ClassVar[str] = OPERATIVO

    proceso = models.CharField("proceso", max_length=40, primary_key=True)
    momento = models.DateTimeField("última señal")
    detalle = models.CharField("detalle", max_length=200, blank=True)

    class Meta:
        verbose_name = "latido"

    def __str__(self) -> str:
        return self.proceso


class CorreoRetenido(PublicoModel):
    """Un correo que la demostración no envió: lo ve quien administra."""

    motivo_sin_historia: ClassVar[str] = OPERATIVO

    momento = models.DateTimeField("momento", default=timezone.now, editable=False)
    remitente = models.CharField("de", max_length=200)
    para = models.CharField("para", max_length=500)
    asunto = models.CharField("asunto", max_length=300)
    texto = models.TextField("texto")

    class Meta:
        verbose_name = "correo retenido"
        verbose_name_plural = "correos retenidos"
        ordering = ("-momento", "-id")

    def __str__(self) -> str:
        return self.asunto
