"""Convenio: por qué otro sistema puede entrar. Credencial: con qué entra."""

import ipaddress
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from knox.models import AbstractAuthToken

from trata.comun.historia import con_historia
from trata.comun.modelos import PublicoModel, RegistradoModel, ReglasModel
from trata.cuentas.models import Entidad
from trata.cuentas.permisos import Permiso
from trata.integracion import reglas
from trata.integracion.alcances import ALCANCES, OPCIONES_DE_ALCANCE, permisos_de


@con_historia()
class Convenio(ReglasModel, RegistradoModel, PublicoModel):
    """El acuerdo con una institución: finalidad, vigencia y documento (practica §30)."""

    nunca_se_borra: ClassVar[bool] = True

    reglas = reglas.CONVENIO

    entidad = models.ForeignKey(
        Entidad, verbose_name="institución", on_delete=models.PROTECT, related_name="convenios"
    )
    documento = models.CharField("documento", max_length=160)
    finalidad = models.TextField("finalidad", max_length=1000)
    desde = models.DateField("desde", default=timezone.localdate)
    hasta = models.DateField("hasta")

    class Meta:
        verbose_name = "convenio"
        ordering = ("entidad", "-desde")
        constraints = [
            models.CheckConstraint(condition=Q(hasta__gte=F("desde")), name="convenio_plazo")
        ]

    def __str__(self) -> str:
        return f"{self.entidad} · {self.documento}"

    @property
    def esta_vigente(self) -> bool:
        """Dice si rige hoy."""
        return self.desde <= timezone.localdate() <= self.hasta


@con_historia(exclude=("digest", "ultimo_uso"))
class Credencial(ReglasModel, AbstractAuthToken, PublicoModel):
    """Token de un sistema: se guarda su hash, se muestra una vez, vence y se revoca.

    Presta sólo los permisos de sus alcances y sólo desde sus redes. Nunca se borra.
    """

    reglas = reglas.CREDENCIAL

    convenio = models.ForeignKey(
        Convenio, verbose_name="convenio", on_delete=models.PROTECT, related_name="credenciales"
    )
    nombre = models.CharField("nombre", max_length=80)
    alcances = ArrayField(
        models.CharField(max_length=30, choices=OPCIONES_DE_ALCANCE), verbose_name="alcances"
    )
    redes = ArrayField(
        models.CharField(max_length=50),
        verbose_name="redes permitidas",
        default=list,
        blank=True,
        help_text="Una por línea. Vacío: desde cualquier dirección.",
    )
    emitida_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    revocada_en = models.DateTimeField("revocada el", null=True, editable=False)
    revocada_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    ultimo_uso = models.DateTimeField("último uso", null=True, editable=False)

    class Meta:
        verbose_name = "credencial"
        verbose_name_plural = "credenciales"
        ordering = ("-created",)

    def __str__(self) -> str:
        return f"{self.nombre} ({self.token_key}…)"

    @property
    def situacion(self) -> str:
        """Vigente, revocada, vencida o con convenio vencido."""
        if self.revocada_en is not None:
            return "revocada"
        if self.expiry is not None and self.expiry <= timezone.now():
            return "vencida"
        return "vigente" if self.convenio.esta_vigente else "convenio vencido"

    @property
    def nombres_de_alcances(self) -> list[str]:
        """Sus alcances en palabras."""
        return [ALCANCES[c].nombre for c in self.alcances if c in ALCANCES]

    def permite(self, permiso: Permiso) -> bool:
        """Dice si sus alcances incluyen el permiso."""
        return permiso in permisos_de(self.alcances)

    def admite(self, direccion: Any) -> bool:
        """Dice si se puede usar desde esta dirección IP (sin redes, desde cualquiera)."""
        if not self.redes:
            return True
        try:
            ip = ipaddress.ip_address(str(direccion))
        except ValueError:
            return False
        return any(ip in ipaddress.ip_network(red) for red in self.redes)
