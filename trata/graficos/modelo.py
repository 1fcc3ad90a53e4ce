"""Los datos que recibe un gráfico y lo que devuelve. Sólo biblioteca estándar.

Un mismo dato alimenta el dibujo, su texto alternativo y su tabla: así no pueden decir cosas
distintas. `valor=None` es «Sin dato», nunca cero.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from trata.comun import formato

ANCHO_AMPLIO = 600
ANCHO_MEDIANO = 440
ANCHO_COMPACTO = 300
COMPACTO = 480  # por debajo, los rótulos van encima de su marca y no al costado
ANCHO_EXTENSO = 960

Valor = int | float | Decimal | Fraction | None


class Estado(StrEnum):
    """Qué clase de dato es. Un dato reservado no revela si vale cero."""

    NORMAL = "normal"
    PROVISIONAL = "provisional"
    SIN_DATO = "sin_dato"
    RESERVADO = "reservado"


class Banda(StrEnum):
    """Situación de una meta; cada una tiene texto, color y forma propios."""

    LOGRADA = "lograda"
    EN_CURSO = "en_curso"
    EN_RIESGO = "en_riesgo"
    CRITICA = "critica"
    SIN_REPORTE = "sin_reporte"


class Svg(str):
    """Texto SVG ya escapado: las plantillas de Django lo insertan sin `|safe`."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def texto_de(valor: Valor, estado: Estado, escribir: Callable[[Valor], str]) -> str:
    """El valor en palabras: número, «Sin dato» o «Dato reservado»."""
    if estado is Estado.RESERVADO:
        return "Dato reservado"
    if estado is Estado.SIN_DATO or formato.exacto(valor) is None:
        return formato.SIN_DATO
    return escribir(valor)


def magnitud(valor: Valor, estado: Estado = Estado.NORMAL) -> float | None:
    """El valor como número dibujable; `None` si falta, está reservado o no es finito."""
    if estado in (Estado.RESERVADO, Estado.SIN_DATO):
        return None
    if type(valor) in (int, float):
        return float(valor) if math.isfinite(valor) else None
    exacto = formato.exacto(valor)
    return None if exacto is None else float(exacto)


def sumar(valores: Iterable[Valor]) -> int | float:
    """Suma exacta de números de cualquier clase; entera si puede serlo."""
    exactos = [e for v in valores if (e := formato.exacto(v)) is not None]
    total = sum(exactos, Fraction(0))
    return int(total) if total.denominator == 1 else float(total)


@dataclass(frozen=True, slots=True)
class Barra:
    """Una categoría con su valor.

    `total` es el denominador: si está, se escribe también el porcentaje. `residual` marca lo que
    no es una categoría de fondo («No consta», «Otro»): va al final y en gris.
    """

    etiqueta: str
    valor: Valor
    total: Valor = None
    url: str = ""
    estado: Estado = Estado.NORMAL
    destacada: bool = False
    residual: bool = False


@dataclass(frozen=True, slots=True)
class Fila:
    """Una fila de barras apiladas: las mismas partes, en el mismo orden, en todas las filas."""

    etiqueta: str
    partes: tuple[Barra, ...]


@dataclass(frozen=True, slots=True)
class Punto:
    """Un momento de una serie. `eje` es su texto corto en el eje («2021»); vacío: no se rotula."""

    etiqueta: str
    valor: Valor
    url: str = ""
    estado: Estado = Estado.NORMAL
    eje: str | None = None


@dataclass(frozen=True, slots=True)
class Serie:
    """Una línea o un grupo de barras, con nombre."""

    nombre: str
    puntos: tuple[Punto, ...]


@dataclass(frozen=True, slots=True)
class Tramo:
    """Un grupo de edad de la pirámide, de la menor a la mayor."""

    etiqueta: str
    mujeres: Valor
    hombres: Valor
    url_mujeres: str = ""
    url_hombres: str = ""
    estado: Estado = Estado.NORMAL


@dataclass(frozen=True, slots=True)
class Region:
    """Un departamento («08») o provincia («0801») del mapa, por su código INEI.

    `numerador` y `denominador` acompañan a una tasa en el texto y en la tabla.
    """

    codigo: str
    valor: Valor
    nombre: str = ""
    url: str = ""
    estado: Estado = Estado.NORMAL
    numerador: Valor = None
    denominador: Valor = None


@dataclass(frozen=True, slots=True)
class Celda:
    """Una casilla de la matriz."""

    valor: Valor
    url: str = ""
    estado: Estado = Estado.NORMAL


