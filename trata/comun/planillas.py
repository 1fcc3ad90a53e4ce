"""Escribir CSV que se abre bien y no ejecuta nada. Es el único sitio que protege las celdas."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

# Con estos comienzos una hoja de cálculo interpreta la celda como fórmula.
PELIGROSOS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
INVISIBLES = "\ufeff\u200b\u200c\u200d\u2060 "


def celda_segura(valor: Any) -> Any:
    """Recibe un valor; a un texto que parece fórmula le antepone un apóstrofo. Lo demás, igual."""
    if not isinstance(valor, str):
        return "" if valor is None else valor
    if valor.lstrip(INVISIBLES).startswith(PELIGROSOS) or valor.startswith(PELIGROSOS):
        return f"'{valor}"
    return valor


def a_csv(encabezados: Sequence[str], filas: Iterable[Sequence[Any]]) -> bytes:
    """Devuelve el CSV en UTF-8 con BOM, con todas las celdas entre comillas."""
    salida = io.StringIO(newline="")
    escritor = csv.writer(salida, quoting=csv.QUOTE_ALL)
    escritor.writerow(encabezados)
    escritor.writerows([celda_segura(v) for v in fila] for fila in filas)
    return b"\xef\xbb\xbf" + salida.getvalue().encode()


def respuesta_csv(
    nombre: str, encabezados: Sequence[str], filas: Iterable[Sequence[Any]]
) -> HttpResponse:
    """El CSV como descarga; el nombre no lleva datos personales."""
    respuesta = HttpResponse(a_csv(encabezados, filas), content_type="text/csv; charset=utf-8")
    respuesta["Content-Disposition"] = f'attachment; filename="{nombre}"'
    return respuesta
