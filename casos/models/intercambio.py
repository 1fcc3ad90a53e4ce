"""Lo que hace falta para hablar con otros sistemas: sus códigos y las solicitudes de enlace."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from casos import reglas
from casos.campos import CategoriaField
from casos.models.base import FichaModel, HijoDeCasoQuerySet
from casos.models.caso import Caso, ClaveExterna
from trata.comun.historia import con_historia
from trata.comun.modelos import RegistradoModel
from trata.cuentas.models import Entidad


@con_historia()
class CodigoExterno(RegistradoModel):
    """Cómo llama un sistema a un caso o a una parte: con eso la vuelve a encontrar y la actualiza.

    `version_dejada` es la versión en que la dejó ese sistema: si el registro sigue en ella, nadie
    más lo cambió y la fuente puede actualizarlo sin leerlo antes.
    """

    fuente = models.ForeignKey(Entidad, models.PROTECT, related_name="+", verbose_name="fuente")
    recurso = models.CharField("recurso", max_length=20)
    codigo = models.CharField("código en la fuente", max_length=80)
    caso = models.ForeignKey(Caso, models.PROTECT, related_name="codigos_externos")
    objeto = models.UUIDField("identificador")
    version_dejada = models.PositiveIntegerField("versión en que lo dejó la fuente", default=1)

    objects = HijoDeCasoQuerySet.as_manager()

    class Meta:
        verbose_name = "código externo"
        verbose_name_plural = "códigos externos"
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["fuente", "recurso", "codigo"], name="codigo_externo_unico"
            )
        ]
        indexes = [models.Index(fields=["objeto"], name="codigo_externo_objeto")]

    def __str__(self) -> str:
        return f"{self.fuente_id}: {self.codigo}"


class SolicitudQuerySet(models.QuerySet):
    """Solicitudes por quien las mira."""

    def enviadas_por(self, usuario: Any) -> Self:
        """Las de los casos que ve y de su institución, o las que hizo."""
        propias = Q(registrado_por=usuario)
        if usuario.entidad_id:
            propias |= Q(entidad=usuario.entidad_id)
        return self.filter(propias, caso__in=Caso.objects.visibles_para(usuario))

    def recibidas_por(self, usuario: Any) -> Self:
        """Las que nombran el número de un caso que ve, y que no son de su propia mano."""
        visibles = Caso.objects.visibles_para(usuario)
        nombrado = ClaveExterna.objects.filter(
            institucion=OuterRef("institucion"),
            tipo=OuterRef("tipo"),
            numero=OuterRef("numero"),
            retirado_en=None,
            caso__in=visibles,
        ).exclude(caso=OuterRef("caso"))
        pendiente = Q(estado=SolicitudDeEnlace.Estado.PENDIENTE)
        return self.filter(pendiente & Exists(nombrado) | Q(caso_destino__in=visibles)).exclude(
            registrado_por=usuario
        )

    def visibles_para(self, usuario: Any) -> Self:
        """Las enviadas y las recibidas."""
        enviadas = self.model.objects.enviadas_por(usuario).values("pk")
        recibidas = self.model.objects.recibidas_por(usuario).values("pk")
        return self.filter(Q(pk__in=enviadas) | Q(pk__in=recibidas))


@con_historia()
class SolicitudDeEnlace(FichaModel):
    """Una institución pide enlazar su caso con el que otra lleva, nombrándolo por su número.

    No busca por nombre ni dice si el otro caso existe: si existe, la ve quien lo lleva y decide.
    Aceptada, cada lado ve del otro el código, la institución y el estado; nunca una identidad.
    """

    class Estado(models.TextChoices):
        PENDIENTE = "pendiente", "Pendiente"
        ACEPTADA = "aceptada", "Aceptada"
        RECHAZADA = "rechazada", "No aceptada"
        RETIRADA = "retirada", "Retirada"

    reglas = reglas.SOLICITUD_DE_ENLACE

    caso = models.ForeignKey(
        Caso, models.PROTECT, related_name="enlaces_pedidos", verbose_name="caso que enlaza"
    )
    entidad = models.ForeignKey(
        Entidad,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="institución que pide",
    )
    institucion = models.ForeignKey(
        Entidad, models.PROTECT, related_name="+", verbose_name="institución del número"
    )
    tipo = CategoriaField("tipo de número", catalogo="tipo_clave")
    numero = models.CharField("número", max_length=60)
    motivo = models.CharField("para qué", max_length=300)
    estado = models.CharField(
        "estado", max_length=10, choices=Estado.choices, default=Estado.PENDIENTE, editable=False
    )
    caso_destino = models.ForeignKey(
        Caso, models.PROTECT, null=True, editable=False, related_name="enlaces_recibidos"
    )
    respondida_en = models.DateTimeField("respondida el", null=True, editable=False)
    respondida_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    respuesta = models.CharField("respuesta", max_length=300, blank=True, editable=False)

    objects = SolicitudQuerySet.as_manager()

    class Meta:
        verbose_name = "solicitud de enlace"
        verbose_name_plural = "solicitudes de enlace"
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["caso", "institucion", "tipo", "numero"],
                condition=Q(estado="pendiente"),
                name="solicitud_de_enlace_unica",
                violation_error_code="solicitud_repetida",
                violation_error_message="Ese enlace ya está pedido y espera respuesta.",
            ),
            models.CheckConstraint(
                condition=~Q(estado="aceptada") | Q(caso_destino__isnull=False),
                name="enlace_aceptado_con_destino",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tipo} {self.numero}"
