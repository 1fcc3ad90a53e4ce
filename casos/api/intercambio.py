"""Códigos de otras fuentes y solicitudes de enlace, en la API."""

from typing import Any, ClassVar

from django_filters import rest_framework as filtros
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from casos.acciones import intercambio
from casos.api.campos import LlaveField
from casos.api.serializers import FichaSerializer
from casos.consultas import intercambio as lecturas
from casos.models import Caso, CodigoExterno, SolicitudDeEnlace
from trata.comun.api import BaseSerializer, BaseViewSet, LecturaMixin, confirmados
from trata.comun.errores import FueraDeAmbitoError
from trata.comun.errores_api import VersionDistintaError
from trata.cuentas.permisos import Permiso
from trata.trabajos.api import IdempotenteMixin, LoteMixin


class CodigoExternoMixin(LoteMixin):
    """Alta y lote con `codigo_externo`: el mismo código vuelve a encontrar el mismo registro.

    En el alta simple un código repetido es 409. En `lote` actualiza: con la `version` enviada o,
    sin ella, sólo si nadie más cambió el registro desde que la fuente lo dejó.
    """

    recurso: ClassVar[str] = "caso"

    def con_codigo(self, objeto: Any) -> Any:
        """Anota el código enviado, si vino."""
        codigo = self.cuerpo.get("codigo_externo")
        if codigo is not None:
            caso = objeto if isinstance(objeto, Caso) else objeto.caso
            intercambio.anotar_codigo(
                recurso=self.recurso, codigo=codigo, objeto=objeto, caso=caso, por=self.request.user
            )
        return objeto

    def perform_create(self, serializer: BaseSerializer) -> None:
        """Alta simple."""
        codigo = self._codigo()
        if codigo is not None:
            intercambio.rechazar_repetido(
                intercambio.tomar_codigo(recurso=self.recurso, codigo=codigo, por=self.request.user)
            )
        super().perform_create(serializer)
        self.con_codigo(serializer.instance)

    def _codigo(self) -> str | None:
        codigo = self.cuerpo.get("codigo_externo")
        return codigo if codigo is None or isinstance(codigo, str) else ""

    def guardar_elemento(self, elemento: Any) -> tuple[int, Any]:
        """Crea o actualiza según el código."""
        codigo = self._codigo()
        marca = None
        if codigo is not None:
            marca = intercambio.tomar_codigo(
                recurso=self.recurso, codigo=codigo, por=self.request.user
            )
        if marca is None:
            estado, objeto = super().guardar_elemento(elemento)
            return estado, self.con_codigo(objeto)
        previo = self.get_queryset().filter(uuid=marca.objeto).first()
        if previo is None:
            raise FueraDeAmbitoError()
        version = elemento.get("version", marca.version_dejada)
        if version != previo.version:
            raise VersionDistintaError()
        serializador = self.get_serializer(previo, data=elemento, partial=True)
        serializador.is_valid(raise_exception=True)
        return 200, self.con_codigo(
            self.editar(previo, dict(serializador.validated_data), previo.version)
        )


class CodigoExternoSerializer(BaseSerializer):
    """Cómo llama tu institución a un registro de esta casa."""

    caso = serializers.SlugRelatedField(slug_field="uuid", read_only=True)

    class Meta:
        model = CodigoExterno
        fields = ("codigo", "recurso", "objeto", "caso", "version_dejada", "registrado_en")
        read_only_fields = fields


class CodigoExternoFilter(filtros.FilterSet):
    """Por código y recurso."""

    class Meta:
        model = CodigoExterno
        fields = ("codigo", "recurso", "objeto")


class CodigoExternoViewSet(LecturaMixin, mixins.ListModelMixin, viewsets.GenericViewSet):
    """Los códigos que tu institución puso a los casos y partes que ve."""

    queryset = lecturas.codigos_externos()
    serializer_class = CodigoExternoSerializer
    filterset_class = CodigoExternoFilter
    ordenables: ClassVar[dict[str, str]] = {"registrado_en": "pk"}
    permisos: ClassVar[dict[str, Permiso]] = {"list": Permiso.CASO_VER}

    def get_queryset(self) -> Any:
        """Los de la propia institución, de casos que se ven."""
        usuario = self.request.user
        return super().get_queryset().visibles_para(usuario).filter(fuente=usuario.entidad_id)


