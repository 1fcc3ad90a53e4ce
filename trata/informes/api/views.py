"""La API de informes: se leen y se redactan. El PDF firmado se sube en pantalla."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django_filters import rest_framework as filtros
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from trata.comun.api import BaseViewSet
from trata.cuentas.permisos import Permiso
from trata.informes import consultas
from trata.informes.api.edicion import EdicionMixin
from trata.informes.api.serializers import DocumentoSerializer, InformeSerializer
from trata.informes.models import Informe


class InformeFilterSet(filtros.FilterSet):
    """Por tipo, año y estado."""

    class Meta:
        model = Informe
        fields = ("tipo", "anio", "estado")


class InformeViewSet(EdicionMixin, BaseViewSet):
    """Los informes que se ven, con sus versiones publicadas."""

    queryset = Informe.objects.all()
    serializer_class = InformeSerializer
    filterset_class = InformeFilterSet
    http_method_names = ("get", "post", "patch", "head", "options")
    ordenables: ClassVar[dict[str, str]] = {"registrado_en": "pk", "anio": "anio"}
    permisos: ClassVar[dict[str, Permiso]] = EdicionMixin.de_edicion | {
        "list": Permiso.INFORME_VER,
        "retrieve": Permiso.INFORME_VER,
        "documento": Permiso.INFORME_VER,
    }

    def get_queryset(self) -> QuerySet[Informe]:
        """Los mismos de la lista de la pantalla."""
        return consultas.informes(self.request.user)

    @extend_schema(exclude=True)
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Un informe se empieza en pantalla, donde se elige de qué es."""
        self.permission_denied(request, message="Un informe se empieza en pantalla.")

    @extend_schema(exclude=True)
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Se cambia por sus secciones."""
        self.permission_denied(request, message="Un informe se cambia por sus secciones.")

    @extend_schema(responses=DocumentoSerializer, summary="El documento publicado")
    @action(detail=True, methods=["get"])
    def documento(self, request: Request, uuid: str | None = None) -> Response:
        """La última versión publicada, tal como se congeló. 404 si aún no se publica."""
        versiones = list(self.get_object().versiones.all())
        if not versiones:
            raise Http404
        ultima = versiones[0]
        return Response({"folio": ultima.folio, "sha256": ultima.sha256, "documento": ultima.datos})
