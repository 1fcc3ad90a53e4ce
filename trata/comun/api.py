"""Bases de la API: reglas del modelo, alcance, versiones y escritura por acciones."""

from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db.models import QuerySet
from django.utils.module_loading import import_string
from rest_framework import viewsets
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import ModelSerializer
from rest_framework.views import APIView

from trata.comun.condicional import poner_etiqueta, version_en
from trata.comun.errores_api import FaltaVersionError, VersionDistintaError, error_de_drf
from trata.comun.lectura import Inclusion, Lectura, comprobar, partir_campos, plan_de
from trata.comun.numeros import natural
from trata.comun.paginacion import Orden
from trata.comun.permisos_api import puede
from trata.comun.representaciones import CsvRenderer, JsonRenderer

SEGUROS = {"GET", "HEAD", "OPTIONS"}


@cache
def _nombres(clase: Any) -> frozenset[str]:
    """Los campos que un serializador muestra; armarlo cuesta lo que media respuesta."""
    return frozenset(c.field_name for c in clase()._readable_fields)


def confirmados(datos: Any) -> frozenset[str]:
    """Los códigos de avisos confirmados; lo que no sea una lista de textos se pasa por alto."""
    lista = datos.get("confirmar") if isinstance(datos, Mapping) else None
    return (
        frozenset(c for c in lista if isinstance(c, str))
        if isinstance(lista, list)
        else frozenset()
    )


class BaseSerializer(ModelSerializer):
    """Serializador que corre las reglas del modelo sobre una copia, nunca sobre el vivo.

    DRF por sí solo no llama a `clean()`. Las listas de llaves foráneas salen recortadas al ámbito.
    """

    def get_fields(self) -> dict[str, Any]:
        """Los campos, con sus listas recortadas al ámbito de quien pide."""
        campos = super().get_fields()
        pedido = self.context.get("request")
        for campo in campos.values():
            conjunto = getattr(campo, "queryset", None)
            if pedido is not None and hasattr(conjunto, "visibles_para"):
                campo.queryset = conjunto.visibles_para(pedido.user)
        return campos

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Copia la instancia, le pone lo recibido y corre `full_clean`."""
        attrs = super().validate(attrs)
        modelo = self.Meta.model
        copia = modelo()
        if self.instance is not None:
            copia.__dict__.update(
                {c.attname: getattr(self.instance, c.attname) for c in modelo._meta.concrete_fields}
            )
            copia._state.adding = False
            copia._state.db = self.instance._state.db
        muchos = {c.name for c in modelo._meta.many_to_many}
        propios = {c.name for c in modelo._meta.concrete_fields}
        for nombre, valor in attrs.items():
            if nombre in propios - muchos:
                setattr(copia, nombre, valor)
        self.preparar_copia(copia)
        copia.avisos_confirmados = confirmados(self.initial_data)
        try:
            copia.full_clean(exclude=self.excluidos_de_la_copia())
        except DjangoValidationError as error:
            raise error_de_drf(error) from error
        return attrs

    def preparar_copia(self, copia: Any) -> None:
        """Gancho: pone lo que llega por la URL (el caso de una víctima) antes de validar."""

    def excluidos_de_la_copia(self) -> set[str]:
        """Campos que la acción llena y que aún no existen al validar."""
        return {"registrado_por"}


class EtiquetaMixin:
    """`ETag` en lo que responde (304 a quien ya lo tiene) y `Acuse` de lo que acepta escribir."""

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        """Las pone al terminar, dentro de la transacción del pedido."""
        response = super().finalize_response(request, response, *args, **kwargs)
        poner_etiqueta(request, response)
        if request.method not in SEGUROS and response.status_code < 300:
            acusar = import_string(settings.ACUSE_DE_LA_API)
            datos = getattr(response, "data", None)
            acuse = acusar(pedido=request, estado=response.status_code, datos=datos)
            if acuse is not None:
                response["Acuse"] = str(acuse)
        return response


class ApiView(EtiquetaMixin, APIView):
    """Una vista suelta de la API, en JSON o CSV."""

    renderer_classes = (JsonRenderer, CsvRenderer)


class LecturaMixin(EtiquetaMixin):
    """Leer listas y fichas: `campos=`, `incluir=`, `orden=`, JSON o CSV, y `ETag`.

    La clase declara `inclusiones` (nombre → `Inclusion`) y, si no quiere ordenar por cualquiera de
    sus columnas, `ordenables` (nombre en la API → campo). `ordering` es el orden de entrada.
    """

    inclusiones: ClassVar[Mapping[str, Inclusion]] = {}
    ordenables: ClassVar[Mapping[str, str] | None] = None
    ordering: ClassVar[tuple[str, ...]] = ("-pk",)
    renderer_classes = (JsonRenderer, CsvRenderer)

    @classmethod
    def columnas_para_ordenar(cls) -> dict[str, str]:
        """Por qué se puede ordenar: sólo lo que la respuesta muestra y es una columna."""
        if cls.ordenables is not None:
            return dict(cls.ordenables)
        clase = cls.serializer_class
        plan = plan_de(clase) if issubclass(clase, ModelSerializer) else None
        return {c.nombre: c.ruta for c in plan or () if "__" not in c.ruta}

    def orden_pedido(self) -> Orden:
        """`?orden=-fecha_de_registro`; sin él, el de entrada."""
        texto = self.request.query_params.get("orden", "")
        posibles = self.columnas_para_ordenar()
        if texto:
            comprobar([texto.removeprefix("-")], posibles, "orden")
            return Orden(posibles[texto.removeprefix("-")], texto.startswith("-"))
        propio = self.ordering[0]
        return Orden(propio.removeprefix("-"), propio.startswith("-"))

    @cached_property
    def lectura(self) -> Lectura:
        """Cómo se lee lo pedido, ya comprobado: lo que no existe es un 400 con lo que sí."""
        campos, de_incluidos = partir_campos(self.request.query_params.get("campos", ""))
        pedidas = partir_campos(self.request.query_params.get("incluir", ""))[0]
        comprobar(pedidas, self.inclusiones, "incluir")
        inclusiones = {n: i for n, i in self.inclusiones.items() if n in pedidas}
        if any(not puede(self.request, i.permiso) for i in inclusiones.values()):
            raise PermissionDenied()
        if campos:
            comprobar(campos, _nombres(self.get_serializer_class()), "campos")
        comprobar(de_incluidos, inclusiones, "campos")
        for nombre, suyos in de_incluidos.items():
            comprobar(suyos, _nombres(inclusiones[nombre].serializador()), "campos")
        return Lectura(
            self.get_serializer_class(),
            self.get_serializer_context(),
            campos=campos,
            inclusiones=inclusiones,
            de_incluidos=de_incluidos,
        )

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Una página de lo visible."""
        conjunto = self.filter_queryset(self.get_queryset())
        campo = self.orden_pedido().campo
        filas = self.paginate_queryset(self.lectura.preparar(conjunto, (campo,)))
        return self.get_paginated_response(self.lectura.escribir(filas))


