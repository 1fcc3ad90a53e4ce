"""Las fórmulas del avance, puras: números entran, resultado explicado sale.

Tipo I compara lo logrado con la meta del año. Tipo II compara lo recorrido con lo que había que
recorrer desde la línea base (no agregable) o lo acumulado con la meta acumulada (agregable).
Nunca se inventa un número: si no se puede calcular, se dice por qué. El porcentaje se topa entre
0 y 100 y se redondea a un decimal, y el semáforo se aplica a ese número, el que se ve.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

Numero = Decimal | int | Fraction | None
ASCENDENTE, DESCENDENTE, NO_DEFINIDO = "ascendente", "descendente", "no_definido"
MAXIMO, MINIMO = "maximo_permisible", "minimo_permisible"


class Motivo(StrEnum):
    """Cómo se llegó al resultado, o por qué no lo hay."""

    CALCULADO = "calculado"
    CUMPLE_O_NO = "cumple_o_no"
    SIN_VALOR = "sin_valor"
    SIN_LOGRO = "sin_logro"
    SIN_LINEA_BASE = "sin_linea_base"
    SIN_SENTIDO = "sin_sentido"
    META_CONTRARIA = "meta_contraria"
    PUBLICADO = "publicado"


EXPLICACIONES = {
    Motivo.CALCULADO: "",
    Motivo.CUMPLE_O_NO: "La fórmula no se puede dividir con esta meta: se mide si se cumplió o no.",
    Motivo.SIN_VALOR: "No hay un valor reportado.",
    Motivo.SIN_LOGRO: "No hay logro esperado para este año en las fuentes consultadas.",
    Motivo.SIN_LINEA_BASE: "No hay línea base en las fuentes consultadas.",
    Motivo.SIN_SENTIDO: "La ficha no define si el indicador debe subir o bajar.",
    Motivo.PUBLICADO: "Cifra del informe publicado, que no da las partes para recalcularla.",
    Motivo.META_CONTRARIA: "La meta va en contra del sentido esperado desde la línea base.",
}


@dataclass(frozen=True)
class Avance:
    """Resultado de una fórmula. `porcentaje` va de 0 a 100; `bruto` es el número sin topes."""

    porcentaje: Decimal | None
    bruto: Decimal | None
    motivo: Motivo
    detalle: str = ""

    @property
    def explicacion(self) -> str:
        """Por qué no hay número, o qué hay que saber para leerlo."""
        return self.detalle or EXPLICACIONES[self.motivo]


def _exacto(valor: Numero) -> Fraction | None:
    return None if valor is None else Fraction(valor)


def _decimal(valor: Fraction) -> Decimal:
    """Redondea a un decimal, la mitad hacia arriba, desde la fracción exacta."""
    decimas = valor * 10
    entero = (abs(decimas) * 2 + 1) // 2
    return (Decimal(int(entero)) / 10).copy_sign(-1 if decimas < 0 and entero else 1)


def _resultado(razon: Fraction, detalle: str = "") -> Avance:
    bruto = _decimal(razon * 100)
    return Avance(min(max(bruto, Decimal(0)), Decimal(100)), bruto, Motivo.CALCULADO, detalle)


def _si_o_no(cumple: bool, detalle: str = "") -> Avance:
    cien = Decimal(100) if cumple else Decimal(0)
    return Avance(cien, cien, Motivo.CUMPLE_O_NO, detalle)


def _no_calculable(motivo: Motivo) -> Avance:
    return Avance(None, None, motivo)


def valor_desde(
    numerador: Numero, denominador: Numero, *, porcentual: bool, cociente: bool = True
) -> Fraction | None:
    """El valor de un indicador a partir de sus partes.

    Porcentual: 100 × numerador ÷ denominador. Con `cociente` y denominador, numerador ÷
    denominador; sin denominador, el numerador. Denominador 0 o dato que falta: `None`.
    """
    arriba, abajo = _exacto(numerador), _exacto(denominador)
    if arriba is None:
        return None
    if not porcentual and (abajo is None or not cociente):
        return arriba
    if not abajo:
        return None
    return arriba / abajo * (100 if porcentual else 1)


def avance_tipo_1(valor: Numero, logro: Numero, sentido: str, agregacion: str = "") -> Avance:
    """Avance tipo I: valor ÷ logro (ascendente) o logro ÷ valor (descendente), por 100."""
    vo, le = _exacto(valor), _exacto(logro)
    if vo is None:
        return _no_calculable(Motivo.SIN_VALOR)
    if le is None:
        return _no_calculable(Motivo.SIN_LOGRO)
    if sentido == NO_DEFINIDO and agregacion in {MAXIMO, MINIMO}:
        cumple = vo <= le if agregacion == MAXIMO else vo >= le
        return _si_o_no(cumple, "Es un límite permisible: se respeta o no.")
    if sentido == ASCENDENTE:
        if le <= 0:
            return _si_o_no(vo >= le, "La meta no es mayor que 0: se mide si se alcanzó o no.")
        return _resultado(vo / le)
    if sentido == DESCENDENTE:
        if vo <= 0 or le < 0:
            return _si_o_no(vo <= le, "Con valor 0 o meta negativa se mide si se alcanzó o no.")
        return _resultado(le / vo)
    return _no_calculable(Motivo.SIN_SENTIDO)


def avance_tipo_2(valor: Numero, logro: Numero, linea_base: Numero, sentido: str) -> Avance:
    """Avance tipo II no agregable: lo recorrido desde la base sobre lo que había que recorrer.

    Ascendente (VO − LB) ÷ (LE − LB); descendente (LB − VO) ÷ (LB − LE); por 100.
    """
    vo, le, lb = _exacto(valor), _exacto(logro), _exacto(linea_base)
    if vo is None:
        return _no_calculable(Motivo.SIN_VALOR)
    if le is None:
        return _no_calculable(Motivo.SIN_LOGRO)
    if lb is None:
        return _no_calculable(Motivo.SIN_LINEA_BASE)
    if sentido not in {ASCENDENTE, DESCENDENTE}:
        return _no_calculable(Motivo.SIN_SENTIDO)
    signo = 1 if sentido == ASCENDENTE else -1
    recorrido, tramo = (vo - lb) * signo, (le - lb) * signo
    if tramo < 0:
        return _no_calculable(Motivo.META_CONTRARIA)
    if tramo == 0:
        return _si_o_no(
            recorrido >= 0, "La meta es mantener la línea base: se mide si se mantuvo o no."
        )
    retrocede = "Retrocedió respecto de la línea base." if recorrido < 0 else ""
    return _resultado(recorrido / tramo, retrocede)


def avance_tipo_2_agregable(valores: Mapping[int, Numero], logros: Mapping[int, Numero]) -> Avance:
    """Avance tipo II agregable: suma de valores sobre suma de logros, por 100.

    Recibe valores y logros por año. Sólo suma años que tienen logro; un año con logro y sin valor
    no suma valor, pero su logro sí cuenta y el detalle lo dice.
    """
    conocidos = {a: _exacto(x) for a, x in logros.items() if x is not None}
    if not conocidos:
        return _no_calculable(Motivo.SIN_LOGRO)
    reportados = {a: _exacto(valores.get(a)) for a in conocidos if valores.get(a) is not None}
    if not reportados:
        return _no_calculable(Motivo.SIN_VALOR)
    faltan = sorted(set(conocidos) - set(reportados))
    detalle = f"Sin valor en {', '.join(map(str, faltan))}: su meta sí cuenta." if faltan else ""
    meta = sum(conocidos.values(), Fraction(0))
    suma = sum(reportados.values(), Fraction(0))
    if meta <= 0:
        return _si_o_no(suma >= meta, detalle or "La meta acumulada no es mayor que 0.")
    return _resultado(suma / meta, detalle)


class Luz(StrEnum):
    """Las luces del semáforo y los silencios, que nunca se mezclan con ellas."""

    VERDE = "verde"
    AMARILLO = "amarillo"
    ROJO = "rojo"
    NO_CALCULABLE = "no_calculable"
    EN_REVISION = "en_revision"
    SIN_PROGRAMACION = "sin_programacion"
    SIN_REPORTE = "sin_reporte"
    SIN_INDICADOR = "sin_indicador"


@dataclass(frozen=True)
class Bandas:
    """Desde qué porcentaje es verde y desde cuál amarillo; por debajo es rojo."""

    verde_desde: Decimal = Decimal(95)
    amarillo_desde: Decimal = Decimal(75)

    def __post_init__(self) -> None:
        if not 0 < self.amarillo_desde < self.verde_desde:
            raise ValueError("Las bandas van en orden: 0 < amarillo < verde.")

    def luz(self, avance: Avance) -> Luz:
        """La luz de un avance; sin porcentaje no hay color."""
        if avance.porcentaje is None:
            sin_dato = avance.motivo == Motivo.SIN_VALOR
            return Luz.SIN_REPORTE if sin_dato else Luz.NO_CALCULABLE
        if avance.porcentaje >= self.verde_desde:
            return Luz.VERDE
        return Luz.AMARILLO if avance.porcentaje >= self.amarillo_desde else Luz.ROJO


@dataclass(frozen=True)
class Resumen:
    """Cuántos indicadores hay en cada luz y en cada silencio. No hay promedio a propósito."""

    verde: int = 0
    amarillo: int = 0
    rojo: int = 0
    no_calculable: int = 0
    en_revision: int = 0
    sin_programacion: int = 0
    sin_reporte: int = 0
    sin_indicador: int = 0

    @property
    def total(self) -> int:
        """Todo lo que debería tener respuesta."""
        return sum(getattr(self, f.name) for f in fields(self))

    @property
    def con_luz(self) -> int:
        """Los que tienen avance calculado."""
        return self.verde + self.amarillo + self.rojo

    @property
    def faltan(self) -> int:
        """Los que no tienen avance validado que mostrar."""
        return self.total - self.con_luz - self.sin_programacion

    @property
    def peor(self) -> Luz:
        """La luz que resume un grupo: la peor que haya; si no hay ninguna, el silencio mayor."""
        for luz in (Luz.ROJO, Luz.AMARILLO, Luz.VERDE):
            if getattr(self, luz.value):
                return luz
        silencios = [f.name for f in fields(self) if f.name not in {"verde", "amarillo", "rojo"}]
        return (
            Luz(max(silencios, key=lambda n: getattr(self, n))) if self.total else Luz.SIN_INDICADOR
        )

    def __add__(self, otro: "Resumen") -> "Resumen":
        return Resumen(
            **{f.name: getattr(self, f.name) + getattr(otro, f.name) for f in fields(self)}
        )


def resumir(luces: Iterable[Luz]) -> Resumen:
    """Cuenta luces."""
    cuenta = dict.fromkeys((f.name for f in fields(Resumen)), 0)
    for luz in luces:
        cuenta[Luz(luz).value] += 1
    return Resumen(**cuenta)


def otra_magnitud(valor: Numero, anteriores: Sequence[Numero], veces: int = 10) -> bool:
    """Dice si el valor es `veces` mayor o menor que la mediana de los anteriores (todos > 0)."""
    nuevo = _exacto(valor)
    previos = sorted(Fraction(x) for x in anteriores if x is not None and x > 0)
    if nuevo is None or not previos or nuevo < 0:
        return False
    mitad = len(previos) // 2
    mediana = previos[mitad] if len(previos) % 2 else (previos[mitad - 1] + previos[mitad]) / 2
    return nuevo > mediana * veces or (nuevo > 0 and nuevo * veces < mediana)


def a_decimal(valor: Fraction | None, decimales: int = 6) -> Decimal | None:
    """De fracción exacta a `Decimal` con los decimales de la base."""
    if valor is None:
        return None
    paso = Decimal(1).scaleb(-decimales)
    return (Decimal(valor.numerator) / Decimal(valor.denominator)).quantize(paso, ROUND_HALF_UP)
