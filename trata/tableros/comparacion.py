"""Dos territorios o dos períodos lado a lado: las mismas cifras, con su diferencia en puntos."""

from dataclasses import dataclass
from fractions import Fraction

from trata.agregados import consultas
from trata.comun.formato import entero, porcentaje, puntos
from trata.graficos.barras_multiples import agrupadas
from trata.graficos.figura import Figura
from trata.graficos.modelo import Punto, Serie, adaptable
from trata.tableros.palabras import mayuscula
from trata.tableros.pedido import cifras
from trata.tableros.registro import PedidoDelRegistro

VARIABLES = ("sexo", "grupo_edad", "fin", "captacion", "educacion", "hallazgo")


@dataclass(frozen=True)
class Renglon:
    """Una cifra en los dos lados."""

    cifra: str
    izquierda: str
    izquierda_fraccion: str
    derecha: str
    derecha_fraccion: str
    diferencia: str


def nombre_de_lado(pedido: PedidoDelRegistro) -> str:
    """«Cusco, 2021»."""
    return f"{pedido.lugar}, {pedido.periodo}"


def renglones(a: PedidoDelRegistro, b: PedidoDelRegistro) -> list[Renglon]:
    """Las cifras de la foto en los dos cortes."""
    filas = []
    pares = zip(cifras(a.leidos, a.corte.anio), cifras(b.leidos, b.corte.anio), strict=True)
    for x, y in pares:
        filas.append(
            Renglon(
                mayuscula(x.definicion.frase),
                porcentaje(x.numerador, x.denominador),
                f"{entero(x.numerador)} de {entero(x.denominador)}",
                porcentaje(y.numerador, y.denominador),
                f"{entero(y.numerador)} de {entero(y.denominador)}",
                _diferencia(x.numerador, x.denominador, y.numerador, y.denominador),
            )
        )
    return filas


def _diferencia(n: int | None, de: int, m: int | None, ante: int) -> str:
    if n is None or m is None or not de or not ante:
        return "Sin dato"
    return puntos(Fraction(n, de), Fraction(m, ante))


def figuras(a: PedidoDelRegistro, b: PedidoDelRegistro) -> list[Figura]:
    """Cada variable en porcentaje de su total, para que dos tamaños distintos se comparen."""
    return [_figura(a, b, codigo) for codigo in VARIABLES]


def _figura(a: PedidoDelRegistro, b: PedidoDelRegistro, codigo: str) -> Figura:
    series = []
    for pedido in (a, b):
        reparto = consultas.distribucion(pedido.leidos, codigo)
        series.append(
            Serie(
                nombre_de_lado(pedido),
                tuple(
                    Punto(
                        p.categoria.nombre,
                        Fraction(p.n * 100, reparto.total) if reparto.total else None,
                    )
                    for p in reparto.partes
                ),
            )
        )
    nombre = consultas.distribucion(a.leidos, codigo).variable.nombre
    grafico = adaptable(
        agrupadas,
        series,
        titulo=f"{nombre}: {series[0].nombre} y {series[1].nombre}",
        unidad=f"% de {a.unidad}",
        encabezado=nombre,
        escribir=lambda v: porcentaje(v, 100),
    )
    return Figura(
        titular=nombre,
        grafico=grafico,
        subtitulo=f"Porcentaje de {a.unidad} en cada lado · según lugar de registro",
        notas=(
            f"Denominadores: {entero(a.total)} en {series[0].nombre} y {entero(b.total)} en "
            f"{series[1].nombre}.",
        ),
        fuente=a.fuente,
        clave=f"figura-comparar-{codigo}",
    )
