"""El oráculo: cuenta a mano, con tres bucles, todo lo que el motor debería guardar.

Lento y evidente. No usa SQL ni nada de `trata.agregados.motor`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Hecho = Mapping[str, Any]
Coordenada = tuple[int | None, int | None, int, int | None, int, int, int | None, int | None]


def celdas_esperadas(
    hechos: Iterable[Hecho], variables: Mapping[str, int], pares: Sequence[tuple[str, str]]
) -> Counter[Coordenada]:
    """(departamento, provincia, año, mes, variable, categoría, variable 2, categoría 2) → n."""
    celdas: Counter[Coordenada] = Counter()
    for h in hechos:
        if not h["contable"]:
            continue
        datos = [(0, 0)] + [(numero, h[codigo]) for codigo, numero in variables.items()]
        for departamento in (h["departamento"], None):
            for mes in (h["mes"], None):
                for variable, categoria in datos:
                    lugar = (departamento, None, h["anio"], mes)
                    celdas[(*lugar, variable, categoria, None, None)] += 1
        for variable, categoria in datos:
            lugar = (h["departamento"], h["provincia"], h["anio"], None)
            celdas[(*lugar, variable, categoria, None, None)] += 1
        for a, b in pares:
            for departamento in (h["departamento"], None):
                lugar = (departamento, None, h["anio"], None)
                celdas[(*lugar, variables[a], h[a], variables[b], h[b])] += 1
    return celdas
