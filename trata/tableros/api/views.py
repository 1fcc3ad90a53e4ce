"""Figuras y listas por la API: el mismo pedido, ámbito y tabla que la pantalla."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from trata.comun.api import ApiView
from trata.comun.paginacion_de_listas import pagina_de
from trata.cuentas.permisos import Permiso
from trata.tableros.acciones import anotar_consulta
from trata.tableros.api.serializers import (
    ClaveDeFiguraSerializer,
    FiguraSerializer,
    ListaSerializer,
)
from trata.tableros.consultas import columnas_de, filas_de, hechos_visibles
from trata.tableros.exportar import a_json
from trata.tableros.figuras.catalogo import FIGURAS, FIGURAS_DEL_REGISTRO, claves_de
from trata.tableros.pedido import Pedido
from trata.tableros.registro import PedidoDelRegistro, leer_pedido
from trata.tableros.views.foto import leer_pedido_de_la_serie

COMUNES = [
    OpenApiParameter("anio", int, description="Año; sin él, el último completo."),
    OpenApiParameter("departamento", str, description="Código INEI de dos cifras."),
]
DEL_REGISTRO = [
    *COMUNES,
    OpenApiParameter("provincia", str, description="Código INEI de cuatro cifras."),
    OpenApiParameter("mes", str, description="1 a 12, «s1» y «s2», o «t1» a «t4»."),
    OpenApiParameter("desde", str, description="AAAA-MM (o AAAA). Con `hasta`, gana a `anio`."),
    OpenApiParameter("hasta", str, description="AAAA-MM (o AAAA), inclusive."),
    OpenApiParameter("unidad", str, enum=["casos"], description="Sin ella, víctimas."),
]


def _leer(request: Request) -> PedidoDelRegistro:
    """El pedido, con constancia de quién mira qué."""
    pedido = leer_pedido(request.query_params, request.user)
    anotar_consulta(pedido=pedido, por=request.user)
    return pedido


def _respuesta(pedido: Pedido, clave: str, figura: Any) -> Response:
    datos = {"clave": clave, "unidad": pedido.unidad, "total": pedido.total} | a_json(figura)
    return Response(FiguraSerializer(datos).data)


class FigurasView(ApiView):
    """Qué figuras hay."""

    permiso = Permiso.TABLERO_VER

    @extend_schema(
        operation_id="estadisticas_figuras", parameters=DEL_REGISTRO,
        responses=ClaveDeFiguraSerializer(many=True), tags=["Estadísticas"],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Las figuras del registro para ese corte."""
        pedido = leer_pedido(request.query_params, request.user)
        claves = [
            {"clave": c, "direccion": reverse("api_figura", args=[c])} for c in claves_de(pedido)
        ]
        return Response(ClaveDeFiguraSerializer(claves, many=True).data)


class FiguraView(ApiView):
    """Una figura del registro."""

    permiso = Permiso.TABLERO_VER

    @extend_schema(
        operation_id="estadisticas_figura", parameters=DEL_REGISTRO, responses=FiguraSerializer,
        tags=["Estadísticas"],
    )  # fmt: skip
    def get(self, request: Request, clave: str) -> Response:
        """La tabla de la figura, con los mismos números que la pantalla."""
        pedido = _leer(request)
        if clave not in claves_de(pedido):
            raise Http404
        return _respuesta(pedido, clave, FIGURAS_DEL_REGISTRO[clave](pedido))


class FiguraDeLaSerieView(ApiView):
    """Una figura de la serie oficial."""

    permiso = Permiso.TABLERO_VER

    @extend_schema(
        operation_id="estadisticas_serie_figura", parameters=COMUNES, responses=FiguraSerializer,
        tags=["Estadísticas"],
    )  # fmt: skip
    def get(self, request: Request, clave: str) -> Response:
        """La tabla de la figura de la serie oficial."""
        if clave not in FIGURAS:
            raise Http404
        pedido = leer_pedido_de_la_serie(request.query_params, "")
        return _respuesta(pedido, clave, FIGURAS[clave](pedido))


class ListaView(ApiView):
    """Las filas que suma una figura."""

    permiso = Permiso.CASO_VER

    @extend_schema(
        operation_id="estadisticas_lista",
        parameters=[*DEL_REGISTRO, OpenApiParameter("pagina", int)],
        responses=ListaSerializer, tags=["Estadísticas"],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Cien filas por página; `total` es el número de la figura."""
        pedido = _leer(request)
        pagina = pagina_de(hechos_visibles(pedido, request.user), request.query_params, 100)
        columnas = columnas_de(pedido)
        datos = {
            "total": pagina.paginator.count,
            "columnas": list(columnas),
            "filas": filas_de(list(pagina.object_list), columnas),
        }
        return Response(ListaSerializer(datos).data)
