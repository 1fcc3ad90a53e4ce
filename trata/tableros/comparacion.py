"""Dos territorios o dos períodos lado a lado: las mismas cifras, con su diferencia en puntos."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from trata.agregados import consultas
from trata.agregados.prudencia import son_pocos
from trata.comun.formato import diferencia, entero, porcentaje, puntos, variacion
from trata.graficos.barras_multiples import agrupadas
from trata.graficos.figura import Descarga, Figura
from trata.graficos.modelo import Punto, Serie, adaptable, mayuscula
from trata.tableros.figuras.armado import FORMATOS
from trata.tableros.palabras import en_frase
from trata.tableros.pedido import cifras
from trata.tableros.registro import PedidoDelRegistro

VARIABLES = ("sexo", "grupo_edad", "fin", "captacion", "educacion", "hallazgo")


# Las cifras de la foto como renglón de una tabla: sus frases continúan un porcentaje.
ROTULOS = {
    "mujeres": "Mujeres",
    "jovenes": "De 18 a 29 años",
    "secundaria": "Con educación secundaria",
    "sexual_laboral": "Captadas con fines de explotación sexual o laboral",
    "vinculo": "Con vínculo con la persona denunciada: conocida, cónyuge, familiar o tutor",
    "denunciante": "Denunciadas por un familiar de la víctima",
}


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


def cuanto_cambia(a: PedidoDelRegistro, b: PedidoDelRegistro) -> tuple[str, str]:
    """La diferencia entre los dos totales, y en cuánto o por qué no se puede decir.

    Dos períodos de distinto largo, o uno que la fuente todavía no termina, no se restan.
    """
    if len({_meses(p) for p in (a, b)}) > 1:
        return "—", "los períodos no duran lo mismo: mira los porcentajes"
    if a.es_parcial or b.es_parcial:
        return "—", "un período está incompleto: mira los porcentajes"
    resta = diferencia(a.total, b.total)
    if son_pocos(a.total, b.total):
        return resta, f"{a.unidad}; son pocos registros para un porcentaje"
    return resta, f"{a.unidad}: {variacion(a.total, b.total)} frente a {nombre_de_lado(b)}"


def _meses(pedido: PedidoDelRegistro) -> int:
    corte = pedido.corte
    return len(corte.tramo.meses) if corte.tramo else 1 if corte.mes else 12


def renglones(a: PedidoDelRegistro, b: PedidoDelRegistro) -> list[Renglon]:
    """Las cifras de la foto en los dos cortes."""
    filas = []
    pares = zip(cifras(a.leidos, a.corte.anio), cifras(b.leidos, b.corte.anio), strict=True)
    for x, y in pares:
        filas.append(
            Renglon(
                ROTULOS.get(x.definicion.codigo) or mayuscula(x.definicion.frase),
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
    if son_pocos(de, ante):
        return "Pocos registros"
    return puntos(Fraction(n, de), Fraction(m, ante))


def figuras(
    a: PedidoDelRegistro, b: PedidoDelRegistro, url: str, codigos: Iterable[str] = VARIABLES
) -> list[Figura]:
    """Cada variable en porcentaje de su total, para que dos tamaños distintos se comparen.

    `url` es la dirección de las descargas, con huecos para `codigo` y `formato`.
    """
    return [_figura(a, b, codigo, url) for codigo in codigos]


def _titular(a: consultas.Distribucion, b: consultas.Distribucion) -> str:
    """Lo que más se aparta: «Grupo de edad: 18 a 29 años, 50,5 % frente a 60,9 %»."""
    nombre = a.variable.nombre
    if son_pocos(a.total, b.total):
        return nombre
    en_a, en_b = ({p.categoria: p.n for p in x.partes} for x in (a, b))
    apartes = {
        c: abs(Fraction(en_a.get(c, 0), a.total) - Fraction(en_b.get(c, 0), b.total))
        for c in (*en_a, *en_b)
    }
    mayor = max(apartes, key=lambda c: apartes[c], default=None)
    if mayor is None or not apartes[mayor]:
        return f"{nombre}: igual en los dos lados"
    parte_a = porcentaje(en_a.get(mayor, 0), a.total)
    parte_b = porcentaje(en_b.get(mayor, 0), b.total)
    return f"{nombre}: {en_frase(mayor.nombre)}, {parte_a} frente a {parte_b}"


def _figura(a: PedidoDelRegistro, b: PedidoDelRegistro, codigo: str, url: str) -> Figura:
    series = []
    repartos = [consultas.distribucion(pedido.leidos, codigo) for pedido in (a, b)]
    presentes = {p.categoria for x in repartos for p in x.partes if p.n}
    for pedido, reparto in zip((a, b), repartos, strict=True):
        series.append(
            Serie(
                nombre_de_lado(pedido),
                tuple(
                    Punto(
                        p.categoria.nombre,
                        Fraction(p.n * 100, reparto.total) if reparto.total else None,
                    )
                    for p in reparto.partes
                    if p.categoria in presentes
                ),
            )
        )
    nombre = repartos[0].variable.nombre
    grafico = adaptable(
        agrupadas,
        series,
        titulo=f"{nombre}: {series[0].nombre} y {series[1].nombre}",
        unidad=f"% de {a.unidad}",
        encabezado=nombre,
        escribir=lambda v: porcentaje(v, 100),
    )
    return Figura(
        titular=_titular(*repartos),
        grafico=grafico,
        subtitulo=f"Porcentaje de {a.unidad} en cada lado · según lugar de registro",
        notas=(
            f"Denominadores: {entero(a.total)} en {series[0].nombre} y {entero(b.total)} en "
            f"{series[1].nombre}.",
        ),
        fuente=a.fuente,
        clave=f"figura-{codigo}",
        descargas=tuple(
            Descarga(f.upper(), url.format(codigo=codigo, formato=f)) for f in FORMATOS
        ),
    )
