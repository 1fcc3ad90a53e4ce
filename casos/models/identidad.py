"""La mitad protegida del registro: quién es cada persona, en tablas aparte y cifrado.

Los nombres, el documento, el contacto y la dirección exacta sólo existen en columnas `*_cifrado`;
se buscan por índices con llave, nunca por su texto. La historia guarda quién cambió y cuándo, no
el contenido: lo dicho antes queda, cifrado, en `DatoDeIdentidad`.
"""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from casos.campos import CategoriaField
from casos.models.base import HijoDeCasoQuerySet
from casos.models.caso import Caso
from casos.models.persona import Implicado, Migrante, Victima
from trata.comun.historia import con_historia
from trata.comun.modelos import PublicoModel, RegistradoModel, VersionadoModel
from trata.cuentas.models import Entidad

# Dato → columna cifrada. Es la lista de datos personales que se guardan de cada quien.
CAMPOS_CIFRADOS: dict[str, str] = {
    "nombres": "nombres_cifrado",
    "primer_apellido": "primer_apellido_cifrado",
    "segundo_apellido": "segundo_apellido_cifrado",
    "otros_nombres": "otros_nombres_cifrado",
    "documento": "documento_cifrado",
    "telefono": "telefono_cifrado",
    "correo": "correo_cifrado",
    "direccion": "direccion_cifrado",
    "genero_u_orientacion": "genero_u_orientacion_cifrado",
}
ETIQUETAS: dict[str, str] = {
    "nombres": "Nombres",
    "primer_apellido": "Primer apellido",
    "segundo_apellido": "Segundo apellido",
    "otros_nombres": "Nombre social o alias",
    "documento": "Número de documento",
    "telefono": "Teléfono de contacto",
    "correo": "Correo de contacto",
    "direccion": "Dirección exacta",
    "genero_u_orientacion": "Identidad de género u orientación, si la dijo",
}
# De una niña, niño o adolescente, estos datos nunca se muestran: sólo se pueden verificar.
NUNCA_DE_NNA = frozenset(
    {
        *("nombres", "primer_apellido", "segundo_apellido", "otros_nombres"),
        *("documento", "genero_u_orientacion"),
    }
)


