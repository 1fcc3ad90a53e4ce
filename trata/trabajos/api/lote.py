"""Muchas altas en un pedido, con un resultado por elemento: uno malo no tumba a los demás."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from trata.comun.errores import ErrorDeDominio
from trata.comun.errores_api import cuerpo_de_error

ELEMENTOS_POR_LOTE = 200
# El error de validación de DRF es también una `APIException`.
FALLAS = (ErrorDeDominio, APIException, ValidationError, Http404, IntegrityError)

ResultadoSerializer = inline_serializer(
    "ResultadoDeElemento",
    {
        "indice": serializers.IntegerField(help_text="Lugar en la lista enviada, desde 0."),
        "estado": serializers.IntegerField(help_text="201 creado, 200 actualizado, o el error."),
        "uuid": serializers.UUIDField(required=False, help_text="El registro, si se guardó."),
        "version": serializers.IntegerField(required=False),
        "codigo_externo": serializers.CharField(required=False),
        "error": serializers.DictField(
            required=False, help_text="`codigo`, `mensaje` y `campos`, como en todo error."
        ),
    },
)
LoteSerializer = inline_serializer(
    "ResultadoDeLote",
    {
        "creados": serializers.IntegerField(),
        "actualizados": serializers.IntegerField(),
        "con_error": serializers.IntegerField(),
        "resultados": serializers.ListField(child=ResultadoSerializer),
    },
)


class LoteMixin:
    """Agrega `POST …/lote/` a un viewset con `registrar`. Va antes que `IdempotenteMixin`."""

    elemento: ClassVar[Mapping[str, Any] | None] = None

    @property
    def cuerpo(self) -> Mapping[str, Any]:
        """Lo enviado: el elemento en curso de un lote, o el pedido entero."""
        if self.elemento is not None:
            return self.elemento
        return self.request.data if isinstance(self.request.data, Mapping) else {}

    @extend_schema(
        summary="Registrar muchos, con un resultado por elemento",
        request=inline_serializer(
            "Lote",
            {
                "elementos": serializers.ListField(
                    child=serializers.DictField(),
                    max_length=ELEMENTOS_POR_LOTE,
                    help_text="Cada uno, como en el alta simple.",
                )
            },
        ),
        responses={200: LoteSerializer},
    )
    @action(detail=False, methods=["post"])
    def lote(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Cada elemento es su propia transacción dentro del pedido."""
        return self.una_vez(request, self._procesar)

    def _procesar(self) -> Response:
        datos = self.request.data
        elementos = datos.get("elementos") if isinstance(datos, Mapping) else None
        if not isinstance(elementos, list) or not 0 < len(elementos) <= ELEMENTOS_POR_LOTE:
            mensaje = f"Envía «elementos»: una lista de 1 a {ELEMENTOS_POR_LOTE}."
            raise ErrorDeDominio("lote_invalido", mensaje, campos={"elementos": mensaje})
        resultados = [self._uno(i, e) for i, e in enumerate(elementos)]
        estados = [r["estado"] for r in resultados]
        return Response(
            {
                "creados": estados.count(201),
                "actualizados": estados.count(200),
                "con_error": sum(e >= 400 for e in estados),
                "resultados": resultados,
            },
            status=status.HTTP_200_OK,
        )

    def _uno(self, indice: int, elemento: Any) -> dict[str, Any]:
        self.elemento = elemento if isinstance(elemento, Mapping) else {}
        resultado: dict[str, Any] = {"indice": indice}
        if isinstance(self.elemento.get("codigo_externo"), str):
            resultado["codigo_externo"] = self.elemento["codigo_externo"]
        try:
            with transaction.atomic():
                estado, objeto = self.guardar_elemento(elemento)
        except FALLAS as error:
            estado, cuerpo = cuerpo_de_error(error)
            return resultado | {"estado": estado, "error": cuerpo}
        finally:
            self.elemento = None
        version = {"version": objeto.version} if hasattr(objeto, "version") else {}
        return resultado | {"estado": estado, "uuid": str(objeto.uuid)} | version

    def guardar_elemento(self, elemento: Any) -> tuple[int, Any]:
        """Crea uno. Devuelve el estado y el objeto."""
        serializador = self.get_serializer(data=elemento)
        serializador.is_valid(raise_exception=True)
        return 201, self.registrar(dict(serializador.validated_data))
