"""Escalas: marcas redondas de un eje y clases de un mapa."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from trata.comun import formato


def marcas(maximo: float, deseadas: int = 4) -> list[float]:
    """Marcas redondas (1, 2, 2,5 o 5 × 10ⁿ) desde 0 que cubren `maximo`; al menos 0 y 1."""
    if not math.isfinite(maximo) or maximo <= 0:
        return [0.0, 1.0]
    crudo = maximo / deseadas
    base = 10.0 ** math.floor(math.log10(crudo))
    paso = next((base * m for m in (1, 2, 2.5, 5, 10) if base * m >= crudo * 0.999), base * 10)
    if maximo >= 1 and paso < 1:
        paso = 1.0 if maximo > 2 else 0.5
    cuantas = math.ceil(maximo / paso - 1e-9)
    return [paso * i for i in range(cuantas + 1)]


def proporcional(valor: float | None, maximo: float, largo: float) -> float:
    """Largo de una barra: proporcional al valor y dentro de [0, largo]."""
    if valor is None or maximo <= 0:
        return 0.0
    return min(max(valor / maximo, 0.0), 1.0) * largo


@dataclass(frozen=True, slots=True)
class Clases:
    """Clases de un mapa: intervalos de valores observados, de menor a mayor, hasta cinco.

    `limites` son los extremos (mínimo, máximo) de los datos de cada clase; `tonos`, el color.
    """

    limites: tuple[tuple[float, float], ...]
    tonos: tuple[str, ...]

    def indice(self, valor: float) -> int:
        """La clase del valor: la primera cuyo máximo no es menor."""
        for i, (_, tope) in enumerate(self.limites):
            if valor <= tope:
                return i
        return len(self.limites) - 1

    def tono(self, valor: float) -> str:
        return self.tonos[self.indice(valor)]

    def rotulos(self, escribir=formato.numero) -> list[str]:
        """«0», «1 a 12», «13 a 40»…"""
        return [
            escribir(a) if escribir(a) == escribir(b) else f"{escribir(a)} a {escribir(b)}"
            for a, b in self.limites
        ]


def clasificar(valores: Sequence[float], *, maximo: int = 5) -> Clases:
    """Agrupa valores en ≤ `maximo` clases.

    El cero, si aparece, es una clase aparte: no haber ninguno no es «pocos». Lo demás se reparte
    por rupturas naturales (Fisher–Jenks exacto: la partición en intervalos con la menor suma de
    cuadrados dentro de cada clase). El resultado no depende del orden ni de sorteos. Con más de
    60 valores distintos se agrupa por cuantiles, que cuesta menos y reparte los colores.
    """
    limpios = sorted(v for v in valores if math.isfinite(v))
    ceros = [v for v in limpios if v <= 0]
    positivos = tuple(v for v in limpios if v > 0)
    limites = [(ceros[0], 0.0)] if ceros else []
    disponibles = maximo - len(limites)
    distintos = len(set(positivos))
    if distintos:
        partir = _jenks if distintos <= 60 else _cuantiles
        limites += partir(positivos, min(disponibles, distintos))
    return Clases(tuple(limites), _tonos(len(limites), con_cero=bool(ceros)))


def _tonos(cuantos: int, *, con_cero: bool) -> tuple[str, ...]:
    positivos = cuantos - con_cero
    escala = {0: (), 1: (4,), 2: (2, 4), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5)}
    return (("m0",) if con_cero else ()) + tuple(f"m{i}" for i in escala[positivos])


def _cuantiles(valores: tuple[float, ...], clases: int) -> list[tuple[float, float]]:
    distintos = sorted(set(valores))
    cortes = [round(i * len(distintos) / clases) for i in range(clases + 1)]
    return [
        (distintos[a], distintos[b - 1]) for a, b in zip(cortes, cortes[1:], strict=False) if b > a
    ]


@lru_cache(maxsize=256)
def _jenks(valores: tuple[float, ...], clases: int) -> list[tuple[float, float]]:
    """Fisher–Jenks por programación dinámica sobre los valores distintos con su frecuencia."""
    distintos = sorted(set(valores))
    peso = {v: 0 for v in distintos}
    for v in valores:
        peso[v] += 1
    n = len(distintos)
    w, s, q = [0.0], [0.0], [0.0]
    tope = max(abs(distintos[0]), abs(distintos[-1]))
    for v in distintos:
        u = v / tope
        w.append(w[-1] + peso[v])
        s.append(s[-1] + peso[v] * u)
        q.append(q[-1] + peso[v] * u * u)

    def costo(a: int, b: int) -> float:
        suma = s[b] - s[a]
        return max(q[b] - q[a] - suma * suma / (w[b] - w[a]), 0.0)

    mejor = [costo(0, j) if j else 0.0 for j in range(n + 1)]
    rastro: list[list[int]] = []
    for k in range(2, clases + 1):
        nuevo, desde = [math.inf] * (n + 1), [0] * (n + 1)
        for j in range(k, n + 1):
            nuevo[j], desde[j] = min((mejor[i] + costo(i, j), i) for i in range(k - 1, j))
        mejor = nuevo
        rastro.append(desde)
    fin, intervalos = n, []
    for desde in reversed(rastro):
        intervalos.append((distintos[desde[fin]], distintos[fin - 1]))
        fin = desde[fin]
    intervalos.append((distintos[0], distintos[fin - 1]))
    return intervalos[::-1]
