"""La API de la política: el árbol para leer y los reportes para leer, escribir y enviar."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from politica.acciones import reportes
from politica.api.serializers import (
    IndicadorSerializer,
    LineamientoSerializer,
    ObjetivoSerializer,
    PeriodoSerializer,
    ReporteSerializer,
    ServicioSerializer,
)
from politica.consultas.api import indicadores_visibles, servicios_visibles
from politica.consultas.reportes import reportes_visibles
from politica.filtros import IndicadorFilterSet, ReporteFilterSet, ServicioFilterSet
from politica.models import Indicador, Lineamiento, Objetivo, Periodo, Reporte, Servicio
from trata.comun.api import BaseViewSet, confirmados
from trata.cuentas.permisos import Permiso

LECTURA = {"list": Permiso.POLITICA_VER, "retrieve": Permiso.POLITICA_VER}


class DelArbolViewSet(BaseViewSet):
    """Base de lo que sólo se lee, por su código oficial."""

    permisos = LECTURA
    es_territorial = False
    lookup_field = "codigo"
    lookup_value_regex = r"[\w.]+"
    ordering = ("codigo",)
    http_method_names = ("get", "head", "options")


class ObjetivoViewSet(DelArbolViewSet):
    """Objetivos prioritarios."""

    queryset = Objetivo.objects.all()
    serializer_class = ObjetivoSerializer


class LineamientoViewSet(DelArbolViewSet):
    """Lineamientos."""

    queryset = Lineamiento.objects.all()
    serializer_class = LineamientoSerializer


class ServicioViewSet(DelArbolViewSet):
    """Servicios; quien reporta por una entidad ve los suyos."""

    queryset = Servicio.objects.all()
    serializer_class = ServicioSerializer
    filterset_class = ServicioFilterSet

    def get_queryset(self) -> QuerySet[Servicio]:
        """Los visibles."""
        return servicios_visibles(super().get_queryset(), self.request.user)


class IndicadorViewSet(DelArbolViewSet):
    """Fichas de indicador con sus logros esperados."""

    queryset = Indicador.objects.prefetch_related("logros")
    serializer_class = IndicadorSerializer
    filterset_class = IndicadorFilterSet

    def get_queryset(self) -> QuerySet[Indicador]:
        """Los visibles."""
        return indicadores_visibles(super().get_queryset(), self.request.user)


class PeriodoViewSet(BaseViewSet):
    """Periodos de reporte."""

    permisos = LECTURA
    es_territorial = False
    queryset = Periodo.objects.all()
    serializer_class = PeriodoSerializer
    http_method_names = ("get", "head", "options")


class ReporteViewSet(BaseViewSet):
    """Reportes: se leen, se cambian con `If-Match` y se envían."""

    permisos = LECTURA | {
        "partial_update": Permiso.REPORTE_REGISTRAR,
        "enviar": Permiso.REPORTE_REGISTRAR,
    }
    queryset = Reporte.objects.all()
    serializer_class = ReporteSerializer
    filterset_class = ReporteFilterSet
    http_method_names = ("get", "patch", "post", "head", "options")

    def get_queryset(self) -> QuerySet[Reporte]:
        """Los visibles, con sus avances."""
        return super().get_queryset().con_todo()

    @extend_schema(exclude=True)
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Los reportes los pide la Secretaría al abrir el periodo: aquí no se crean."""
        self.permission_denied(request, message="Los reportes se crean al abrir el periodo.")

    def editar(self, instancia: Reporte, datos: dict[str, Any], version: int) -> Reporte:
        """Guarda el borrador con las mismas reglas de la pantalla."""
        avances = {a.pop("indicador_id"): a for a in datos.pop("avances", [])}
        guardado = reportes.guardar_reporte(
            reporte=instancia,
            datos=datos | {"avances": avances},
            version=version,
            por=self.request.user,
            confirmados=confirmados(self.request.data),
        )
        return reportes_visibles(self.request.user).get(pk=guardado.pk)

    @extend_schema(request=None, responses=ReporteSerializer)
    @action(detail=True, methods=["post"])
    def enviar(self, request: Request, uuid: str | None = None) -> Response:
        """Aprueba por la entidad y envía a la Secretaría Técnica."""
        reporte = reportes.enviar_reporte(reporte=self.get_object(), por=request.user)
        fresco = reportes_visibles(request.user).get(pk=reporte.pk)
        return Response(self.get_serializer(fresco).data)
