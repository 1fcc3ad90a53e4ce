"""Entidades, usuarios y designaciones."""

from datetime import date
from functools import cached_property
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from trata.comun.historia import con_historia
from trata.comun.modelos import PublicoModel, RegistradoModel, ReglasModel
from trata.comun.preparadas import Preparada
from trata.cuentas import reglas
from trata.cuentas.models.autorizacion import Autorizacion
from trata.cuentas.permisos import Permiso
from trata.cuentas.roles import OPCIONES_DE_ROL, ROLES, Rol
from trata.territorio.ambito import Ambito

__all__ = ["Autorizacion", "Designacion", "Entidad", "EnvioPendiente", "Usuario"]


@con_historia()
class Entidad(models.Model):
    """Institución a la que pertenece un usuario y que presta servicios de la política.

    Vive aquí, y no en `politica`, porque las cuentas están más abajo (ADR 0002).
    """

    class Tipo(models.TextChoices):
        SECTOR = "sector", "Sector del Poder Ejecutivo"
        AUTONOMA = "autonoma", "Organismo constitucionalmente autónomo"
        ORGANO = "organo", "Órgano o programa de un sector"
        REGIONAL = "regional", "Gobierno regional"
        LOCAL = "local", "Gobierno local"
        SOCIEDAD_CIVIL = "sociedad_civil", "Sociedad civil"
        OTRA = "otra", "Otra"

    codigo = models.SlugField("código", primary_key=True, max_length=40)
    nombre = models.CharField("nombre", max_length=200)
    sigla = models.CharField("sigla", max_length=40, blank=True)
    tipo = models.CharField("tipo", max_length=20, choices=Tipo.choices)
    sector = models.ForeignKey(
        "self",
        verbose_name="sector",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organos",
    )
    fuente = models.CharField("fuente", max_length=300, blank=True)
    vigente_hasta = models.DateField("vigente hasta", null=True, blank=True)

    class Meta:
        verbose_name = "entidad"
        verbose_name_plural = "entidades"
        ordering = ("nombre",)

    def __str__(self) -> str:
        return self.sigla or self.nombre


class UsuarioManager(BaseUserManager):
    """Crea usuarios; el nombre de usuario distingue sólo minúsculas."""

    def create_user(self, username: str, password: str | None = None, **campos) -> "Usuario":
        """Crea y guarda un usuario con la contraseña cifrada."""
        usuario = self.model(username=username.lower(), **campos)
        usuario.set_password(password)
        usuario.save(using=self._db)
        return usuario

    def get_by_natural_key(self, username: str) -> "Usuario":
        """Busca por nombre de usuario sin distinguir mayúsculas."""
        return self.get(username=username.lower())


