"""Cómo se escriben números y fechas en TRATA: un solo módulo para pantalla, PDF, DOCX y ejes.

Reglas (las que imprimen el INEI y el Ministerio): coma decimal, miles separados por un espacio
que no se parte, «%» precedido de ese mismo espacio, años sin separar, signo menos tipográfico
(U+2212). El redondeo es exacto y «mitad hacia arriba» (2,25 → 2,3), nunca binario.

Lo que falta (`None`, texto vacío, NaN, denominador cero) se escribe «Sin dato»: jamás un 0.
"""

import math
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from zoneinfo import ZoneInfo

NBSP = "\u00a0"
MENOS = "\u2212"
SIN_DATO = "Sin dato"
NO_DISPONIBLE = "No disponible en las fuentes consultadas"
LIMA = ZoneInfo("America/Lima")
MESES = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio",
    "agosto", "setiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
_EXACTOS = (int, Fraction)
Numero = int | float | Decimal | Fraction | str | None


def exacto(valor: Numero) -> Fraction | None:
    """El valor como fracción exacta; `None` si falta o no es un número finito."""
    if valor is None or valor == "":
        return None
    if isinstance(valor, _EXACTOS):
        return Fraction(valor)
    if isinstance(valor, float) and not math.isfinite(valor):
        return None
    try:
        leido = Decimal(str(valor))
    except InvalidOperation:
        return None
    return Fraction(leido) if leido.is_finite() else None


def _escalar(valor: Fraction | int, decimales: int) -> int:
    """El valor × 10^decimales redondeado, con la mitad lejos del cero."""
    doble = 2 * valor.denominator
    entero_ = (abs(valor.numerator) * 10**decimales * 2 + valor.denominator) // doble
    return -entero_ if valor.numerator < 0 else entero_


def redondear(valor: Fraction | int, decimales: int = 0) -> Decimal:
    """Redondea con la mitad hacia arriba (lejos del cero), sin errores binarios."""
    return Decimal(_escalar(valor, decimales)).scaleb(-decimales)


def _escribir(escalado: int, decimales: int = 0) -> str:
    """Un entero que vale `escalado` / 10^decimales, con miles y coma."""
    cifras = str(abs(escalado)).rjust(decimales + 1, "0")
    enteros = cifras[:-decimales] if decimales else cifras
    if len(enteros) > 3:
        enteros = f"{int(enteros):,}".replace(",", NBSP)
    signo = MENOS if escalado < 0 else ""
    return f"{signo}{enteros},{cifras[-decimales:]}" if decimales else f"{signo}{enteros}"


def entero(valor: Numero) -> str:
    """1234 → «1 234». Redondea si trae decimales."""
    fraccion = exacto(valor)
    return SIN_DATO if fraccion is None else _escribir(_escalar(fraccion, 0))


def decimal(valor: Numero, decimales: int = 1) -> str:
    """1234.56 → «1 234,6»."""
    fraccion = exacto(valor)
    return SIN_DATO if fraccion is None else _escribir(_escalar(fraccion, decimales), decimales)


def numero(valor: Numero, maximo: int = 2) -> str:
    """Con los decimales que tenga, hasta `maximo`: 12 → «12»; 12.5 → «12,5»."""
    fraccion = exacto(valor)
    if fraccion is None:
        return SIN_DATO
    escalado, decimales = _escalar(fraccion, maximo), maximo
    while decimales and escalado % 10 == 0:
        escalado, decimales = escalado // 10, decimales - 1
    return _escribir(escalado, decimales)


def porcentaje(numerador: Numero, denominador: Numero, decimales: int = 1) -> str:
    """(426, 535) → «79,6 %». Sin denominador no hay porcentaje: «Sin dato»."""
    arriba, abajo = exacto(numerador), exacto(denominador)
    if arriba is None or not abajo:
        return SIN_DATO
    return f"{_escribir(_escalar(arriba * 100 / abajo, decimales), decimales)}{NBSP}%"


def proporcion(valor: Numero, decimales: int = 1) -> str:
    """0.7963 → «79,6 %» (la fracción ya calculada)."""
    return porcentaje(valor, 1, decimales)


def tasa(numerador: Numero, poblacion: Numero, por: int = 100_000, decimales: int = 1) -> str:
    """Casos por cada `por` habitantes, sólo el número: (535, 33_000_000) → «1,6»."""
    arriba, abajo = exacto(numerador), exacto(poblacion)
    if arriba is None or not abajo:
        return SIN_DATO
    return _escribir(_escalar(arriba * por / abajo, decimales), decimales)


def variacion(actual: Numero, anterior: Numero, decimales: int = 1) -> str:
    """Cambio relativo con signo: (110, 100) → «+10,0 %»; desde cero no se calcula."""
    hoy, antes = exacto(actual), exacto(anterior)
    if hoy is None or not antes:
        return SIN_DATO
    return f"{_con_signo((hoy - antes) * 100 / abs(antes), decimales)}{NBSP}%"


def diferencia(actual: Numero, anterior: Numero) -> str:
    """Cambio absoluto con signo: (90, 100) → «−10»."""
    hoy, antes = exacto(actual), exacto(anterior)
    return SIN_DATO if hoy is None or antes is None else _con_signo(hoy - antes, 0)


