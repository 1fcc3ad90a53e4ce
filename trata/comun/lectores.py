"""Leer el JSON que llega a la API con límites de tamaño, de hondura y de texto que se guarda."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from rest_framework import status
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser

BYTES_MAXIMOS = 2_500_000
HONDURA_MAXIMA = 20


class CuerpoGrandeError(APIException):
    """El pedido pesa más de lo que se admite."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "cuerpo_grande"
    default_detail = "El pedido pesa más de 2,5 MB. Divídelo en varios."


def _sin_repetidas(pares: list[tuple[str, Any]]) -> dict[str, Any]:
    datos = dict(pares)
    if len(datos) != len(pares):
        raise ValueError("hay nombres repetidos")
    return datos


def _constante(nombre: str) -> Any:
    raise ValueError(f"{nombre} no es JSON")


def revisar(nodo: Any, hondura: int = 0) -> None:
    """Lanza `ParseError` si algún texto no se puede guardar o si hay demasiados niveles."""
    if hondura > HONDURA_MAXIMA:
        raise ParseError("El JSON tiene demasiados niveles.", code="json_invalido")
    if isinstance(nodo, str):
        if "\x00" in nodo or any("\ud800" <= c <= "\udfff" for c in nodo):
            raise ParseError("Hay un texto con caracteres que no existen.", code="texto_invalido")
    elif isinstance(nodo, Mapping):
        for clave, valor in nodo.items():
            revisar(clave, hondura + 1)
            revisar(valor, hondura + 1)
    elif isinstance(nodo, list):
        for valor in nodo:
            revisar(valor, hondura + 1)


class JsonAcotado(JSONParser):
    """Un objeto JSON en UTF-8, de hasta 2,5 MB. Deja en el pedido la huella de sus bytes."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """Recibe el flujo; devuelve el objeto. Un error dice qué pasa, en español."""
        crudo = stream.read(BYTES_MAXIMOS + 1)
        if len(crudo) > BYTES_MAXIMOS:
            raise CuerpoGrandeError()
        pedido = (parser_context or {}).get("request")
        if pedido is not None:
            pedido._request.huella_del_cuerpo = hashlib.sha256(crudo).hexdigest()
        try:
            datos = json.loads(
                crudo.decode("utf-8"), object_pairs_hook=_sin_repetidas, parse_constant=_constante
            )
        except (ValueError, RecursionError) as error:
            raise ParseError("El cuerpo no es JSON válido.", code="json_invalido") from error
        if not isinstance(datos, Mapping):
            raise ParseError("Envía un objeto JSON: {…}.", code="json_invalido")
        revisar(datos)
        return datos