@con_historia()
class PersonaUnica(RegistradoModel, PublicoModel):
    """Una persona natural, sin ningún dato suyo: reúne sus apariciones en los casos.

    `documento_indice` es el índice ciego de su documento propio; la base impide que dos personas
    lo compartan, salvo que se haya declarado en disputa (dos personas con un mismo documento).
    """

    nunca_se_borra: ClassVar[bool] = True

    documento_indice = models.CharField("índice del documento", max_length=64, blank=True)
    en_disputa = models.BooleanField("documento en disputa", default=False)
    unida_a = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="unidas", editable=False
    )

    class Meta:
        verbose_name = "persona única"
        verbose_name_plural = "personas únicas"
        constraints = [
            models.UniqueConstraint(
                fields=["documento_indice"],
                condition=~Q(documento_indice="") & Q(en_disputa=False, unida_a=None),
                name="persona_unica_por_documento",
            )
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class IdentidadQuerySet(HijoDeCasoQuerySet):
    """Identidades de los casos que se ven."""

    def buscables(self) -> Self:
        """Las que admiten búsqueda y avisos: sin reserva, sin retirar y de casos en pie."""
        return self.filter(
            reserva_de_identidad=False,
            victima__retirado_en=None,
            implicado__retirado_en=None,
            migrante__retirado_en=None,
        ).exclude(caso__estado="anulado")


@con_historia(exclude=tuple(CAMPOS_CIFRADOS.values()))
class Identidad(RegistradoModel, PublicoModel, VersionadoModel):
    """La identidad de una persona del caso. Se muestra de una en una, con motivo y anotada."""

    nunca_se_borra: ClassVar[bool] = True

    class Clase(models.TextChoices):
        VICTIMA = "victima", "Víctima"
        IMPLICADO = "implicado", "Persona implicada"
        MIGRANTE = "migrante", "Migrante objeto de tráfico"
        DENUNCIANTE = "denunciante", "Denunciante"
        TESTIGO = "testigo", "Testigo"
        DEPENDIENTE = "dependiente", "Familiar o persona a cargo"

    class DocumentoDe(models.TextChoices):
        PROPIO = "propio", "De la propia persona"
        MADRE = "madre", "De su madre"
        PADRE = "padre", "De su padre"
        CUIDADOR = "cuidador", "De quien la cuida"
        OTRO = "otro", "De otra persona"

    caso = models.ForeignKey(Caso, on_delete=models.PROTECT, related_name="identidades")
    clase = models.CharField("quién es en el caso", max_length=12, choices=Clase.choices)
    seudonimo = models.CharField("código", max_length=34, unique=True, editable=False)
    victima = models.OneToOneField(
        Victima, models.PROTECT, null=True, blank=True, related_name="identidad"
    )
    implicado = models.OneToOneField(
        Implicado, models.PROTECT, null=True, blank=True, related_name="identidad"
    )
    migrante = models.OneToOneField(
        Migrante, models.PROTECT, null=True, blank=True, related_name="identidad"
    )
    persona_unica = models.ForeignKey(
        PersonaUnica, models.PROTECT, null=True, editable=False, related_name="identidades"
    )
    es_nna = models.BooleanField(
        "es niña, niño o adolescente",
        default=False,
        help_text="Sólo para denunciante, testigo o familiar: de los demás lo dice su edad.",
    )
    nombres_cifrado = models.TextField("nombres", blank=True, editable=False)
    primer_apellido_cifrado = models.TextField("primer apellido", blank=True, editable=False)
    segundo_apellido_cifrado = models.TextField("segundo apellido", blank=True, editable=False)
    otros_nombres_cifrado = models.TextField("nombre social o alias", blank=True, editable=False)
    documento_cifrado = models.TextField("número de documento", blank=True, editable=False)
    documento_tipo = CategoriaField("tipo de documento", catalogo="tipo_documento")
    documento_de = models.CharField(
        "de quién es el documento",
        max_length=10,
        choices=DocumentoDe.choices,
        default=DocumentoDe.PROPIO,
    )
    documento_indice = models.CharField(
        "índice del documento", max_length=64, blank=True, editable=False
    )
    documento_en_disputa = models.BooleanField(
        "dos personas dicen tener este documento", default=False, editable=False
    )
    telefono_cifrado = models.TextField("teléfono", blank=True, editable=False)
    correo_cifrado = models.TextField("correo", blank=True, editable=False)
    direccion_cifrado = models.TextField("dirección exacta", blank=True, editable=False)
    genero_u_orientacion_cifrado = models.TextField(
        "identidad de género u orientación", blank=True, editable=False
    )
    reserva_de_identidad = models.BooleanField("reserva de identidad", default=False)
    reserva_sustento = models.CharField("documento que la dispone", max_length=200, blank=True)
    reserva_desde = models.DateTimeField("reserva desde", null=True, editable=False)
    retirada_en = models.DateTimeField("retirada el", null=True, editable=False)
    suprimida_en = models.DateTimeField("suprimida el", null=True, editable=False)

    # Lo pone quien acaba de escribirla: el aviso de existencia es sólo para ese momento.
    documento_recien_escrito = False

    objects = IdentidadQuerySet.as_manager()

    class Meta:
        verbose_name = "identidad"
        verbose_name_plural = "identidades"
        ordering = ("caso", "seudonimo")
        constraints = [
            models.UniqueConstraint(
                fields=["caso", "clase", "documento_indice"],
                condition=~Q(documento_indice="")
                & Q(documento_de="propio", retirada_en=None)
                & Q(documento_en_disputa=False, reserva_de_identidad=False)
                & Q(clase__in=["victima", "migrante", "implicado"]),
                name="identidad_documento_una_vez_por_caso",
            ),
            models.CheckConstraint(
                condition=Q(clase="victima", victima__isnull=False, implicado=None, migrante=None)
                | Q(clase="implicado", implicado__isnull=False, victima=None, migrante=None)
                | Q(clase="migrante", migrante__isnull=False, victima=None, implicado=None)
                | (
                    Q(clase__in=["denunciante", "testigo", "dependiente"])
                    & Q(victima=None, implicado=None, migrante=None)
                ),
                name="identidad_de_una_persona",
            ),
        ]
        indexes = [models.Index(fields=["documento_indice"], name="identidad_por_documento")]

    def __str__(self) -> str:
        return self.seudonimo

    @property
    def persona(self) -> Victima | Implicado | Migrante | None:
        """La persona del caso; `None` si es denunciante, testigo o familiar."""
        return self.victima or self.implicado or self.migrante

    @property
    def guardados(self) -> list[str]:
        """Qué datos hay, sin decir cuáles son."""
        return [c for c, columna in CAMPOS_CIFRADOS.items() if getattr(self, columna)]


class ClaveDeNombre(models.Model):
    """Huella con llave de una palabra del nombre, tal cual o como suena. No se puede leer."""

    motivo_sin_historia: ClassVar[str] = "Se rehace entera desde la identidad, que sí la lleva."

    identidad = models.ForeignKey(Identidad, on_delete=models.CASCADE, related_name="claves")
    clave = models.CharField("huella", max_length=32)
    exacta = models.BooleanField("palabra exacta")

    class Meta:
        verbose_name = "clave de nombre"
        verbose_name_plural = "claves de nombres"
        constraints = [
            models.UniqueConstraint(fields=["clave", "identidad"], name="clave_de_nombre_unica")
        ]


class DatoDeIdentidad(RegistradoModel, PublicoModel):
    """Quién dijo cada dato, cuándo y según qué documento. Lo anterior y lo contradicho queda."""

    nunca_se_borra: ClassVar[bool] = True

    motivo_sin_historia: ClassVar[str] = "Es su propia historia: cada dicho es una fila que queda."

    identidad = models.ForeignKey(Identidad, models.PROTECT, related_name="datos")
    campo = models.CharField("dato", max_length=40)
    valor_cifrado = models.TextField("valor", blank=True, editable=False)
    entidad = models.ForeignKey(
        Entidad, models.PROTECT, null=True, related_name="+", verbose_name="institución"
    )
    documento_fuente = models.CharField("documento del que consta", max_length=200, blank=True)
    es_vigente = models.BooleanField("es el que se usa", default=False)
    contradice = models.BooleanField("contradice lo ya dicho", default=False)

    class Meta:
        verbose_name = "dato de identidad"
        verbose_name_plural = "datos de identidad"
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["identidad", "campo"],
                condition=Q(es_vigente=True),
                name="dato_de_identidad_uno_vigente",
            )
        ]

    def __str__(self) -> str:
        return f"{self.identidad_id} · {self.campo}"

    @property
    def etiqueta(self) -> str:
        """Qué dato es, en castellano."""
        return ETIQUETAS.get(self.campo, self.campo)


