"""De texto de una celda a valor del modelo, con los mismos códigos de falta que el formulario."""

import re
from collections.abc import Callable, Sequence
from datetime import date, time, timedelta
from functools import cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from casos.campos import FUERA, MENSAJE_FUERA, CategoriaField, CategoriasField
from casos.vocabulario import Vocabulario, vocabulario
from trata.comun.numeros import natural
from trata.territorio.models import Ubigeo
from trata.territorio.nombres import indice, normalizar

ENTERO_MAXIMO = 32_767


class CeldaError(Exception):
    """La celda no se puede convertir: código y mensaje. `nivel`, en un lugar, es cuál falla."""

    nivel = 0

    def __init__(self, codigo: str, mensaje: str) -> None:
        super().__init__(mensaje)
        self.codigo = codigo
        self.mensaje = mensaje


@cache
def _por_nombre(codigo: str) -> dict[str, str]:
    return {normalizar(c.nombre): c.codigo for c in vocabulario(codigo).categorias}


def categoria(lista: Vocabulario, texto: str) -> str:
    """El código, escrito como código o como nombre, con o sin tildes."""
    limpio = texto.strip()
    if limpio.lower() in lista:
        return limpio.lower()
    hallado = _por_nombre(lista.codigo).get(normalizar(limpio))
    if hallado is None:
        raise CeldaError(FUERA, MENSAJE_FUERA)
    return hallado


FECHA_MALA = "Escribe una fecha que exista, con el año en 4 dígitos."
HORA_AL_FINAL = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
MESES = {
    **{m: str(i) for i, m in enumerate(("ene", "feb", "mar", "abr", "may", "jun"), 1)},
    **{m: str(i) for i, m in enumerate(("jul", "ago", "set", "oct", "nov", "dic"), 7)},
    "sep": "9",
}
# Número de serie de Excel: días desde el 30/12/1899. 20 000 es 1954; 60 000, 2064.
CERO_DE_EXCEL = date(1899, 12, 30)
SERIES_DE_EXCEL = range(20_000, 60_000)


def fecha_y_precision(texto: str) -> tuple[date, str]:
    """«10/03/2026», «2026-03-10», «10-mar-2026», «03/2026», «2026» o un número de serie de Excel.

    El día va primero, como en el Perú.
    """
    limpio = HORA_AL_FINAL.sub("", texto.strip())
    partes = [p.strip() for p in re.split(r"[/.\-]", limpio)]
    partes = [MESES.get(p.lower()[:3], p) if p.isalpha() else p for p in partes]
    if any(natural(p, cifras=5) is None for p in partes) or len(partes) > 3:
        raise CeldaError("invalid", FECHA_MALA)
    if len(partes) == 1 and len(partes[0]) == 5 and int(partes[0]) in SERIES_DE_EXCEL:
        return CERO_DE_EXCEL + timedelta(days=int(partes[0])), "dia"
    if len(partes) in (2, 3) and len(partes[0]) == 4:
        partes.reverse()
    precision = {3: "dia", 2: "mes", 1: "anio"}[len(partes)]
    dia, mes, anio = (["1", "1", *partes])[-3:] if len(partes) < 3 else partes
    try:
        if len(anio) != 4:
            raise ValueError(anio)
        return date(int(anio), int(mes), int(dia)), precision
    except ValueError as error:
        if len(anio) == 4 and 12 < int(mes) <= 31 and int(dia) <= 12:
            raise CeldaError("invalid", "Escribe primero el día y luego el mes: 25/03/2026.") from (
                error
            )
        raise CeldaError("invalid", FECHA_MALA) from error


def entero(texto: str) -> int:
    """Un entero pequeño no negativo."""
    if not re.fullmatch(r"-?\d{1,9}", texto.strip(), flags=re.ASCII):
        raise CeldaError("invalid", "Escribe un número entero.")
    valor = int(texto)
    if valor < 0:
        raise CeldaError("min_value", "Escribe un número de 0 en adelante.")
    if valor > ENTERO_MAXIMO:
        raise CeldaError("max_value", "El número es demasiado grande.")
    return valor


def ubigeo(texto: str) -> Ubigeo:
    """Código INEI (si le falta el cero de la izquierda, se le pone) o nombres con «/»."""
    codigo = texto.strip()
    if codigo.isascii() and codigo.isdecimal() and len(codigo) in (1, 3, 5):
        codigo = f"0{codigo}"
    if any(c.isalpha() for c in codigo):
        return lugar_por_nombre([p.strip() for p in re.split(r"[/>|]", codigo)])
    if not re.fullmatch(r"\d{2}(\d{2}(\d{2})?)?", codigo, flags=re.ASCII):
        raise CeldaError("ubigeo_mal_formado", "Escribe el código INEI: 2, 4 o 6 cifras.")
    if codigo not in indice().lugares:
        raise CeldaError("ubigeo_inexistente", "Ese lugar no existe.")
    return Ubigeo(pk=codigo)


def lugar_por_nombre(nombres: Sequence[str]) -> Ubigeo:
    """Departamento, provincia y distrito por su nombre; los de la derecha pueden faltar."""
    codigo = ""
    for nivel, (que, nombre) in enumerate(
        zip(("departamento", "provincia", "distrito"), nombres, strict=False)
    ):
        if not nombre:
            if any(nombres[nivel:]):
                raise _lugar_malo(nivel, f"Falta {'la' if nivel == 1 else 'el'} {que}.")
            break
        hallado = indice().buscar(nombre, dentro_de=codigo)
        if hallado is None:
            raise _lugar_malo(nivel, f"No hallamos {'esa' if nivel == 1 else 'ese'} {que}.")
        codigo = hallado
    return Ubigeo(pk=codigo)


def _lugar_malo(nivel: int, mensaje: str) -> CeldaError:
    error = CeldaError("ubigeo_inexistente", mensaje)
    error.nivel = nivel
    return error


def hora(texto: str) -> time:
    """«14:30»."""
    partes = re.fullmatch(r"(\d{1,2}):(\d{2})(:\d{2})?", texto.strip(), flags=re.ASCII)
    try:
        if partes is None:
            raise ValueError(texto)
        return time(int(partes[1]), int(partes[2]))
    except ValueError as error:
        raise CeldaError("invalid", "Escribe la hora como 14:30.") from error


def texto_corto(campo: models.Field, texto: str) -> str:
    """Texto dentro de su largo."""
    if campo.max_length and len(texto) > campo.max_length:
        raise CeldaError("max_length", f"Escribe hasta {campo.max_length} caracteres.")
    return texto


def convertir(campo: models.Field, texto: str) -> Any:
    """El valor de una celda según su campo. Las fechas salen con su precisión."""
    if isinstance(campo, CategoriaField):
        return categoria(vocabulario(campo.catalogo), texto)
    if isinstance(campo, CategoriasField):
        lista = vocabulario(campo.catalogo)
        return [categoria(lista, t) for t in re.split(r"[|;]", texto) if t.strip()]
    simples: tuple[tuple[type[models.Field], Callable[[str], Any]], ...] = (
        (models.DateField, fecha_y_precision),
        (models.TimeField, hora),
        (models.PositiveSmallIntegerField, entero),
    )
    for tipo, conversor in simples:
        if isinstance(campo, tipo):
            return conversor(texto)
    if campo.related_model is Ubigeo:
        return ubigeo(texto)
    return texto_corto(campo, texto)


def vacio_de(campo: models.Field) -> Any:
    """Lo que vale un campo sin celda."""
    if isinstance(campo, ArrayField):
        return []
    return "" if isinstance(campo, models.CharField | models.TextField) else None
