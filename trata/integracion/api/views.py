"""Raíz de la API, su esquema y su documentación interactiva."""

from typing import Any

from drf_spectacular.utils import extend_schema, inline_serializer
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from trata.cuentas.permisos import Permiso
from trata.integracion.api.raiz import recursos


class RaizView(APIView):
    """Lo que hay en la API y dónde está."""

    permiso = Permiso.TERRITORIO_VER

    @extend_schema(
        summary="Recursos de la API",
        tags=["inicio"],
        responses=inline_serializer(
            "Raiz",
            {
                "version": serializers.CharField(),
                "documentacion": serializers.URLField(),
                "recursos": serializers.DictField(child=serializers.URLField()),
            },
        ),
    )
    def get(self, request: Request) -> Response:
        """Devuelve versión, documentación y la dirección de cada recurso."""
        cuerpo: dict[str, Any] = {
            "version": "1.0.0",
            "documentacion": reverse("api_documentacion", request=request),
            "recursos": {n: request.build_absolute_uri(r) for n, r in recursos()},
        }
        return Response(cuerpo)


class EsquemaView(SpectacularAPIView):
    """El documento OpenAPI."""

    permiso = Permiso.TERRITORIO_VER


class DocumentacionView(SpectacularSwaggerSplitView):
    """La documentación interactiva, servida en casa y sin nada en línea."""

    permiso = Permiso.TERRITORIO_VER
    url_name = "api_esquema"
