"""Cómo se escriben las respuestas de la API: JSON y, para leer, CSV (`?format=csv`)."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from django.http import Http404
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.utils.encoders import JSONEncoder

from trata.comun.planillas import a_csv

OPCIONES = orjson.OPT_UTC_Z
_lo_demas = JSONEncoder().default


class JsonRenderer(JSONRenderer):
    """El JSON de siempre, escrito por orjson. Si algo no le cabe, lo escribe el de DRF."""

    def render(
        self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None
    ) -> bytes:
        """Recibe los datos; devuelve sus bytes."""
        if data is None:
            return b""
        try:
            return orjson.dumps(data, default=_lo_demas, option=OPCIONES)
        except TypeError:
            return super().render(data, accepted_media_type, renderer_context)


class Negociacion(DefaultContentNegotiation):
    """Un `?format=` que no hay es lo mismo que un `Accept` que no hay: 406, no 404."""

    def filter_renderers(
        self, renderers: Sequence[BaseRenderer], format: str
    ) -> list[BaseRenderer]:
        """Los que escriben ese formato."""
        try:
            return super().filter_renderers(renderers, format)
        except Http404:
            raise NotAcceptable(available_renderers=renderers) from None


def _celda(valor: Any) -> Any:
    """Una lista de códigos va con barras; lo compuesto, como JSON."""
    if isinstance(valor, list | tuple):
        if all(isinstance(v, str | int) for v in valor):
            return "|".join(str(v) for v in valor)
        return json.dumps(valor, ensure_ascii=False, cls=JSONEncoder)
    if isinstance(valor, Mapping):
        return json.dumps(valor, ensure_ascii=False, cls=JSONEncoder)
    if isinstance(valor, bool):
        return "sí" if valor else "no"
    return _lo_demas(valor) if isinstance(valor, datetime) else valor


def _tabla(datos: Mapping[str, Any]) -> bytes:
    """Una figura o una lista de estadísticas: sus columnas y sus filas."""
    filas = [f.get("valores", f) if isinstance(f, Mapping) else f for f in datos["filas"]]
    return a_csv(list(datos["columnas"]), ([_celda(v) for v in fila] for fila in filas))


class CsvRenderer(BaseRenderer):
    """Una fila por resultado, protegida contra fórmulas. Las vecinas van en la cabecera `Link`."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(
        self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None
    ) -> bytes:
        """Recibe la página, una lista o un objeto; devuelve el CSV en UTF-8 con BOM."""
        if data is None:
            return b""
        filas = data
        if isinstance(data, Mapping) and {"columnas", "filas"} <= set(data):
            return _tabla(data)
        if isinstance(data, Mapping):
            filas = data.get("resultados", [data])
        columnas = list(dict.fromkeys(c for fila in filas for c in fila))
        return a_csv(columnas, ([_celda(fila.get(c)) for c in columnas] for fila in filas))
