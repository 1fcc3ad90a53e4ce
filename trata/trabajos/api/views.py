"""La API de trabajos: los propios, cancelarlos y bajar lo que dejaron."""

from typing import ClassVar

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from trata.comun.api import BaseViewSet
from trata.comun.errores_api import problema
from trata.cuentas.permisos import Permiso
from trata.trabajos import acciones
from trata.trabajos.api.serializers import TrabajoSerializer
from trata.trabajos.descarga import ALTERADO, descargar
from trata.trabajos.models import Trabajo


class TrabajoViewSet(BaseViewSet):
    """Los trabajos de la propia cuenta: un resultado puede llevar lo que otra no ve."""

    queryset = Trabajo.objects.order_by("-pk")
    serializer_class = TrabajoSerializer
    filterset_fields = ("estado", "tipo")
    http_method_names = ("get", "post", "head", "options")
    ordenables: ClassVar[dict[str, str]] = {"creado_en": "pk"}
    permisos: ClassVar[dict[str, Permiso]] = {
        "list": Permiso.TRABAJO_VER,
        "retrieve": Permiso.TRABAJO_VER,
        "cancelar": Permiso.TRABAJO_VER,
        "archivo": Permiso.TRABAJO_VER,
    }

    @extend_schema(exclude=True)
    def create(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Un trabajo nace de lo que se pide (exportar, importar), nunca suelto."""
        self.permission_denied(request, message="Un trabajo no se crea suelto.")

    @extend_schema(request=None, responses=TrabajoSerializer, summary="Cancelar")
    @action(detail=True, methods=["post"])
    def cancelar(self, request: Request, uuid: str | None = None) -> Response:
        """Cancela lo que espera; a lo que corre le pide que pare."""
        trabajo = acciones.cancelar_trabajo(trabajo=self.get_object(), por=request.user)
        return Response(self.get_serializer(trabajo).data)

    @extend_schema(
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
        summary="Bajar el resultado",
    )
    @action(detail=True, methods=["get"])
    def archivo(self, request: Request, uuid: str | None = None) -> HttpResponseBase:
        """El archivo, como descarga. Queda anotada antes; 409 si no es el que el trabajo dejó."""
        respuesta = descargar(self.get_object(), request.user)
        return problema("resultado_alterado", ALTERADO, 409) if respuesta is None else respuesta
