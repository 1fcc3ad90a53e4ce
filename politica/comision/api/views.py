"""La API de la Comisión: quiénes la integran, sesiones, acuerdos y obligaciones."""

from typing import Any, ClassVar

from django.http import FileResponse, Http404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from politica.comision import acciones, consultas
from politica.comision.api import serializers
from politica.comision.filtros import AcuerdoFilterSet, SesionFilterSet
from politica.comision.models import Acuerdo, Composicion, Obligacion, Representante, Sesion
from trata.comun.api import ApiView, BaseViewSet, confirmados
from trata.comun.errores import ErrorDeDominio
from trata.comun.numeros import natural
from trata.cuentas.permisos import Permiso
from trata.trabajos.api import IdempotenteMixin, LoteMixin

LEER = {"list": Permiso.COMISION_VER, "retrieve": Permiso.COMISION_VER}
CAMPOS_DE_ALTA = ("texto", "responsable", "servicio", "plazo")


class DeLaComisionViewSet(BaseViewSet):
    """Base: la Comisión es nacional, no tiene territorio."""

    permisos: ClassVar[dict[str, Permiso]] = LEER
    es_territorial = False


class SoloLecturaViewSet(DeLaComisionViewSet):
    """Base de lo que manda la norma, por su código."""

    lookup_field = "codigo"
    lookup_value_regex = r"[-\w]+"
    ordering = ("codigo",)
    http_method_names = ("get", "head", "options")


class ComposicionViewSet(SoloLecturaViewSet):
    """Quiénes integran la Comisión, norma por norma."""

    queryset = Composicion.objects.prefetch_related("miembros")
    serializer_class = serializers.ComposicionSerializer


class RepresentanteViewSet(IdempotenteMixin, DeLaComisionViewSet):
    """A quién designó cada entidad; POST designa y el anterior termina el día previo."""

    queryset = Representante.objects.order_by("-pk")
    serializer_class = serializers.RepresentanteSerializer
    filterset_fields = ("entidad", "tipo")
    http_method_names = ("get", "post", "head", "options")
    permisos: ClassVar[dict[str, Permiso]] = LEER | {"create": Permiso.COMISION_GESTIONAR}

    def registrar(self, datos: dict[str, Any]) -> Representante:
        """Lo designa."""
        return acciones.designar_representante(datos=datos, por=self.request.user)


class ObligacionViewSet(SoloLecturaViewSet):
    """Los informes que la norma manda rendir y con qué se cumplieron."""

    queryset = Obligacion.objects.prefetch_related("rendiciones")
    serializer_class = serializers.ObligacionSerializer
    http_method_names = ("get", "post", "head", "options")
    permisos: ClassVar[dict[str, Permiso]] = LEER | {"rendir": Permiso.COMISION_GESTIONAR}

    @extend_schema(exclude=True)
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Las obligaciones las pone la norma."""
        self.permission_denied(request, message="Las obligaciones salen de la norma.")

    @extend_schema(
        request=serializers.RendicionSerializer, responses={201: serializers.RendicionSerializer}
    )
    @action(detail=True, methods=["post"])
    def rendir(self, request: Request, codigo: str | None = None) -> Response:
        """Anota con qué documento se cumplió en un año. Repetir el año devuelve lo anotado."""
        pedido = serializers.RendicionSerializer(data=request.data)
        pedido.is_valid(raise_exception=True)
        rendicion = acciones.registrar_rendicion(
            obligacion=self.get_object(), datos=pedido.validated_data, por=request.user
        )
        return Response(serializers.RendicionSerializer(rendicion).data, status=201)


class VencimientosView(ApiView):
    """Las obligaciones de un año (`?anio=2026`): hasta cuándo y con qué se cumplieron."""

    permiso = Permiso.COMISION_VER

    @extend_schema(
        operation_id="comision_vencimientos",
        parameters=[OpenApiParameter("anio", int, description="Año; sin él, el de hoy.")],
        responses=serializers.VencimientoSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Por fecha, como el calendario de la pantalla."""
        pedido = natural(request.query_params.get("anio"), cifras=4)
        anio = pedido or timezone.localdate().year
        lista = consultas.vencimientos([anio])
        return Response(serializers.VencimientoSerializer(lista, many=True).data)


