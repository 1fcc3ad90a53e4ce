"""Identidades en la API: se escriben, se buscan por documento exacto y se revelan con motivo.

Listas y respuestas llevan códigos y qué consta; el valor sólo sale de `revelar`, de uno en uno.
"""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from casos import consultas
from casos.acciones import identidad as verbos
from casos.acciones import revelar
from casos.api.views import FiltroDePartes
from casos.consultas.identidad import persona_de
from casos.models import Identidad
from casos.models.identidad import CAMPOS_CIFRADOS
from casos.reglas.identidad import LARGOS
from trata.comun.api import BaseViewSet, confirmados
from trata.cuentas.permisos import Permiso
from trata.trabajos.api import IdempotenteMixin

DATOS = (*CAMPOS_CIFRADOS, "documento_tipo", "documento_de")


class IdentidadSerializer(serializers.Serializer):
    """Lo escrito entra y no vuelve a salir: los datos personales son de sólo escritura."""

    uuid = serializers.UUIDField(read_only=True)
    version = serializers.IntegerField(read_only=True)
    seudonimo = serializers.CharField(read_only=True)
    caso = serializers.UUIDField(source="caso.uuid", help_text="Identificador del caso")
    persona = serializers.UUIDField(
        write_only=True, required=False, help_text="Víctima, implicado o migrante del caso"
    )
    clase = serializers.ChoiceField(Identidad.Clase.choices, required=False)
    consta = serializers.ListField(
        child=serializers.CharField(), source="guardados", read_only=True
    )
    reserva_de_identidad = serializers.BooleanField(read_only=True)
    documento_tipo = serializers.CharField(required=False, allow_blank=True, max_length=40)
    documento_de = serializers.ChoiceField(Identidad.DocumentoDe.choices, required=False)
    es_nna = serializers.BooleanField(required=False)
    avisos = serializers.ListField(
        child=serializers.CharField(),
        read_only=True,
        required=False,
        help_text="Al escribir un documento: si consta fuera de tu ámbito, con quién coordinar",
    )
    fuente = serializers.CharField(write_only=True, required=False, max_length=200)
    borrar = serializers.ListField(
        child=serializers.ChoiceField(list(CAMPOS_CIFRADOS)), write_only=True, required=False
    )

    def get_fields(self) -> dict[str, Any]:
        """Los datos personales, de sólo escritura y con su largo; al cambiar, el caso no va."""
        campos = super().get_fields()
        for campo, largo in LARGOS.items():
            campos[campo] = serializers.CharField(
                write_only=True, required=False, allow_blank=True, max_length=largo
            )
        if self.instance is not None:
            campos["caso"].read_only = True
        return campos

    def to_representation(self, instance: Identidad) -> dict[str, Any]:
        """`avisos` sólo va en la respuesta a quien acaba de escribir."""
        datos = super().to_representation(instance)
        avisos = getattr(instance, "avisos", None)
        return datos if avisos is None else datos | {"avisos": avisos}


class MotivoSerializer(serializers.Serializer):
    """Para qué se necesita."""

    motivo = serializers.CharField(max_length=300)


class BuscarSerializer(MotivoSerializer):
    """Documento exacto; sin tipo, se prueba con todos."""

    documento_tipo = serializers.CharField(required=False, allow_blank=True, max_length=40)
    documento = serializers.CharField(max_length=30)


class ParecidasSerializer(serializers.Serializer):
    """Lo que se va a registrar, antes de registrarlo."""

    caso = serializers.UUIDField(help_text="En qué caso se va a registrar")
    nombres = serializers.CharField(required=False, allow_blank=True, max_length=120)
    primer_apellido = serializers.CharField(required=False, allow_blank=True, max_length=80)
    segundo_apellido = serializers.CharField(required=False, allow_blank=True, max_length=80)
    documento_tipo = serializers.CharField(required=False, allow_blank=True, max_length=40)
    documento = serializers.CharField(required=False, allow_blank=True, max_length=30)


class ParecidaSerializer(serializers.Serializer):
    """Alguien del ámbito que podría ser la misma persona: su código y por qué."""

    uuid = serializers.UUIDField(source="identidad.uuid")
    seudonimo = serializers.CharField(source="identidad.seudonimo")
    caso = serializers.UUIDField(source="identidad.caso.uuid")
    puntaje = serializers.IntegerField()
    razones = serializers.ListField(child=serializers.CharField())


class AportarSerializer(serializers.Serializer):
    """Un dato y el documento del que consta."""

    campo = serializers.ChoiceField(list(CAMPOS_CIFRADOS))
    valor = serializers.CharField(max_length=300)
    fuente = serializers.CharField(max_length=200)


class AportadoSerializer(serializers.Serializer):
    """Si lo aportado dice otra cosa que lo registrado: quedan los dos."""

    contradice = serializers.BooleanField()


class ReveladaSerializer(serializers.Serializer):
    """Los datos mostrados y los que nunca se muestran."""

    datos = serializers.DictField(child=serializers.CharField())
    no_se_muestran = serializers.ListField(child=serializers.CharField())


