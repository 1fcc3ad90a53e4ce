"""De las cantidades de la serie a mazos: para cada departamento y mes, una carta por persona.

Regla de una fila por víctima: si las partes no pasan del total, van exactas y lo que falta es «No
consta»; si pasan, se reparten en proporción (restos mayores) hasta el total y la celda se anota
como fuente inconsistente. Python puro.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from trata.agregados.serie.tipos import Dato
from trata.agregados.variables import catalogo

NO_CONSTA = "no_consta"
SEXO_DEL_ITEM = {"EF_": "mujer", "EM_": "hombre"}
REPARTIDAS = (
    *("fin", "educacion", "vinculo", "denunciante", "captacion", "medio"),
    *("lugar_explotacion", "reclutamiento", "destino"),
)
Lugar = tuple[int, int, int]


@dataclass
class Mazo:
    """Lo que se reparte en un departamento y mes: `n` personas y, por variable, `n` cartas."""

    n: int
    cartas: dict[str, list[str]] = field(default_factory=dict)
    sexo_y_edad: list[tuple[str, str]] = field(default_factory=list)
    inconsistentes: list[str] = field(default_factory=list)


def ajustar(partes: Mapping[str, int], n: int) -> tuple[list[str], bool]:
    """Las cartas de una variable y si la fuente pasaba del total.

    (`{"a": 2}`, 3) → (["a", "a", "no_consta"], False); (`{"a": 4, "b": 2}`, 3) →
    (["a", "a", "b"], True).
    """
    suma = sum(partes.values())
    if suma <= n:
        cartas = [codigo for codigo, k in partes.items() for _ in range(k)]
        return cartas + [NO_CONSTA] * (n - suma), False
    enteros = {c: k * n // suma for c, k in partes.items()}
    restos = sorted(partes, key=lambda c: (-(partes[c] * n % suma), c))
    for codigo in restos[: n - sum(enteros.values())]:
        enteros[codigo] += 1
    return [codigo for codigo, k in enteros.items() for _ in range(k)], True


def mazos(datos: Iterable[Dato]) -> dict[Lugar, Mazo]:
    """Un mazo por (año, mes, departamento), en orden."""
    por_lugar: dict[Lugar, dict[str, int]] = defaultdict(dict)
    for anio, mes, departamento, item, valor in datos:
        por_lugar[(anio, mes, departamento)][item] = valor
    return {lugar: _mazo(items) for lugar, items in sorted(por_lugar.items())}


def _mazo(items: Mapping[str, int]) -> Mazo:
    por_item = catalogo().por_item()
    partes: dict[str, Counter[str]] = defaultdict(Counter)
    parejas: Counter[str] = Counter()
    for item, valor in items.items():
        if item[:3] in SEXO_DEL_ITEM:
            parejas[item] = valor
            continue
        for variable, categoria in por_item[item]:
            partes[variable.codigo][categoria.codigo] += valor
    mazo = Mazo(sum(partes["fin"].values()))
    for codigo in REPARTIDAS:
        mazo.cartas[codigo], paso = ajustar(partes[codigo], mazo.n)
        if paso:
            mazo.inconsistentes.append(codigo)
    cartas, _ = ajustar(parejas, mazo.n)
    mazo.sexo_y_edad = [_sexo_y_edad(carta) for carta in cartas]
    return mazo


def _sexo_y_edad(item: str) -> tuple[str, str]:
    """«EF_DE 18 A 29 AÑOS» → (mujer, 18-29); un subtotal no dice la edad."""
    if item == NO_CONSTA:
        return NO_CONSTA, NO_CONSTA
    edades = [c.codigo for v, c in catalogo().por_item()[item] if v.codigo == "grupo_edad"]
    return SEXO_DEL_ITEM[item[:3]], edades[0] if edades else NO_CONSTA
