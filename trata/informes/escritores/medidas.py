"""Cuánto ancho le toca a cada columna de una tabla, igual en todos los formatos de oficina.

Primero, que ninguna palabra se parta; lo que sobra se reparte según el largo de los textos. En un
cuadro de muchas columnas cede el encabezado: la columna de texto largo necesita aire.
"""

import re
from collections.abc import Sequence

from trata.informes.documento import Cuadro

PALABRA_MAXIMA, TEXTO_MAXIMO, AIRE = 24, 90, 3
ANCHO_DE_LETRA = 0.57  # de una letra media en negrita, en partes del cuerpo
EMU_POR_PUNTO = 12_700
FILAS_DE_UN_CUADRO_CORTO, COLUMNAS_DE_UN_CUADRO_ANCHO = 14, 8


def es_corto(cuadro: Cuadro) -> bool:
    """Cabe en un trozo de página: no se parte."""
    celdas = [len(t) for f in cuadro.filas for t in f]
    return len(cuadro.filas) <= FILAS_DE_UN_CUADRO_CORTO and max(celdas, default=0) < 120


def _letras(cuadro: Cuadro) -> tuple[list[float], list[float]]:
    """Por columna, las letras de su palabra más larga y las de su texto más largo."""
    minimos, largos = [], []
    apretado = len(cuadro.encabezados) >= COLUMNAS_DE_UN_CUADRO_ANCHO
    for j, encabezado in enumerate(cuadro.encabezados):
        celdas = [f[j] for f in cuadro.filas if j < len(f)]
        mayor = max((len(t) for t in celdas), default=0)
        minimo = max(_palabra(celdas), min(_palabra([encabezado]), 8 if apretado else 99))
        piso = 20 if mayor > TEXTO_MAXIMO else 0
        minimos.append(max(min(minimo, PALABRA_MAXIMA), piso) + (AIRE - 1 if apretado else AIRE))
        largos.append(max(min(mayor, TEXTO_MAXIMO) + AIRE, minimos[-1]))
    return minimos, largos


def _palabra(textos: Sequence[str]) -> int:
    """El largo de la palabra más larga: «79,6 %» es una sola."""
    return max((len(p) for t in textos for p in re.split(r"[ \n/]+", t)), default=4)


def anchos(cuadro: Cuadro, ancho: int, puntos: float, *, ajustado: bool = False) -> list[int]:
    """El ancho (en EMU) de cada columna con letra de `puntos`; suman a lo más `ancho`.

    `ajustado`: la tabla mide lo que sus textos, no todo el ancho.
    """
    minimos, largos = _letras(cuadro)
    caben = ancho / EMU_POR_PUNTO / (puntos * ANCHO_DE_LETRA)
    sobra = max(caben - sum(minimos), 0)
    ganas = [(largo - minimo) ** 0.8 for minimo, largo in zip(minimos, largos, strict=True)]
    if ajustado:
        faltan = sum(largos) - sum(minimos)
        sobra = min(sobra, faltan + AIRE * len(minimos))
    if not sum(ganas):
        ganas = minimos
    partes = [m + sobra * g / sum(ganas) for m, g in zip(minimos, ganas, strict=True)]
    total = sum(partes)
    letra = ancho / (max(total, caben) if ajustado else total)
    return [int(p * letra) for p in partes]
