"""Catálogos con versión y equivalencias, y los sucesos a los que suscribirse."""

from django.http import Http404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from trata.comun.api import ApiView
from trata.cuentas.permisos import Permiso
from trata.integracion import catalogos
from trata.integracion.api import serializers as formas
from trata.integracion.sucesos import SUCESOS


class CatalogosView(ApiView):
    """Los vocabularios del registro y la versión de cada uno."""

    permiso = Permiso.TABLERO_VER

    @extend_schema(
        operation_id="catalogos", summary="Catálogos y sus versiones",
        responses=formas.CatalogoSerializer(many=True),
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """La lista, por código."""
        return Response(formas.CatalogoSerializer(catalogos.catalogos(), many=True).data)


class CatalogoView(ApiView):
    """Un vocabulario entero."""

    permiso = Permiso.TABLERO_VER

    @extend_schema(
        operation_id="catalogo", summary="Un catálogo con sus equivalencias",
        responses=formas.CatalogoEnteroSerializer,
    )  # fmt: skip
    def get(self, request: Request, codigo: str) -> Response:
        """Sus valores con vigencia y a qué equivalen en los datos abiertos."""
        hallado = catalogos.catalogo(codigo)
        if hallado is None:
            raise Http404
        return Response(formas.CatalogoEnteroSerializer(hallado).data)


class SucesosView(ApiView):
    """De qué se puede avisar."""

    permiso = Permiso.TERRITORIO_VER

    @extend_schema(
        operation_id="sucesos", summary="Sucesos de los avisos",
        responses=formas.SucesoSerializer(many=True),
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Código y nombre de cada suceso."""
        return Response([{"codigo": c, "nombre": n} for c, n in SUCESOS.items()])


urlpatterns = [
    path("catalogos/", CatalogosView.as_view(), name="api-catalogo-list"),
    path("catalogos/<slug:codigo>/", CatalogoView.as_view(), name="api-catalogo-detail"),
    path("avisos/sucesos/", SucesosView.as_view(), name="api-suceso-list"),
]