class BaseViewSet(LecturaMixin, viewsets.ModelViewSet):
    """Viewset con alcance, permiso por acción, versión en `If-Match` y escritura por acciones.

    La clase define `queryset`, `serializer_class`, `filterset_class`, `permisos`, y los ganchos
    `registrar(datos)` y `editar(instancia, datos, version)`, que llaman a `acciones`.
    """

    lookup_field = "uuid"
    es_territorial: ClassVar[bool] = True
    http_method_names = ("get", "post", "patch", "head", "options")

    def get_queryset(self) -> QuerySet:
        """El conjunto visible para quien pide."""
        conjunto = super().get_queryset()
        if not self.es_territorial:
            return conjunto
        return conjunto.visibles_para(self.request.user)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Una ficha, con los mismos `campos` e `incluir` que la lista."""
        objeto = self.get_object()
        sencilla = not self.lectura.campos and not self.lectura.inclusiones
        if sencilla:
            return Response(self.get_serializer(objeto).data)
        filas = list(self.lectura.preparar(self.get_queryset().filter(pk=objeto.pk)))
        return Response(self.lectura.escribir(filas)[0])

    def registrar(self, datos: dict[str, Any]) -> Any:
        """Llama a la acción de alta."""
        raise NotImplementedError

    def editar(self, instancia: Any, datos: dict[str, Any], version: int) -> Any:
        """Llama a la acción de cambio."""
        raise NotImplementedError

    def perform_create(self, serializer: BaseSerializer) -> None:
        """Alta por acción."""
        serializer.instance = self.registrar(dict(serializer.validated_data))

    def perform_update(self, serializer: BaseSerializer) -> None:
        """Cambio por acción, con la versión de `If-Match`."""
        version = self.exigir_version(serializer.instance.version)
        serializer.instance = self.editar(
            serializer.instance, dict(serializer.validated_data), version
        )

    def exigir_version(self, actual: int) -> int:
        """La versión pedida, que debe ser la `actual`: 428 si falta y 412 si es otra."""
        version = self.version_pedida()
        if version != actual:
            raise VersionDistintaError()
        return version

    def version_pedida(self) -> int:
        """La versión de la cabecera `If-Match` (`"3"` o la `ETag` leída). 428 si falta."""
        etiqueta = version_en(self.request.headers.get("If-Match", ""))
        if not etiqueta:
            raise FaltaVersionError()
        version = natural(etiqueta)
        if version is None:
            raise VersionDistintaError()
        return version