class SolicitudDeEnlaceSerializer(FichaSerializer):
    """Una solicitud. El caso del otro lado sólo aparece, por su código, si se aceptó."""

    caso = serializers.SlugRelatedField(slug_field="uuid", queryset=Caso.objects.all())
    entidad = serializers.PrimaryKeyRelatedField(read_only=True)
    enlazado_con = serializers.SerializerMethodField()

    class Meta:
        model = SolicitudDeEnlace
        fields = (
            *("uuid", "version", "registrado_en", "caso", "entidad", "institucion", "tipo"),
            *("numero", "motivo", "estado", "respondida_en", "respuesta", "enlazado_con"),
        )
        read_only_fields = ("uuid", "version", "registrado_en", "estado", "respondida_en")
        validators = ()

    def build_relational_field(self, field_name: str, relation_info: Any) -> Any:
        """La institución, por su código."""
        clase, argumentos = super().build_relational_field(field_name, relation_info)
        return (LlaveField, argumentos) if field_name == "institucion" else (clase, argumentos)

    def to_representation(self, instance: SolicitudDeEnlace) -> dict[str, Any]:
        """Quien la recibe no ve el identificador del caso ajeno, sólo lo que se le pide."""
        datos = super().to_representation(instance)
        pedido = self.context["request"]
        if instance.registrado_por_id != pedido.user.pk and not self._es_propia(instance):
            datos["caso"] = None
        return datos

    def _es_propia(self, instance: SolicitudDeEnlace) -> bool:
        entidad = self.context["request"].user.entidad_id
        return entidad is not None and instance.entidad_id == entidad

    def get_enlazado_con(self, instance: SolicitudDeEnlace) -> dict[str, Any] | None:
        """El código, la institución y el estado del caso del otro lado."""
        if instance.estado != SolicitudDeEnlace.Estado.ACEPTADA:
            return None
        propia = self._es_propia(instance) or (
            instance.registrado_por_id == self.context["request"].user.pk
        )
        otro = instance.caso_destino if propia else instance.caso
        return {"codigo": otro.codigo, "entidad": otro.entidad_id, "estado": otro.estado}


class RespuestaDeEnlaceSerializer(serializers.Serializer):
    """Qué se responde a quien pidió."""

    respuesta = serializers.CharField(required=False, allow_blank=True, max_length=300)


class SolicitudDeEnlaceViewSet(IdempotenteMixin, BaseViewSet):
    """Solicitudes de enlace enviadas y recibidas. Nunca dicen si el otro caso existe."""

    queryset = lecturas.solicitudes()
    serializer_class = SolicitudDeEnlaceSerializer
    filterset_fields = ("estado", "tipo", "numero")
    http_method_names = ("get", "post", "head", "options")
    ordenables: ClassVar[dict[str, str]] = {"registrado_en": "pk"}
    permisos: ClassVar[dict[str, Permiso]] = {
        "list": Permiso.CASO_VER,
        "retrieve": Permiso.CASO_VER,
        "create": Permiso.ATENCION_REGISTRAR,
        "aceptar": Permiso.ATENCION_REGISTRAR,
        "rechazar": Permiso.ATENCION_REGISTRAR,
        "retirar": Permiso.ATENCION_REGISTRAR,
    }

    def registrar(self, datos: dict[str, Any]) -> SolicitudDeEnlace:
        """La pide."""
        return intercambio.pedir_enlace(
            caso=datos.pop("caso"),
            datos=datos,
            por=self.request.user,
            confirmar=confirmados(self.request.data),
        )

    def _responder(self, request: Request, acepta: bool) -> Response:
        pedido = RespuestaDeEnlaceSerializer(data=request.data)
        pedido.is_valid(raise_exception=True)
        solicitud = intercambio.responder_enlace(
            solicitud=self.get_object(),
            acepta=acepta,
            respuesta=pedido.validated_data.get("respuesta", ""),
            por=request.user,
        )
        return Response(self.get_serializer(solicitud).data)

    @extend_schema(request=RespuestaDeEnlaceSerializer, responses=SolicitudDeEnlaceSerializer)
    @action(detail=True, methods=["post"])
    def aceptar(self, request: Request, uuid: str | None = None) -> Response:
        """Acepta el enlace: cada lado ve el código del otro."""
        return self._responder(request, True)

    @extend_schema(request=RespuestaDeEnlaceSerializer, responses=SolicitudDeEnlaceSerializer)
    @action(detail=True, methods=["post"])
    def rechazar(self, request: Request, uuid: str | None = None) -> Response:
        """No acepta el enlace."""
        return self._responder(request, False)

    @extend_schema(request=None, responses=SolicitudDeEnlaceSerializer)
    @action(detail=True, methods=["post"])
    def retirar(self, request: Request, uuid: str | None = None) -> Response:
        """La retira quien la pidió."""
        solicitud = intercambio.retirar_enlace(solicitud=self.get_object(), por=request.user)
        return Response(self.get_serializer(solicitud).data)
