"""La consulta que cuenta en vivo todos los márgenes de un corte, de una pasada. Pura.

Agrupar por cada variable suelta cuesta un grupo por fila y variable. Aquí las variables de pocas
categorías se agrupan juntas: el paquete (sexo, edad, educación) tiene a lo sumo 126 combinaciones y
de él salen los tres márgenes. Con 1 millón de víctimas y un año, de 24 grupos por fila a 10.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import prod

from trata.agregados.variables import catalogo

COMBINACIONES = 800
"""Hasta cuántas combinaciones tiene un paquete: caben en la memoria rápida del procesador."""
MES = ("anio", "mes")
LUGAR = ("departamento", "provincia")
FILTRO = "{filtro}"
# Pares que dibuja todo tablero: van en el mismo paquete para salir de la misma pasada.
JUNTAS = (("sexo", "grupo_edad"), ("departamento_captacion", "departamento_explotacion"))


@dataclass(frozen=True)
class Vivos:
    """La consulta y cómo leer sus filas: (máscara, n, *columnas)."""

    consulta: str
    columnas: tuple[str, ...]
    de_mascara: dict[int, tuple[str, ...]]
    pares: tuple[tuple[str, str], ...]


def _tamano(variables: Iterable[str]) -> int:
    return prod(len(catalogo().variables[v].categorias) + 1 for v in variables)


@cache
def paquetes(variables: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Reparte las variables en pocos paquetes de hasta `COMBINACIONES` combinaciones."""
    armados = [list(p) for p in JUNTAS if set(p) <= set(variables)]
    puestas = {v for p in armados for v in p}
    sueltas = sorted((v for v in variables if v not in puestas), key=lambda v: (-_tamano([v]), v))
    for v in sueltas:
        cabe = next((p for p in armados if _tamano([*p, v]) <= COMBINACIONES), None)
        if cabe is None:
            armados.append([v])
        else:
            cabe.append(v)
    return tuple(map(tuple, armados))


@cache
def vivos(tabla: str, variables: tuple[str, ...]) -> Vivos:
    """La consulta de una tabla de hechos; `FILTRO` es el hueco de sus condiciones."""
    grupos = ((), MES, LUGAR, *paquetes(variables))
    columnas = (*MES, *LUGAR, *variables)
    lista = ", ".join(columnas)
    conjuntos = ", ".join(f"({', '.join(g)})" for g in grupos)
    return Vivos(
        f"SELECT GROUPING({lista}), count(*)::int, {lista} FROM {tabla} WHERE {FILTRO} "
        f"GROUP BY GROUPING SETS ({conjuntos})",
        columnas,
        {int("".join("0" if c in g else "1" for c in columnas), 2): g for g in grupos},
        tuple(p for p in JUNTAS if set(p) <= set(variables)),
    )
