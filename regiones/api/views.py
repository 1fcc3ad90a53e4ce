"""La API de regiones: leer todo lo del ámbito y escribir lo del propio espacio."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from regiones.acciones import capacitaciones as de_capacitaciones
from regiones.acciones import espacios as de_espacios
from regiones.acciones import planes as de_planes
from regiones.acciones import sesiones as de_sesiones
from regiones.api import serializers
from regiones.consultas import cruces, espacios
from regiones.filtros import AcuerdoFiltro, CapacitacionFiltro
from regiones.models import (
    Acuerdo,
    Capacitacion,
    EncuentroMacrorregional,
    EspacioRegional,
    PlanAnual,
    PlanRegional,
    Sesion,
)
from trata.comun.api import ApiView, BaseViewSet, confirmados
from trata.comun.numeros import natural
from trata.cuentas.permisos import Permiso
from trata.trabajos.api import IdempotenteMixin, LoteMixin

LEER = {"list": Permiso.REGION_VER, "retrieve": Permiso.REGION_VER}
GESTIONAR = LEER | {
    "create": Permiso.REGION_GESTIONAR,
    "partial_update": Permiso.REGION_GESTIONAR,
}


class EspacioViewSet(BaseViewSet):
    """Los espacios de articulación del ámbito; su ficha se corrige con PATCH."""

    queryset = EspacioRegional.objects.select_related("padre").prefetch_related("normas")
    serializer_class = serializers.EspacioSerializer
    filterset_fields = ("nivel", "clase")
    lookup_field = "codigo"
    http_method_names = ("get", "patch", "head", "options")
    permisos = GESTIONAR

    def editar(self, instancia: EspacioRegional, datos: dict[str, Any], version: int) -> Any:
        """Llama al verbo."""
        return de_espacios.editar_espacio(
            espacio=instancia, datos=datos, version=version, por=self.request.user
        )


class DelEspacioViewSet(LoteMixin, IdempotenteMixin, BaseViewSet):
    """Lo que cuelga del espacio de la dirección; un espacio ajeno responde 404."""

    permisos = GESTIONAR | {"lote": Permiso.REGION_GESTIONAR}

    @cached_property
    def espacio(self) -> EspacioRegional:
        """El espacio de la dirección, dentro del ámbito."""
        hallado = espacios.por_codigo(self.kwargs["espacio_codigo"], self.request.user)
        if hallado is None:
            raise Http404
        return hallado

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Tras el permiso, el espacio: uno ajeno es 404 también para un lote."""
        super().initial(request, *args, **kwargs)
        _ = self.espacio

    def get_queryset(self) -> QuerySet:
        """Sólo lo del espacio."""
        if getattr(self, "swagger_fake_view", False):
            return self.queryset.none()
        return super().get_queryset().filter(espacio=self.espacio)

    def get_serializer_context(self) -> dict[str, Any]:
        """El serializador sabe de qué espacio es."""
        contexto = super().get_serializer_context()
        if getattr(self, "swagger_fake_view", False):
            return contexto
        return contexto | {"espacio": self.espacio}


class SesionViewSet(DelEspacioViewSet):
    """Las sesiones de un espacio; POST convoca una."""

    queryset = Sesion.objects.order_by("-fecha", "-pk")
    serializer_class = serializers.SesionSerializer
    filterset_fields = ("estado", "tipo")
    http_method_names = ("get", "post", "head", "options")

    def registrar(self, datos: dict[str, Any]) -> Sesion:
        """Convoca; `confirmar` lleva los códigos de avisos que se confirman."""
        return de_sesiones.convocar_sesion(
            espacio=self.espacio,
            datos=datos,
            por=self.request.user,
            confirmados=confirmados(self.cuerpo),
        )


class PlanRegionalViewSet(DelEspacioViewSet):
    """Los planes regionales de un espacio."""

    queryset = PlanRegional.objects.order_by("-anio_fin", "-pk")
    serializer_class = serializers.PlanRegionalSerializer
    filterset_fields = ("etapa",)

    def registrar(self, datos: dict[str, Any]) -> PlanRegional:
        """Llama al verbo."""
        return de_planes.registrar_plan(espacio=self.espacio, datos=datos, por=self.request.user)

    def editar(self, instancia: PlanRegional, datos: dict[str, Any], version: int) -> PlanRegional:
        """Llama al verbo."""
        return de_planes.editar_plan(
            plan=instancia, datos=datos, version=version, por=self.request.user
        )