@dataclass(frozen=True, slots=True)
class Avance:
    """Lo alcanzado frente a una meta. Sin reporte: `valor=None` y banda SIN_REPORTE."""

    etiqueta: str
    valor: Valor
    meta: Valor
    banda: Banda
    unidad: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Actividad:
    """Una barra del cronograma; `avance` va de 0 a 1."""

    nombre: str
    inicio: date
    fin: date
    avance: Valor = None
    situacion: str = ""
    responsable: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Hito:
    """Un suceso de la línea de tiempo; `cuando` en palabras si la fecha no es exacta."""

    titulo: str
    fecha: date | None = None
    cuando: str = ""
    detalle: str = ""
    url: str = ""
    destacado: bool = False


@dataclass(frozen=True, slots=True)
class Nodo:
    """Un nodo de un árbol (objetivo → lineamiento → servicio; caso → víctimas → …)."""

    titulo: str
    detalle: str = ""
    url: str = ""
    hijos: tuple["Nodo", ...] = ()


@dataclass(frozen=True, slots=True)
class Elemento:
    """Una unidad de la cobertura: ¿tiene o no tiene? (`None`: sin dato)."""

    etiqueta: str
    tiene: bool | None
    detalle: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Dato:
    """Una casilla de la tabla: texto como se lee, valor para exportar, enlace si lo hay."""

    texto: str
    valor: Valor | str = None
    url: str = ""
    numerico: bool = False


@dataclass(frozen=True, slots=True)
class Tabla:
    """La tabla completa de un gráfico; la primera columna encabeza la fila.

    Un porcentaje lleva como `valor` la fracción (0,796) y como `texto` «79,6 %».
    """

    encabezados: tuple[str, ...]
    filas: tuple[tuple[Dato, ...], ...]
    numericas: tuple[bool, ...] = ()

    @property
    def columnas(self) -> list[dict[str, str | bool]]:
        """Encabezados con su alineación, para la plantilla."""
        return [
            {"texto": t, "numerica": n}
            for t, n in zip(self.encabezados, self.numericas, strict=True)
        ]

    def valores(self) -> list[list[Valor | str]]:
        """Filas para CSV o XLSX: el valor si lo hay y, si no, el texto."""
        return [[d.texto if d.valor is None else d.valor for d in fila] for fila in self.filas]


@dataclass(frozen=True, slots=True)
class Grafico:
    """El dibujo con su texto alternativo y su tabla.

    Las variantes son para espacios de menos de 400 px (`compacto`), de menos de 560 (`mediano`) y
    de más de 900 (`extenso`); la hoja de estilo muestra la que cabe.
    """

    svg: Svg
    tabla: Tabla
    titulo: str
    descripcion: str
    ancho: int
    compacto: Svg = Svg("")
    mediano: Svg = Svg("")
    extenso: Svg = Svg("")

    @property
    def vacio(self) -> bool:
        return not self.tabla.filas


def adaptable(
    dibujar: Callable[..., Grafico], *datos, extenso: bool = False, **opciones
) -> Grafico:
    """El mismo gráfico a tres anchos (600, 440 y 300; con `extenso`, también 960)."""
    amplio = dibujar(*datos, ancho=ANCHO_AMPLIO, **opciones)
    return replace(
        amplio,
        compacto=dibujar(*datos, ancho=ANCHO_COMPACTO, **opciones).svg,
        mediano=dibujar(*datos, ancho=ANCHO_MEDIANO, **opciones).svg,
        extenso=dibujar(*datos, ancho=ANCHO_EXTENSO, **opciones).svg if extenso else Svg(""),
    )


def mayuscula(palabras: str) -> str:
    """La primera letra en mayúscula, sin tocar las demás: «Registros PNP»."""
    return palabras[:1].upper() + palabras[1:]


def texto(valor: str, url: str = "") -> Dato:
    """Casilla de texto."""
    return Dato(str(valor), url=url)


def cifra(valor: Valor, escribir: Callable[[Valor], str], estado=Estado.NORMAL, url="") -> Dato:
    """Casilla numérica: lo reservado y lo que falta no llevan valor exportable."""
    visible = magnitud(valor, estado) is not None
    return Dato(texto_de(valor, estado, escribir), valor if visible else None, url, True)


def tabla(encabezados, filas) -> Tabla:
    """Arma la tabla y deduce qué columnas son numéricas."""
    filas = tuple(tuple(fila) for fila in filas)
    numericas = tuple(
        bool(filas) and all(fila[i].numerico for fila in filas) for i in range(len(encabezados))
    )
    return Tabla(tuple(encabezados), filas, numericas)