class AperturaQuerySet(models.QuerySet):
    """Aperturas por vigencia."""

    def vigentes(self) -> Self:
        """Las que todavía no vencen."""
        return self.filter(hasta__gt=timezone.now())


@con_historia()
class Apertura(PublicoModel):
    """Alguien sin asignación abrió un caso de su territorio, dijo para qué y hasta cuándo."""

    nunca_se_borra: ClassVar[bool] = True

    caso = models.ForeignKey(Caso, on_delete=models.PROTECT, related_name="aperturas")
    usuario = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="aperturas"
    )
    motivo = models.CharField("para qué", max_length=300)
    desde = models.DateTimeField("desde", default=timezone.now, editable=False)
    hasta = models.DateTimeField("hasta")

    objects = AperturaQuerySet.as_manager()

    class Meta:
        verbose_name = "apertura de un caso"
        verbose_name_plural = "aperturas de casos"
        ordering = ("-desde",)
        indexes = [models.Index(fields=["usuario", "caso", "hasta"], name="apertura_vigente")]

    def __str__(self) -> str:
        return f"{self.usuario_id} → {self.caso_id}"


class BusquedaDeIdentidad(PublicoModel):
    """Alguien buscó a una persona. Guarda la huella de lo buscado, no el texto."""

    motivo_sin_historia: ClassVar[str] = "Sólo se agrega: es un registro de lecturas."
    solo_agregar: ClassVar[bool] = True

    class Clase(models.TextChoices):
        DOCUMENTO = "documento", "Documento"
        NOMBRE = "nombre", "Nombre"
        VERIFICACION = "verificacion", "Verificación de un dato"
        FUERA = "fuera", "Aviso de existencia fuera del ámbito"

    usuario = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="busquedas_de_identidad"
    )
    momento = models.DateTimeField("momento", default=timezone.now, editable=False)
    clase = models.CharField("qué se buscó", max_length=12, choices=Clase.choices)
    huella = models.CharField("huella de lo buscado", max_length=64)
    hallados = models.PositiveSmallIntegerField("hallados", default=0)

    class Meta:
        verbose_name = "búsqueda de identidad"
        verbose_name_plural = "búsquedas de identidad"
        ordering = ("-momento",)
        indexes = [
            models.Index(fields=["usuario", "clase", "momento"], name="busqueda_por_usuario")
        ]

    def __str__(self) -> str:
        return f"{self.usuario_id} · {self.clase}"


def clase_de(persona: Any) -> str:
    """La clase de identidad de una persona del caso."""
    return {Victima: "victima", Implicado: "implicado", Migrante: "migrante"}[type(persona)]
