"""Recursos del registro en la API."""

from functools import partial
from typing import Any, ClassVar

from django_filters import rest_framework as filtros
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from casos import acciones, consultas
from casos.api.intercambio import CodigoExternoMixin
from casos.api.serializers import CasoSerializer, CategoriaSerializer, serializador_de
from casos.ficha import PARTES
from casos.filtros import CasoFilterSet
from casos.models import Atencion, Caso, CategoriaPublicada, Nota, VictimaEstado
from casos.models.base import HijoDeCasoModel
from trata.comun.api import BaseViewSet, EtiquetaMixin, confirmados
from trata.comun.lectura import Inclusion
from trata.cuentas.permisos import Permiso
from trata.trabajos.api import IdempotenteMixin

DE_LECTURA = {"list": Permiso.CASO_VER, "retrieve": Permiso.CASO_VER}
# Nombre con que se incluye cada parte en la respuesta de un caso.
INCLUIBLES = {
    "claves": "clave",
    "lugares": "lugar",
    "victimas": "victima",
    "implicados": "implicado",
    "migrantes": "migrante",
    "vinculos": "vinculo",
    "operativos": "operativo",
    "establecimientos": "establecimiento",
    "atenciones": "atencion",
    "estados": "estado",
    "notas": "nota",
}


def _de_parte(codigo: str) -> Inclusion:
    return Inclusion(
        serializador=partial(serializador_de, codigo),
        conjunto=partial(consultas.partes_vigentes, codigo),
        permiso=Permiso.CASO_VER,
        ajena="caso_id",
        hereda=True,
        conocidos=(("caso", "uuid"),),
    )


DEL_CASO = Inclusion(
    serializador=lambda: CasoSerializer,
    conjunto=consultas.todos_los_casos,
    permiso=Permiso.CASO_VER,
    ajena="pk",
    propia="caso_id",
    es_una=True,
)


class CasoViewSet(CodigoExternoMixin, IdempotenteMixin, BaseViewSet):
    """Casos del ámbito. Se crean en borrador y se envían con `enviar`."""

    queryset = Caso.objects.select_related("entidad").order_by("-id")
    serializer_class = CasoSerializer
    filterset_class = CasoFilterSet
    inclusiones: ClassVar[dict[str, Inclusion]] = {
        nombre: _de_parte(codigo) for nombre, codigo in INCLUIBLES.items()
    }
    # Sólo por lo que tiene índice: así la página 10 000 cuesta lo que la primera.
    con_version = ("enviar",)
    ordenables: ClassVar[dict[str, str]] = {
        "registrado_en": "pk",
        "codigo": "codigo",
        "fecha_de_registro": "fecha_de_registro",
    }
    permisos: ClassVar[dict[str, Permiso]] = DE_LECTURA | {
        "create": Permiso.CASO_REGISTRAR,
        "partial_update": Permiso.CASO_REGISTRAR,
        "lote": Permiso.CASO_REGISTRAR,
        "enviar": Permiso.CASO_REGISTRAR,
    }

    def registrar(self, datos: dict[str, Any]) -> Caso:
        """Alta."""
        return acciones.registrar_caso(
            datos=datos, por=self.request.user, confirmar=confirmados(self.cuerpo)
        )

    def editar(self, instancia: Caso, datos: dict[str, Any], version: int) -> Caso:
        """Cambio."""
        return acciones.editar_caso(
            caso=instancia,
            datos=datos,
            version=version,
            por=self.request.user,
            confirmar=confirmados(self.cuerpo),
        )

    @extend_schema(request=None, responses=CasoSerializer)
    @action(detail=True, methods=["post"])
    def enviar(self, request: Request, uuid: str | None = None) -> Response:
        """Envía el caso a validación. Pide `If-Match`."""
        caso = acciones.enviar_caso(
            caso=self.get_object(), version=self.version_pedida(), por=request.user
        )
        return Response(self.get_serializer(caso).data)


class FiltroDePartes(filtros.FilterSet):
    """Las partes de un caso."""

    caso = filtros.UUIDFilter(field_name="caso__uuid", label="Identificador del caso")


class ParteViewSet(CodigoExternoMixin, IdempotenteMixin, BaseViewSet):
    """Base de los recursos que cuelgan de un caso."""

    filterset_class = FiltroDePartes
    inclusiones: ClassVar[dict[str, Inclusion]] = {"caso": DEL_CASO}
    ordenables: ClassVar[dict[str, str]] = {"registrado_en": "pk"}
    modelo: ClassVar[type[HijoDeCasoModel]]

    def registrar(self, datos: dict[str, Any]) -> Any:
        """Alta."""
        return acciones.registrar_parte(
            self.modelo,
            caso=datos.pop("caso"),
            datos=datos,
            por=self.request.user,
            confirmar=confirmados(self.cuerpo),
        )

    def editar(self, instancia: Any, datos: dict[str, Any], version: int) -> Any:
        """Cambio."""
        return acciones.editar_parte(
            parte=instancia,
            datos=datos,
            version=version,
            por=self.request.user,
            confirmar=confirmados(self.cuerpo),
        )


def vista_de_parte(codigo: str) -> type[ParteViewSet]:
    """El viewset de una parte de la ficha."""
    parte = PARTES[codigo]
    de_enlace = issubclass(parte.modelo, Atencion | VictimaEstado | Nota)
    escribir = Permiso.ATENCION_REGISTRAR if de_enlace else Permiso.CASO_REGISTRAR
    return type(
        f"{parte.modelo.__name__}ViewSet",
        (ParteViewSet,),
        {
            "__doc__": f"{parte.muchos} de los casos del ámbito.",
            "modelo": parte.modelo,
            "queryset": consultas.partes_vigentes(codigo),
            "serializer_class": serializador_de(codigo),
            "recurso": codigo,
            "permisos": DE_LECTURA
            | {"create": escribir, "partial_update": escribir, "lote": escribir},
        },
    )


class CategoriaViewSet(EtiquetaMixin, mixins.ListModelMixin, viewsets.GenericViewSet):
    """Los vocabularios y cómo sube cada categoría a la publicada."""

    permiso = Permiso.CASO_VER
    queryset = CategoriaPublicada.objects.order_by("codigo")
    filterset_fields: ClassVar[dict[str, list[str]]] = {"vocabulario": ["exact"]}
    serializer_class = CategoriaSerializer
    renderer_classes = BaseViewSet.renderer_classes
    pagination_class = None
