"""Las marcas del texto de una sección: **negrita**, *cursiva* y [nota: al pie].

Python puro. Una marca que no cierra se lee tal cual; nada de lo escrito se interpreta de otro modo.
Las notas se numeran en todo el documento: «[nota: x]» pasa a «[nota 3: x]».
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count

NOTA = re.compile(r"[ \u00a0]?\[nota(?: (\d+))?:\s*([^\[\]\n]*[^\[\]\s])\s*\]")
FUERTE = re.compile(r"\*\*(?=[^\s*]|\*[^\s*])(.+?)(?<=\S)\*\*(?!\*)")
CURSIVA = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]*[^\s*])\*(?![\w*])")


@dataclass(frozen=True, slots=True)
class Tramo:
    """Un trozo de texto con una sola forma, o la llamada a una nota (`nota` trae su texto)."""

    texto: str
    fuerte: bool = False
    cursiva: bool = False
    nota: str = ""


def tiene_marcas(texto: str) -> bool:
    """Dice si el texto trae alguna marca que se cumple."""
    return any(p.search(texto) for p in (NOTA, FUERTE, CURSIVA))


def tramos_de(texto: str) -> tuple[Tramo, ...]:
    """El texto en tramos, en orden. La llamada a una nota lleva su número en `texto`."""
    return tuple(_con_notas(texto))


def _con_notas(texto: str) -> Iterator[Tramo]:
    sin_numero = count(1)
    desde = 0
    for nota in NOTA.finditer(texto):
        yield from _con_formas(texto[desde : nota.start()])
        yield Tramo(nota[1] or str(next(sin_numero)), nota=_sin_formas(nota[2]))
        desde = nota.end()
    yield from _con_formas(texto[desde:])


def _con_formas(texto: str) -> Iterator[Tramo]:
    desde = 0
    for fuerte in FUERTE.finditer(texto):
        yield from _con_cursiva(texto[desde : fuerte.start()])
        yield from (replace(t, fuerte=True) for t in _con_cursiva(fuerte[1]))
        desde = fuerte.end()
    yield from _con_cursiva(texto[desde:])


def _con_cursiva(texto: str) -> Iterator[Tramo]:
    desde = 0
    for cursiva in CURSIVA.finditer(texto):
        if antes := texto[desde : cursiva.start()]:
            yield Tramo(antes)
        yield Tramo(cursiva[1], cursiva=True)
        desde = cursiva.end()
    if resto := texto[desde:]:
        yield Tramo(resto)


def _sin_formas(texto: str) -> str:
    return CURSIVA.sub(r"\1", FUERTE.sub(r"\1", texto))


def plano(texto: str) -> str:
    """El texto sin marcas; las notas quedan entre paréntesis, donde no hay pie."""
    return "".join(f" ({t.nota})" if t.nota else t.texto for t in tramos_de(texto))


def notas_de(texto: str) -> list[tuple[str, str]]:
    """Las notas de un texto: (número, lo que dice)."""
    return [(t.texto, t.nota) for t in tramos_de(texto) if t.nota]


def numerar(texto: str, numeros: Iterator[int]) -> str:
    """El texto con sus notas numeradas en el orden en que salen."""
    return NOTA.sub(lambda m: f"[nota {next(numeros)}: {m[2]}]", texto)


def marcas_sueltas(texto: str) -> str:
    """Qué marca quedó sin cerrar en una línea; vacío si ninguna."""
    resto = NOTA.sub("\n", texto)
    if "[nota" in resto.lower():
        return "una nota sin cerrar: escríbela como [nota: texto]"
    if "**" in _sin_formas(resto):
        return "una negrita sin cerrar: va entre dos asteriscos a cada lado, sin una nota en medio"
    return ""