class SesionViewSet(LoteMixin, IdempotenteMixin, DeLaComisionViewSet):
    """Las sesiones: se convocan, se cambian mientras están convocadas, se asiste y se cierran."""

    queryset = Sesion.objects.prefetch_related("agenda", "asistencias").order_by("-pk")
    serializer_class = serializers.SesionDeComisionSerializer
    filterset_class = SesionFilterSet
    ordenables: ClassVar[dict[str, str]] = {"fecha": "fecha", "registrado_en": "pk"}
    con_version = ("cerrar", "suspender")
    permisos: ClassVar[dict[str, Permiso]] = (
        LEER
        | {"acta": Permiso.COMISION_VER}
        | dict.fromkeys(
            ("create", "lote", "partial_update", "asistencia", "cerrar", "suspender"),
            Permiso.COMISION_GESTIONAR,
        )
    )

    def registrar(self, datos: dict[str, Any]) -> Sesion:
        """Convoca y avisa a los representantes."""
        agenda = datos.pop("puntos")
        return acciones.convocar_sesion(datos=datos, agenda=agenda, por=self.request.user)

    def editar(self, instancia: Sesion, datos: dict[str, Any], version: int) -> Sesion:
        """Cambia la convocatoria; sin `puntos`, la agenda queda como está."""
        agenda = datos.pop("puntos", None)
        if agenda is None:
            agenda = [f"{p.texto} | {p.expone}" for p in instancia.agenda.all()]
        acciones.editar_sesion(
            sesion=instancia, datos=datos, agenda=agenda, version=version, por=self.request.user
        )
        return self.get_queryset().get(pk=instancia.pk)

    @extend_schema(
        request=serializers.PresentesSerializer, responses=serializers.SesionDeComisionSerializer
    )
    @action(detail=True, methods=["post"])
    def asistencia(self, request: Request, uuid: str | None = None) -> Response:
        """Anota qué puestos asistieron; los que no se nombran quedan como ausentes."""
        sesion = self.get_object()
        pedido = serializers.PresentesSerializer(data=request.data)
        pedido.is_valid(raise_exception=True)
        presentes = {p["miembro"]: p["por"] for p in pedido.validated_data["presentes"]}
        ajenos = set(presentes) - {a.miembro_id for a in sesion.asistencias.all()}
        if ajenos:
            mensaje = f"No integran esta sesión: {', '.join(sorted(ajenos))}."
            raise ErrorDeDominio("miembro_ajeno", mensaje, campos={"presentes": mensaje})
        acciones.registrar_asistencia(sesion=sesion, presentes=presentes, por=request.user)
        return self._fresca(sesion)

    @extend_schema(
        request=serializers.DesarrolloSerializer, responses=serializers.SesionDeComisionSerializer
    )
    @action(detail=True, methods=["post"])
    def cerrar(self, request: Request, uuid: str | None = None) -> Response:
        """Cierra la sesión: realizada si hubo quórum; si no, no instalada. Pide `If-Match`."""
        sesion, texto = self._con_desarrollo(request)
        acciones.cerrar_sesion(sesion=sesion, desarrollo=texto, por=request.user)
        return self._fresca(sesion)

    @extend_schema(
        request=serializers.DesarrolloSerializer, responses=serializers.SesionDeComisionSerializer
    )
    @action(detail=True, methods=["post"])
    def suspender(self, request: Request, uuid: str | None = None) -> Response:
        """Suspende la sesión, con su motivo en `desarrollo`. Pide `If-Match`."""
        sesion, texto = self._con_desarrollo(request)
        acciones.suspender_sesion(sesion=sesion, motivo=texto, por=request.user)
        return self._fresca(sesion)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def acta(self, request: Request, uuid: str | None = None) -> FileResponse:
        """El acta firmada, como descarga. 404 si aún no se adjunta."""
        sesion = self.get_object()
        if not sesion.acta:
            raise Http404
        return FileResponse(sesion.acta.open("rb"), as_attachment=True, filename=sesion.acta_nombre)

    def _con_desarrollo(self, request: Request) -> tuple[Sesion, str]:
        sesion = self.get_object()
        pedido = serializers.DesarrolloSerializer(data=request.data)
        pedido.is_valid(raise_exception=True)
        self.exigir_version(sesion.version)
        return sesion, pedido.validated_data["desarrollo"]

    def _fresca(self, sesion: Sesion) -> Response:
        return Response(self.get_serializer(self.get_queryset().get(pk=sesion.pk)).data)


class AcuerdoViewSet(LoteMixin, IdempotenteMixin, DeLaComisionViewSet):
    """Los acuerdos; POST registra uno y PATCH anota su seguimiento."""

    queryset = consultas.acuerdos().order_by("-pk")
    serializer_class = serializers.AcuerdoDeComisionSerializer
    filterset_class = AcuerdoFilterSet
    ordenables: ClassVar[dict[str, str]] = {"plazo": "plazo", "registrado_en": "pk"}
    permisos: ClassVar[dict[str, Permiso]] = LEER | {
        "create": Permiso.COMISION_GESTIONAR,
        "lote": Permiso.COMISION_GESTIONAR,
        "partial_update": Permiso.COMISION_GESTIONAR,
        "aportar": Permiso.REPORTE_REGISTRAR,
    }

    @extend_schema(
        request=serializers.AporteSerializer,
        responses={201: serializers.AcuerdoDeComisionSerializer},
    )
    @action(detail=True, methods=["post"])
    def aportar(self, request: Request, uuid: str | None = None) -> Response:
        """La entidad responsable dice qué hizo; el estado lo decide la Secretaría Técnica."""
        pedido = serializers.AporteSerializer(data=request.data)
        pedido.is_valid(raise_exception=True)
        acuerdo = self.get_object()
        acciones.aportar_seguimiento(acuerdo=acuerdo, por=request.user, **pedido.validated_data)
        fresco = self.get_queryset().get(pk=acuerdo.pk)
        return Response(self.get_serializer(fresco).data, status=201)

    def registrar(self, datos: dict[str, Any]) -> Acuerdo:
        """Lo anota en su sesión."""
        return acciones.registrar_acuerdo(
            sesion=datos["sesion"],
            datos={c: datos[c] for c in CAMPOS_DE_ALTA if c in datos},
            por=self.request.user,
        )

    def editar(self, instancia: Acuerdo, datos: dict[str, Any], version: int) -> Acuerdo:
        """Anota qué se hizo y el estado nuevo."""
        texto = datos.get("texto_de_seguimiento", "")
        if not texto:
            raise ValidationError({"texto_de_seguimiento": "Escribe qué se hizo."})
        return acciones.seguir_acuerdo(
            acuerdo=instancia,
            datos={
                "estado": datos.get("estado", instancia.estado),
                "texto": texto,
                "cumplido_el": datos.get("cumplido_el", instancia.cumplido_el),
            },
            version=version,
            por=self.request.user,
            confirmados=confirmados(self.request.data),
        )