def puntos(actual: Numero, anterior: Numero, decimales: int = 1) -> str:
    """Diferencia entre dos proporciones (0 a 1) en puntos: (0.5, 0.45) → «+5,0 puntos»."""
    hoy, antes = exacto(actual), exacto(anterior)
    if hoy is None or antes is None:
        return SIN_DATO
    return f"{_con_signo((hoy - antes) * 100, decimales)}{NBSP}puntos"


def _con_signo(valor: Fraction, decimales: int) -> str:
    redondo = _escalar(valor, decimales)
    escrito = _escribir(redondo, decimales)
    return f"+{escrito}" if redondo > 0 else escrito


def plural(cantidad: Numero, singular: str, muchos: str | None = None) -> str:
    """(1, "víctima") → «1 víctima»; (1234, "víctima") → «1 234 víctimas»."""
    if exacto(cantidad) is None:
        return SIN_DATO
    palabra = singular if exacto(cantidad) == 1 else (muchos or f"{singular}s")
    return f"{numero(cantidad)}{NBSP}{palabra}"


def lista(palabras: Sequence[str]) -> str:
    """["Lima", "Cusco", "Ica"] → «Lima, Cusco e Ica»."""
    elementos = [str(p) for p in palabras]
    if len(elementos) < 2:
        return "".join(elementos)
    ultima = elementos[-1].lower()
    suena_i = ultima.startswith(("i", "í", "hi", "hí")) and not ultima.startswith(("hie", "hia"))
    return f"{', '.join(elementos[:-1])} {'e' if suena_i else 'y'} {elementos[-1]}"


def tamano(octetos: Numero) -> str:
    """Tamaño de un archivo: 1536 → «1,5 kB» (decimal, como muestran los sistemas)."""
    valor = exacto(octetos)
    if valor is None:
        return SIN_DATO
    for unidad, divisor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if valor >= divisor:
            return f"{numero(valor / divisor, 1)}{NBSP}{unidad}"
    return plural(valor, "byte")


# --- Fechas -----------------------------------------------------------------------------------
def _dia(valor: date | datetime | None) -> date | None:
    """El día en Lima: una hora con zona se lleva primero a la del Perú."""
    if isinstance(valor, datetime):
        return (valor.astimezone(LIMA) if valor.tzinfo else valor).date()
    return valor or None


def fecha_larga(valor: date | datetime | None) -> str:
    """«23 de noviembre de 2026»."""
    dia = _dia(valor)
    return SIN_DATO if dia is None else f"{dia.day} de {MESES[dia.month - 1]} de {dia.year}"


def fecha_corta(valor: date | datetime | None) -> str:
    """«23/11/2026», para tablas."""
    dia = _dia(valor)
    return SIN_DATO if dia is None else f"{dia.day:02}/{dia.month:02}/{dia.year:04}"


def hora(valor: datetime | None) -> str:
    """«10:42», 24 horas, en Lima."""
    if not valor:
        return SIN_DATO
    local = valor.astimezone(LIMA) if valor.tzinfo else valor
    return f"{local.hour:02}:{local.minute:02}"


def fecha_hora(valor: datetime | None) -> str:
    """«23/11/2026 10:42»."""
    return f"{fecha_corta(valor)}{NBSP}{hora(valor)}" if valor else SIN_DATO


def mes_anio(anio: int | date | None, mes: int | None = None) -> str:
    """(2021, 7) o una fecha → «julio de 2021»; sin mes, «2021»."""
    if isinstance(anio, date):
        dia = _dia(anio)
        anio, mes = dia.year, dia.month
    if anio is None or anio == "":
        return SIN_DATO
    return f"{MESES[mes - 1]} de {anio}" if mes else f"{anio}"


def mes_corto(anio: int, mes: int) -> str:
    """(2021, 7) → «jul. 2021», para ejes y columnas estrechas."""
    nombre = MESES[mes - 1]
    return f"{nombre if len(nombre) <= 4 else nombre[:3] + '.'}{NBSP}{anio}"


Periodo = tuple[int, int | None]


def periodo(desde: Periodo | None, hasta: Periodo | None = None) -> str:
    """Un período en palabras; cada extremo es `(año, mes o None)`.

    (2021,None) → «2021»; (2021,1),(2021,9) → «enero a setiembre de 2021»;
    (2019,None),(2021,None) → «2019 a 2021»; (2019,7),(2021,2) → «julio de 2019 a febrero de 2021».
    """
    if desde is None and hasta is None:
        return SIN_DATO
    if desde is None:
        return f"hasta {mes_anio(*hasta)}"
    if hasta is None or desde == hasta:
        return mes_anio(*desde)
    (anio_1, mes_1), (anio_2, mes_2) = desde, hasta
    if anio_1 == anio_2 and mes_1 and mes_2:
        if (mes_1, mes_2) == (1, 12):
            return f"{anio_1}"
        return f"{MESES[mes_1 - 1]} a {MESES[mes_2 - 1]} de {anio_1}"
    return f"{mes_anio(*desde)} a {mes_anio(*hasta)}"


__all__ = [
    "LIMA", "MENOS", "MESES", "NBSP", "SIN_DATO", "decimal", "diferencia", "entero", "exacto",
    "fecha_corta", "fecha_hora", "fecha_larga", "hora", "lista", "mes_anio", "mes_corto", "numero",
    "periodo", "plural", "porcentaje", "proporcion", "puntos", "redondear", "tamano", "tasa",
    "variacion",
]  # fmt: skip