class PlanAnualViewSet(DelEspacioViewSet):
    """Los planes anuales de un espacio, con sus actividades."""

    queryset = PlanAnual.objects.prefetch_related("actividades").order_by("-anio")
    serializer_class = serializers.PlanAnualSerializer
    filterset_fields = ("anio",)
    http_method_names = ("get", "post", "head", "options")

    def registrar(self, datos: dict[str, Any]) -> PlanAnual:
        """Llama al verbo."""
        return de_planes.registrar_plan_anual(
            espacio=self.espacio, datos=datos, por=self.request.user
        )


class CapacitacionesDelEspacioViewSet(DelEspacioViewSet):
    """Las capacitaciones que registra un espacio; POST registra una."""

    queryset = Capacitacion.objects.con_detalle()
    serializer_class = serializers.CapacitacionSerializer
    filterset_fields = ("anio", "publico", "estado")
    http_method_names = ("get", "post", "head", "options")
    permisos = LEER | {
        "create": Permiso.CAPACITACION_REGISTRAR,
        "lote": Permiso.CAPACITACION_REGISTRAR,
    }

    def registrar(self, datos: dict[str, Any]) -> Capacitacion:
        """Llama al verbo."""
        return de_capacitaciones.registrar_capacitacion(
            espacio=self.espacio, datos=datos, por=self.request.user
        )


class AcuerdoViewSet(BaseViewSet):
    """Los acuerdos del ámbito; PATCH registra su seguimiento."""

    queryset = Acuerdo.objects.con_detalle()
    serializer_class = serializers.AcuerdoSerializer
    filterset_class = AcuerdoFiltro
    http_method_names = ("get", "patch", "head", "options")
    permisos = GESTIONAR

    def editar(self, instancia: Acuerdo, datos: dict[str, Any], version: int) -> Acuerdo:
        """Llama al verbo."""
        return de_sesiones.seguir_acuerdo(
            acuerdo=instancia, datos=datos, version=version, por=self.request.user
        )


class CapacitacionViewSet(BaseViewSet):
    """Las capacitaciones que se ven desde el ámbito."""

    queryset = Capacitacion.objects.con_detalle()
    serializer_class = serializers.CapacitacionSerializer
    filterset_class = CapacitacionFiltro
    http_method_names = ("get", "head", "options")
    permisos = LEER


class EncuentroViewSet(BaseViewSet):
    """Los encuentros macrorregionales que convocan a una región del ámbito."""

    queryset = EncuentroMacrorregional.objects.prefetch_related(
        "convocadas", "nudos__espacio", "compromisos__espacio"
    ).order_by("-anio", "-pk")
    serializer_class = serializers.EncuentroSerializer
    filterset_fields = ("anio", "macrorregion")
    http_method_names = ("get", "head", "options")
    permisos = LEER


class ComparacionView(ApiView):
    """La comparación de los espacios regionales del ámbito en un año (`?anio=2026`)."""

    permiso = Permiso.REGION_VER
    serializer_class = serializers.ComparacionSerializer

    @extend_schema(
        operation_id="regiones_comparacion",
        parameters=[OpenApiParameter("anio", int, description="Año; sin él, el de hoy.")],
        responses=serializers.ComparacionDelAnioSerializer,
    )
    def get(self, request: Request) -> Response:
        """Las mismas cifras que la pantalla."""
        pedido = natural(request.query_params.get("anio"), cifras=4)
        anio = pedido or timezone.localdate().year
        filas = espacios.comparacion(request.user, anio)
        return Response({"anio": anio, "espacios": self.serializer_class(filas, many=True).data})


class HechosView(ApiView):
    """Qué se puede contar de las regiones y por qué dimensiones."""

    permiso = Permiso.REGION_VER
    serializer_class = serializers.HechoSerializer

    @extend_schema(operation_id="regiones_hechos", responses=serializers.HechoSerializer(many=True))
    def get(self, request: Request) -> Response:
        """La lista de hechos."""
        return Response(self.serializer_class(cruces.HECHOS.values(), many=True).data)


class CruceView(ApiView):
    """Un hecho repartido por una o más dimensiones: `?por=anio,espacio`."""

    permiso = Permiso.REGION_VER
    serializer_class = serializers.CruceSerializer

    @extend_schema(
        operation_id="regiones_cruce",
        parameters=[OpenApiParameter("por", str, description="Dimensiones, con comas.")],
    )
    def get(self, request: Request, codigo: str) -> Response:
        """Las filas del ámbito de quien pide."""
        definido = cruces.hecho(codigo)
        if definido is None:
            raise Http404
        por = [d for d in request.query_params.get("por", "anio").split(",") if d]
        cruce = cruces.repartir(definido, por=por, usuario=request.user)
        return Response(self.serializer_class(cruce).data)