class IdentidadViewSet(IdempotenteMixin, BaseViewSet):
    """Identidades de los casos del ámbito, por su código."""

    queryset = (
        Identidad.objects.filter(retirada_en=None)
        .select_related("caso", "victima", "implicado", "migrante")
        .order_by("-id")
    )
    serializer_class = IdentidadSerializer
    filterset_class = FiltroDePartes
    ordenables: ClassVar[dict[str, str]] = {"registrado_en": "pk"}
    permisos: ClassVar[dict[str, Permiso]] = {
        "list": Permiso.IDENTIDAD_VER,
        "retrieve": Permiso.IDENTIDAD_VER,
        "create": Permiso.IDENTIDAD_EDITAR,
        "partial_update": Permiso.IDENTIDAD_EDITAR,
        "revelar": Permiso.IDENTIDAD_VER,
        "buscar": Permiso.IDENTIDAD_VER,
        "parecidas": Permiso.IDENTIDAD_EDITAR,
        "aportar": Permiso.ATENCION_REGISTRAR,
    }

    def registrar(self, datos: dict[str, Any]) -> Identidad:
        """Alta."""
        caso = consultas.caso_de(self.request.user, datos.pop("caso")["uuid"])
        persona = datos.pop("persona", None)
        identidad = verbos.registrar_identidad(
            caso=caso,
            persona=persona_de(caso, persona) if persona else None,
            clase=datos.pop("clase", ""),
            fuente=datos.pop("fuente", ""),
            datos={c: v for c, v in datos.items() if c in DATOS or c == "es_nna"},
            por=self.request.user,
            confirmar=confirmados(self.request.data),
        )
        return self.con_avisos(identidad)

    def editar(self, instancia: Identidad, datos: dict[str, Any], version: int) -> Identidad:
        """Cambio: lo que no viene se deja como está."""
        identidad = verbos.editar_identidad(
            identidad=instancia,
            datos={c: v for c, v in datos.items() if c in DATOS},
            borrar=datos.get("borrar", ()),
            fuente=datos.get("fuente", ""),
            version=version,
            por=self.request.user,
            confirmar=confirmados(self.request.data),
        )
        return self.con_avisos(identidad)

    def con_avisos(self, identidad: Identidad) -> Identidad:
        """Lo mismo que dice la pantalla al guardar, con el mismo tope y la misma constancia."""
        identidad.avisos = revelar.avisar_fuera_de_ambito(
            identidad=identidad, por=self.request.user
        )
        return identidad

    @extend_schema(request=MotivoSerializer, responses=ReveladaSerializer)
    @action(detail=True, methods=["post"])
    def revelar(self, request: Request, uuid: str | None = None) -> Response:
        """Muestra los datos de una persona. Se anota; hay tope por día."""
        pedido = MotivoSerializer(data=request.data)
        pedido.is_valid(raise_exception=True)
        vista = revelar.revelar_identidad(
            identidad=self.get_object(), motivo=pedido.validated_data["motivo"], por=request.user
        )
        return Response({"datos": dict(vista.filas), "no_se_muestran": list(vista.ocultos)})

    @extend_schema(request=AportarSerializer, responses={201: AportadoSerializer})
    @action(detail=True, methods=["post"])
    def aportar(self, request: Request, uuid: str | None = None) -> Response:
        """Agrega lo que consta en un documento de la institución, sin pisar lo registrado."""
        pedido = AportarSerializer(data=request.data)
        pedido.is_valid(raise_exception=True)
        dicho = verbos.aportar_dato(
            identidad=self.get_object(), por=request.user, **pedido.validated_data
        )
        return Response({"contradice": dicho.contradice}, status=201)

    @extend_schema(request=ParecidasSerializer, responses=ParecidaSerializer(many=True))
    @action(detail=False, methods=["post"], pagination_class=None, filter_backends=[])
    def parecidas(self, request: Request) -> Response:
        """Quién del ámbito podría ser la persona que se va a registrar, con las razones.

        Cuenta como búsqueda: se anota y tiene el mismo tope.
        """
        pedido = ParecidasSerializer(data=request.data)
        pedido.is_valid(raise_exception=True)
        datos = dict(pedido.validated_data)
        hallados = revelar.parecidas_al_escribir(
            caso=consultas.caso_de(request.user, datos.pop("caso")), datos=datos, por=request.user
        )
        return Response(ParecidaSerializer(hallados, many=True).data)

    @extend_schema(request=BuscarSerializer, responses=IdentidadSerializer(many=True))
    @action(detail=False, methods=["post"], pagination_class=None, filter_backends=[])
    def buscar(self, request: Request) -> Response:
        """Por documento exacto, dentro del ámbito. Devuelve códigos. Se anota; hay tope por día."""
        pedido = BuscarSerializer(data=request.data)
        pedido.is_valid(raise_exception=True)
        hallados = revelar.buscar_identidades(
            por=request.user,
            motivo=pedido.validated_data["motivo"],
            tipo=pedido.validated_data.get("documento_tipo", ""),
            documento=pedido.validated_data["documento"],
        )
        return Response(self.get_serializer([h.identidad for h in hallados], many=True).data)
