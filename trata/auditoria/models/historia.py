"""Quién miró, el sello de la historia y lo que lleva el oficial de datos."""

from typing import ClassVar

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from trata.comun import formato
from trata.comun.modelos import PublicoModel
from trata.cuentas.roles import nombre_del_rol

ES_LA_HISTORIA = "Es parte de la historia: sólo se agrega y queda sellado."


class Acceso(PublicoModel):
    """Alguien miró un dato protegido: se escribe antes de mostrarlo, en la misma transacción."""

    motivo_sin_historia: ClassVar[str] = ES_LA_HISTORIA
    solo_agregar: ClassVar[bool] = True
    campo_de_momento: ClassVar[str] = "momento"

    momento = models.DateTimeField("momento", default=timezone.now, editable=False)
    usuario = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="usuario",
        on_delete=models.PROTECT,
        related_name="accesos",
    )
    rol = models.CharField("rol en ese momento", max_length=30, blank=True)
    objeto_tipo = models.CharField("qué es", max_length=80)
    objeto_id = models.CharField("identificador", max_length=80)
    campos = ArrayField(models.CharField(max_length=80), verbose_name="campos")
    motivo = models.CharField("motivo", max_length=500)
    resultado = models.CharField("resultado", max_length=20, default="mostrado")
    direccion = models.CharField("dirección", max_length=45, blank=True)
    url = models.CharField("ruta", max_length=300, blank=True)

    class Meta:
        verbose_name = "acceso"
        ordering = ("-momento", "-id")
        indexes = [
            models.Index(fields=("objeto_tipo", "objeto_id", "momento"), name="acceso_por_objeto"),
            models.Index(fields=("usuario", "momento"), name="acceso_por_usuario"),
            models.Index(fields=("momento",), name="acceso_por_momento"),
        ]

    def __str__(self) -> str:
        return f"{self.usuario_id} → {self.objeto_tipo} {self.objeto_id}"

    @property
    def rol_nombre(self) -> str:
        """El nombre del rol que tenía."""
        return nombre_del_rol(self.rol)

    @property
    def que(self) -> str:
        """Qué se miró, en castellano («Víctima»)."""
        try:
            nombre = str(apps.get_model(self.objeto_tipo)._meta.verbose_name)
        except (LookupError, ValueError):
            nombre = self.objeto_tipo
        return nombre[:1].upper() + nombre[1:]


class Entrada(models.Model):
    """Alguien entró, salió o no pudo entrar."""

    motivo_sin_historia: ClassVar[str] = ES_LA_HISTORIA
    solo_agregar: ClassVar[bool] = True
    campo_de_momento: ClassVar[str] = "momento"

    class Resultado(models.TextChoices):
        ENTRO = "entro", "Entró"
        FALLO = "fallo", "No pudo entrar"
        SALIO = "salio", "Salió"

    momento = models.DateTimeField("momento", default=timezone.now, editable=False)
    usuario = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="cuenta",
        on_delete=models.PROTECT,
        null=True,
        related_name="entradas",
    )
    resultado = models.CharField("resultado", max_length=8, choices=Resultado.choices)
    direccion = models.CharField("dirección", max_length=45, blank=True)
    navegador = models.CharField("navegador", max_length=200, blank=True)

    class Meta:
        verbose_name = "entrada"
        ordering = ("-momento", "-id")
        indexes = [models.Index(fields=("usuario", "-momento"), name="entrada_de_quien")]

    def __str__(self) -> str:
        return f"{self.get_resultado_display()}: {self.usuario or 'cuenta desconocida'}"


class HistoriaOmitida(models.Model):
    """Una carga declarada que no dejó un evento por fila: quién, por qué y sobre qué tablas."""

    motivo_sin_historia: ClassVar[str] = ES_LA_HISTORIA
    solo_agregar: ClassVar[bool] = True
    campo_de_momento: ClassVar[str] = "momento"

    momento = models.DateTimeField("momento", default=timezone.now, editable=False)
    usuario = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    motivo = models.CharField("motivo", max_length=500)
    tablas = ArrayField(models.CharField(max_length=80), verbose_name="tablas")

    class Meta:
        verbose_name = "historia omitida"
        verbose_name_plural = "historias omitidas"
        ordering = ("-momento", "-id")

    def __str__(self) -> str:
        return self.motivo


