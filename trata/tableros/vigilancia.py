"""Lo que se sale de su propia historia: silencios y meses inusuales. Reglas puras y explicadas.

Entran series mensuales ({(año, mes): cantidad}); salen hallazgos con la frase que los explica.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from trata.comun.formato import entero, mes_anio, plural
from trata.graficos.chispa import chispa
from trata.graficos.modelo import Svg

Mes = tuple[int, int]
Serie = Mapping[Mes, int]
VENTANA = 24
MINIMO_DE_HISTORIA = 12
MINIMO_DE_SILENCIO = 3
MINIMO_DE_ALZA = 5


def siguiente(mes: Mes) -> Mes:
    """El mes que sigue."""
    return (mes[0] + 1, 1) if mes[1] == 12 else (mes[0], mes[1] + 1)


def meses_entre(desde: Mes, hasta: Mes, saltar: frozenset[int] = frozenset()) -> list[Mes]:
    """Los meses de `desde` a `hasta`, sin los años de `saltar` (publicados sin mes)."""
    meses, actual = [], desde
    while actual <= hasta:
        if actual[0] not in saltar:
            meses.append(actual)
        actual = siguiente(actual)
    return meses


@dataclass(frozen=True)
class Silencio:
    """Cuánto hace que no llega nada y qué tan raro es."""

    nombre: str
    ultimo: Mes | None
    callados: int
    habitual: float
    es_inusual: bool

    @property
    def detalle(self) -> str:
        """«Su pausa habitual es de 1 mes. Último registro: marzo de 2025.»."""
        if self.ultimo is None:
            return "Nunca registró en el período."
        habitual = plural(math.ceil(self.habitual), "mes", "meses")
        pausa = f"Su pausa habitual es de {habitual}" if self.habitual else "No solía hacer pausas"
        return f"{pausa}. Último registro: {mes_anio(*self.ultimo)}."

    @property
    def frase(self) -> str:
        """«7 meses sin registros; lo habitual es 1. Último: marzo de 2025»."""
        if self.ultimo is None:
            return "Nunca registró en el período."
        base = f"{plural(self.callados, 'mes', 'meses')} sin registros"
        return f"{base}; lo habitual es {entero(self.habitual)}. Último: {mes_anio(*self.ultimo)}."


def silencio(nombre: str, serie: Serie, meses: Sequence[Mes]) -> Silencio:
    """Compara los meses callados del final con las pausas que ya tuvo.

    Es inusual si son al menos 3 y más del doble de su pausa mediana.
    """
    con = [m for m in meses if serie.get(m)]
    if not con:
        return Silencio(nombre, None, len(meses), 0, True)
    pausas, racha = [], 0
    for mes in meses:
        if serie.get(mes):
            pausas.append(racha)
            racha = 0
        else:
            racha += 1
    habitual = median(p for p in pausas if p) if any(pausas) else 0
    inusual = racha >= MINIMO_DE_SILENCIO and racha > 2 * habitual
    return Silencio(nombre, con[-1], racha, habitual, inusual)


@dataclass(frozen=True)
class Alerta:
    """Un mes que se sale de lo habitual."""

    clave: str
    nombre: str
    mes: Mes
    n: int
    minimo: int
    maximo: int
    recorrido: tuple[int, ...] = ()

    @property
    def dibujo(self) -> Svg:
        """Los meses previos y éste, como línea mínima."""
        return chispa(self.recorrido, titulo=f"{self.nombre}, {mes_anio(*self.mes)}", ancho=160).svg

    @property
    def es_alza(self) -> bool:
        """Por encima de lo habitual; si no, por debajo."""
        return self.n > self.maximo

    @property
    def frase(self) -> str:
        """«Cusco, julio de 2021: 14, cuando lo habitual va de 0 a 8»."""
        return (
            f"{self.nombre}, {mes_anio(*self.mes)}: {entero(self.n)}, cuando lo habitual va de "
            f"{entero(self.minimo)} a {entero(self.maximo)} (promedio de los {VENTANA} meses "
            "previos, más o menos tres desvíos)."
        )


def alertas(clave: str, nombre: str, serie: Serie, meses: Sequence[Mes]) -> list[Alerta]:
    """Los meses que se alejan más de tres desvíos de su propio promedio móvil.

    Para conteos pequeños el desvío es la raíz del promedio (o el observado, si es mayor). Un alza
    pide al menos 5 registros; una caída sólo se avisa si llega a cero donde se esperaba algo.
    """
    encontradas = []
    for i in range(MINIMO_DE_HISTORIA, len(meses)):
        previos = [serie.get(m, 0) for m in meses[max(0, i - VENTANA) : i]]
        promedio = fmean(previos)
        varianza = fmean((x - promedio) ** 2 for x in previos)
        desvio = math.sqrt(max(promedio, varianza))
        minimo = max(0, math.ceil(promedio - 3 * desvio))
        maximo = math.floor(promedio + 3 * desvio)
        n = serie.get(meses[i], 0)
        if (n > maximo and n >= MINIMO_DE_ALZA) or n < minimo:
            recorrido = (*previos, n)
            encontradas.append(Alerta(clave, nombre, meses[i], n, minimo, maximo, recorrido))
    return encontradas
