"""Acuses, avisos, entregas y entidades."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter

from trata.comun.api import BaseViewSet
from trata.cuentas.models import Entidad
from trata.cuentas.permisos import Permiso
from trata.integracion import avisos
from trata.integracion.api import serializers as formas
from trata.integracion.models import Acuse, Entrega, LlaveDeFirma, Suscripcion


def _lectura(permiso: Permiso) -> dict[str, Permiso]:
    return {"list": permiso, "retrieve": permiso}


class NacionalViewSet(BaseViewSet):
    """Base de lo que no tiene territorio y sólo se lee."""

    es_territorial = False
    http_method_names = ("get", "head", "options")


class AcuseViewSet(NacionalViewSet):
    """Los acuses de lo que envió la propia cuenta."""

    queryset = Acuse.objects.order_by("-pk")
    serializer_class = formas.AcuseSerializer
    filterset_fields = ("objeto", "huella")
    ordenables: ClassVar[dict[str, str]] = {"recibido_en": "pk"}
    permisos: ClassVar[dict[str, Permiso]] = _lectura(Permiso.TRABAJO_VER)

    def get_queryset(self) -> QuerySet[Acuse]:
        """Sólo los propios."""
        return super().get_queryset().filter(credencial__user=self.request.user)


class LlaveViewSet(NacionalViewSet):
    """Las llaves públicas con que se comprueban los acuses."""

    queryset = LlaveDeFirma.objects.order_by("identificador")
    serializer_class = formas.LlaveSerializer
    lookup_field = "identificador"
    lookup_value_regex = r"[-\w]+"
    ordering = ("identificador",)
    permisos: ClassVar[dict[str, Permiso]] = _lectura(Permiso.TRABAJO_VER)


class EntidadViewSet(NacionalViewSet):
    """Las instituciones y sus códigos."""

    queryset = Entidad.objects.order_by("codigo")
    serializer_class = formas.EntidadSerializer
    filterset_fields = ("tipo", "sector")
    lookup_field = "codigo"
    lookup_value_regex = r"[-\w]+"
    ordering = ("codigo",)
    permisos: ClassVar[dict[str, Permiso]] = _lectura(Permiso.TERRITORIO_VER)


class SuscripcionViewSet(BaseViewSet):
    """Suscripciones a avisos. El alta devuelve el secreto una sola vez.

    Sin `Idempotency-Key`: con un secreto de por medio, su respuesta no se guarda para repetirla.
    """

    es_territorial = False
    queryset = Suscripcion.objects.select_related("convenio").order_by("-pk")
    serializer_class = formas.SuscripcionSerializer
    filterset_fields = ("activa",)
    http_method_names = ("get", "post", "head", "options")
    ordenables: ClassVar[dict[str, str]] = {"registrado_en": "pk"}
    permisos: ClassVar[dict[str, Permiso]] = {
        accion: Permiso.WEBHOOK_GESTIONAR
        for accion in ("list", "retrieve", "create", "detener", "reanudar")
    }

    def registrar(self, datos: dict[str, Any]) -> Suscripcion:
        """Suscribe."""
        suscripcion, secreto = avisos.suscribir(
            convenio=datos.pop("convenio"), datos=datos, por=self.request.user
        )
        suscripcion.secreto = secreto
        return suscripcion

    def _activar(self, activa: bool) -> Response:
        suscripcion = avisos.activar(
            suscripcion=self.get_object(), activa=activa, por=self.request.user
        )
        return Response(self.get_serializer(suscripcion).data)

    @extend_schema(request=None, responses=formas.SuscripcionSerializer, summary="Detener")
    @action(detail=True, methods=["post"])
    def detener(self, request: Request, uuid: str | None = None) -> Response:
        """Deja de avisar."""
        return self._activar(False)

    @extend_schema(request=None, responses=formas.SuscripcionSerializer, summary="Reanudar")
    @action(detail=True, methods=["post"])
    def reanudar(self, request: Request, uuid: str | None = None) -> Response:
        """Vuelve a avisar."""
        return self._activar(True)


class EntregaViewSet(BaseViewSet):
    """Cada aviso enviado o por enviar; lo que no llegó se puede reenviar."""

    es_territorial = False
    queryset = Entrega.objects.select_related("suscripcion").order_by("-pk")
    serializer_class = formas.EntregaSerializer
    filterset_fields = ("estado", "suceso")
    lookup_field = "mensaje"
    lookup_value_converter = "uuid"
    http_method_names = ("get", "post", "head", "options")
    ordenables: ClassVar[dict[str, str]] = {"creada_en": "pk"}
    permisos: ClassVar[dict[str, Permiso]] = {
        accion: Permiso.WEBHOOK_GESTIONAR for accion in ("list", "retrieve", "reenviar")
    }

    @extend_schema(exclude=True)
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Una entrega nace de un suceso."""
        self.permission_denied(request, message="Una entrega nace de un suceso.")

    @extend_schema(request=None, responses=formas.EntregaSerializer, summary="Reenviar")
    @action(detail=True, methods=["post"])
    def reenviar(self, request: Request, mensaje: str | None = None) -> Response:
        """La vuelve a poner en camino, con el mismo cuerpo."""
        entrega = avisos.reenviar(entrega=self.get_object(), por=request.user)
        return Response(self.get_serializer(entrega).data)


rutas = SimpleRouter()
rutas.register("acuses/llaves", LlaveViewSet, "api-llave-de-firma")
rutas.register("acuses", AcuseViewSet, "api-acuse")
rutas.register("avisos/suscripciones", SuscripcionViewSet, "api-suscripcion")
rutas.register("avisos/entregas", EntregaViewSet, "api-entrega")
rutas.register("entidades", EntidadViewSet, "api-entidad")
urlpatterns = rutas.urls