class Lote(models.Model):
    """Un eslabón del sello: un conjunto de filas ya confirmadas, firmado con HMAC-SHA256.

    `numero` es propio y consecutivo, sin relación con los números internos de PostgreSQL: la
    cadena se verifica igual tras restaurar la base en otro servidor.
    """

    motivo_sin_historia: ClassVar[str] = ES_LA_HISTORIA
    solo_agregar: ClassVar[bool] = True

    numero = models.BigIntegerField("número", primary_key=True)
    momento = models.DateTimeField("sellado el")
    completa_hasta = models.DateTimeField("todo lo anterior a esta hora está sellado")
    filas = models.IntegerField("filas")
    llave = models.CharField("llave", max_length=40)
    anterior = models.CharField("firma del anterior", max_length=64, blank=True)
    firma = models.CharField("firma", max_length=64)

    class Meta:
        verbose_name = "lote sellado"
        verbose_name_plural = "lotes sellados"
        ordering = ("-numero",)

    def __str__(self) -> str:
        return f"Lote {self.numero}"


class LoteTabla(models.Model):
    """Las filas de una tabla que entraron en un lote: sus llaves y la huella de cada una."""

    motivo_sin_historia: ClassVar[str] = ES_LA_HISTORIA
    solo_agregar: ClassVar[bool] = True

    lote = models.ForeignKey(Lote, on_delete=models.PROTECT, related_name="tablas")
    tabla = models.CharField("tabla", max_length=80)
    columnas = ArrayField(models.CharField(max_length=80), verbose_name="columnas")
    llaves = ArrayField(models.BigIntegerField(), verbose_name="llaves")
    ultima = models.BigIntegerField("llave más alta")
    huellas = models.BinaryField("huellas SHA-256 seguidas")

    class Meta:
        verbose_name = "tabla de un lote"
        verbose_name_plural = "tablas de un lote"
        constraints = [
            models.UniqueConstraint(fields=("lote", "tabla"), name="lotetabla_una_por_tabla"),
        ]
        indexes = [models.Index(fields=("tabla", "lote"), name="lotetabla_por_tabla")]

    def __str__(self) -> str:
        return f"{self.lote_id} · {self.tabla}"


class Verificacion(PublicoModel):
    """El resultado de una verificación del sello. No se corrige: se verifica otra vez."""

    motivo_sin_historia: ClassVar[str] = ES_LA_HISTORIA
    solo_agregar: ClassVar[bool] = True
    campo_de_momento: ClassVar[str] = "momento"

    momento = models.DateTimeField("verificado el", default=timezone.now, editable=False)
    lotes = models.BigIntegerField("lotes revisados")
    filas = models.BigIntegerField("filas revisadas")
    por_sellar = models.BigIntegerField("filas por sellar")
    milisegundos = models.PositiveIntegerField("duración en milisegundos")
    hallazgos = models.JSONField("hallazgos", default=list)
    hallazgos_en_total = models.PositiveIntegerField("hallazgos en total")

    class Meta:
        verbose_name = "verificación"
        verbose_name_plural = "verificaciones"
        ordering = ("-momento", "-id")

    def __str__(self) -> str:
        return "Íntegra" if self.es_integra else formato.plural(self.hallazgos_en_total, "hallazgo")

    @property
    def es_integra(self) -> bool:
        """No encontró ninguna alteración."""
        return self.hallazgos_en_total == 0


class PeticionDeVerificacion(models.Model):
    """Quien audita pide verificar ahora; el sellador, único con la llave, lo hace."""

    motivo_sin_historia: ClassVar[str] = "Es un recado al sellador; el resultado queda sellado."

    pedida_en = models.DateTimeField("pedida el", default=timezone.now, editable=False)
    pedida_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    atendida_en = models.DateTimeField("atendida el", null=True)

    class Meta:
        verbose_name = "petición de verificación"
        verbose_name_plural = "peticiones de verificación"
        ordering = ("-pedida_en", "-id")

    def __str__(self) -> str:
        return f"{self.pedida_en:%Y-%m-%d %H:%M}"
