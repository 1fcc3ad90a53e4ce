"""Bases de la API: reglas del modelo, alcance, versiones y escritura por acciones."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError as DjangoValidationError
from django.db.models import QuerySet
from rest_framework import viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import ModelSerializer

from trata.comun.errores_api import FaltaVersionError, VersionDistintaError, error_de_drf


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
        copia.avisos_confirmados = frozenset(self.initial_data.get("confirmar", ()))
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


class BaseViewSet(viewsets.ModelViewSet):
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
        version = self.version_pedida()
        if version != serializer.instance.version:
            raise VersionDistintaError()
        serializer.instance = self.editar(
            serializer.instance, dict(serializer.validated_data), version
        )

    def version_pedida(self) -> int:
        """La versión de la cabecera `If-Match` (`"3"`, con o sin comillas). 428 si falta."""
        etiqueta = self.request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
        if not etiqueta:
            raise FaltaVersionError()
        if not etiqueta.isdigit():
            raise VersionDistintaError()
        return int(etiqueta)

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        """Pone la `ETag` con la versión en las respuestas de un solo registro."""
        response = super().finalize_response(request, response, *args, **kwargs)
        datos = getattr(response, "data", None)
        if isinstance(datos, Mapping) and "version" in datos and response.status_code < 300:
            response["ETag"] = f'"{datos["version"]}"'
        return response