@con_historia(exclude=("password", "last_login"))
class Usuario(AbstractBaseUser, PermissionsMixin, PublicoModel):
    """Una persona o un sistema que entra. Lo que puede hacer lo dicen sus designaciones."""

    username = models.CharField("usuario", max_length=60, unique=True)
    nombres = models.CharField("nombres", max_length=120)
    apellidos = models.CharField("apellidos", max_length=120, blank=True)
    email = models.EmailField("correo institucional", blank=True)
    entidad = models.ForeignKey(
        Entidad,
        verbose_name="entidad",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="usuarios",
    )
    is_active = models.BooleanField("activo", default=True)
    es_sistema = models.BooleanField("es cuenta de sistema", default=False)
    es_demostracion = models.BooleanField("es de demostración", default=False)
    tabla_compacta = models.BooleanField("tablas compactas", default=False)
    creado_en = models.DateTimeField("creado el", default=timezone.now, editable=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["nombres"]
    objects = UsuarioManager()

    class Meta:
        verbose_name = "usuario"
        ordering = ("apellidos", "nombres")

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def get_full_name(self) -> str:
        """Nombres y apellidos."""
        return f"{self.nombres} {self.apellidos}".strip()

    def get_short_name(self) -> str:
        """Los nombres."""
        return self.nombres

    @property
    def is_staff(self) -> bool:
        """Nadie entra a un sitio de administración aparte: las pantallas están en la casa."""
        return False

    @cached_property
    def designaciones_vigentes(self) -> list["Designacion"]:
        """Las designaciones en vigor. El usuario se lee en cada pedido: revocar surte efecto ya."""
        if not self.is_active:
            return []
        vigentes = _VIGENTES.objetos(self.pk, timezone.localdate())
        for designacion in vigentes:
            designacion.usuario = self
        return vigentes

    @property
    def rol(self) -> Rol | None:
        """Su función. Quien cumple dos funciones tiene dos cuentas."""
        vigentes = self.designaciones_vigentes
        return ROLES[vigentes[0].rol] if vigentes else None

    @property
    def ambito(self) -> Ambito:
        """Unión de los prefijos de sus designaciones vigentes."""
        return Ambito(frozenset(p for d in self.designaciones_vigentes for p in d.prefijos))

    def tiene_permiso(self, permiso: Permiso) -> bool:
        """Dice si su rol vigente tiene el permiso. Sin designación vigente, ninguno."""
        rol = self.rol
        return rol is not None and rol.puede(Permiso(permiso))


class DesignacionQuerySet(models.QuerySet):
    """Designaciones por vigencia."""

    def vigentes(self, en: date | None = None) -> "DesignacionQuerySet":
        """Las que rigen en la fecha (hoy si no se dice)."""
        dia = en or timezone.localdate()
        return self.filter(
            Q(hasta__isnull=True) | Q(hasta__gte=dia), desde__lte=dia, revocada_en__isnull=True
        )


@con_historia()
class Designacion(ReglasModel, RegistradoModel, PublicoModel):
    """El acto que da a un usuario un rol, sobre un ámbito y por un plazo.

    El punto focal la recibe por resolución (practica §25). Nunca se borra: se revoca.
    """

    nunca_se_borra: ClassVar[bool] = True

    class Calidad(models.TextChoices):
        TITULAR = "titular", "Titular"
        ALTERNO = "alterno", "Alterno"
        SUBREPORTANTE = "subreportante", "Subreportante"
        APROBADOR = "aprobador", "Aprueba por la entidad"

    reglas = reglas.DESIGNACION

    usuario = models.ForeignKey(Usuario, on_delete=models.PROTECT, related_name="designaciones")
    rol = models.CharField("rol", max_length=30, choices=OPCIONES_DE_ROL)
    calidad = models.CharField(
        "calidad", max_length=15, choices=Calidad.choices, default=Calidad.TITULAR
    )
    prefijos = ArrayField(
        models.CharField(max_length=6, blank=True),
        verbose_name="ámbito",
        default=list,
        blank=True,
        help_text="Códigos de ubigeo: vacío es nacional, 2 cifras departamento, 4 provincia.",
    )
    resolucion = models.CharField("resolución o documento", max_length=120, blank=True)
    desde = models.DateField("desde", default=timezone.localdate)
    hasta = models.DateField("hasta", null=True, blank=True)
    recertificada_en = models.DateTimeField("recertificada el", null=True, editable=False)
    recertificada_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    revocada_en = models.DateTimeField("revocada el", null=True, editable=False)
    revocada_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = DesignacionQuerySet.as_manager()

    class Meta:
        verbose_name = "designación"
        verbose_name_plural = "designaciones"
        ordering = ("-desde", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(hasta__isnull=True) | Q(hasta__gte=models.F("desde")),
                name="designacion_hasta_no_antes_de_desde",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rol_display()} ({self.usuario})"

    @property
    def esta_vigente(self) -> bool:
        """Dice si rige hoy."""
        hoy = timezone.localdate()
        en_plazo = self.desde <= hoy and (self.hasta is None or self.hasta >= hoy)
        return self.revocada_en is None and en_plazo


# En cada pedido se preguntan: qué rol y qué ámbito tiene hoy quien pide.
_VIGENTES = Preparada(
    lambda usuario, dia: Designacion.objects.filter(usuario=usuario).vigentes(dia), int, date
)


class EnvioPendiente(models.Model):
    """El formulario que llegó con la sesión vencida. Se cifra, se ofrece al volver y se borra."""

    motivo_sin_historia: ClassVar[str] = "Es un borrador; al enviarlo, el registro deja la suya."

    usuario = models.ForeignKey(Usuario, on_delete=models.CASCADE, related_name="pendientes")
    ruta = models.CharField("ruta", max_length=300)
    cuerpo = models.TextField("cuerpo cifrado")
    registrado_en = models.DateTimeField("registrado el", auto_now_add=True)

    class Meta:
        verbose_name = "envío pendiente"
        verbose_name_plural = "envíos pendientes"

    def __str__(self) -> str:
        return f"{self.usuario} · {self.registrado_en:%d/%m/%Y %H:%M}"
