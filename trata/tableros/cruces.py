"""El constructor de cruces: dos variables cualesquiera, con totales y porcentajes."""

from dataclasses import dataclass, replace
from fractions import Fraction

from trata.agregados import consultas
from trata.agregados.prudencia import son_pocos
from trata.agregados.variables import SIN_DATO, Categoria, Variable, variable
from trata.agregados.vivo import fuente_de
from trata.comun.formato import entero, plural, porcentaje
from trata.graficos.figura import Descarga, Figura
from trata.graficos.matriz import matriz
from trata.graficos.modelo import Celda, adaptable, cifra, tabla, texto
from trata.tableros.palabras import en_frase
from trata.tableros.registro import PedidoDelRegistro

MEDIDAS = {
    "n": "Cantidad",
    "fila": "% de la fila",
    "columna": "% de la columna",
    "total": "% del total",
}


@dataclass(frozen=True)
class Cruce:
    """Una tabla de dos entradas. `celdas[i][j]` cuenta la fila i con la columna j."""

    filas: Variable
    columnas: Variable
    de_filas: tuple[Categoria, ...]
    de_columnas: tuple[Categoria, ...]
    celdas: tuple[tuple[int, ...], ...]

    @property
    def por_fila(self) -> list[int]:
        """Total de cada fila."""
        return [sum(fila) for fila in self.celdas]

    @property
    def por_columna(self) -> list[int]:
        """Total de cada columna."""
        return [sum(fila[j] for fila in self.celdas) for j in range(len(self.de_columnas))]

    @property
    def total(self) -> int:
        """Total de la tabla."""
        return sum(self.por_fila)

    def base(self, medida: str, i: int | None, j: int | None) -> int:
        """El denominador de una casilla según la medida; `None` es el margen."""
        if medida == "fila":
            return self.por_fila[i] if i is not None else self.total
        if medida == "columna":
            return self.por_columna[j] if j is not None else self.total
        return self.total


def variables_de(pedido: PedidoDelRegistro) -> list[Variable]:
    """Las variables que se pueden cruzar en la unidad del pedido."""
    return [variable(c) for c in fuente_de(pedido.corte).variables]


def cruzar(pedido: PedidoDelRegistro, filas: str, columnas: str) -> Cruce:
    """La tabla del cruce: sólo categorías con alguna cantidad, «No consta» al final."""
    leido = consultas.cruce(pedido.corte, filas, columnas)
    if not leido and (columnas, filas) != (filas, columnas):
        leido = {(a, b): n for (b, a), n in consultas.cruce(pedido.corte, columnas, filas).items()}
    a, b = variable(filas), variable(columnas)
    de_filas = _presentes(a, {par[0] for par, n in leido.items() if n})
    de_columnas = _presentes(b, {par[1] for par, n in leido.items() if n})
    return Cruce(
        a,
        b,
        de_filas,
        de_columnas,
        tuple(tuple(leido.get((x.numero, y.numero), 0) for y in de_columnas) for x in de_filas),
    )


def _presentes(v: Variable, numeros: set[int]) -> tuple[Categoria, ...]:
    return tuple(c for c in (*v.categorias, SIN_DATO) if c.numero in numeros)


def figura_de(pedido: PedidoDelRegistro, c: Cruce, medida: str, url: str) -> Figura:
    """El cruce como figura: matriz, tabla con totales y descargas."""
    grafico = adaptable(
        matriz,
        [x.nombre for x in c.de_filas],
        [y.nombre for y in c.de_columnas],
        [[Celda(n) for n in fila] for fila in c.celdas],
        titulo=f"{c.filas.nombre} por {c.columnas.nombre.lower()}, {pedido.lugar}",
        unidad=pedido.unidad,
        eje_filas=c.filas.nombre,
        eje_columnas=c.columnas.nombre,
        extenso=True,
    )
    return Figura(
        titular=_titular(c),
        grafico=replace(grafico, tabla=tabla_de(c, medida)),
        subtitulo=f"{pedido.subtitulo} · {MEDIDAS[medida].lower()}",
        notas=(f"Total: {entero(c.total)} {pedido.unidad}.",),
        fuente=pedido.fuente,
        descargas=tuple(Descarga(f.upper(), url.format(f)) for f in ("csv", "xlsx", "svg", "png")),
        nivel=2,
        clave="figura-cruce",
    )


def _titular(c: Cruce) -> str:
    pares = [
        (n, x.nombre, y.nombre)
        for x, fila in zip(c.de_filas, c.celdas, strict=True)
        for y, n in zip(c.de_columnas, fila, strict=True)
    ]
    if not pares:
        return "No hay datos con estos filtros"
    n, x, y = max(pares)
    base = f"{entero(n)} de {entero(c.total)}"
    parte = base if son_pocos(c.total) else porcentaje(n, c.total)
    return f"Lo más frecuente: {en_frase(x)} con {en_frase(y)}, {parte}"


def tabla_de(c: Cruce, medida: str):
    """La tabla con márgenes, en cantidades o en porcentajes."""

    def casilla(n: int, i: int | None, j: int | None):
        if medida == "n":
            return cifra(n, entero)
        base = c.base(medida, i, j)
        parte = Fraction(n, base) if base else None
        return cifra(parte, lambda _: porcentaje(n, base))

    encabezados = [
        f"{c.filas.nombre} \\ {c.columnas.nombre}", *(y.nombre for y in c.de_columnas), "Total",
    ]  # fmt: skip
    filas = []
    for i, (x, fila) in enumerate(zip(c.de_filas, c.celdas, strict=True)):
        celdas = [casilla(n, i, j) for j, n in enumerate(fila)]
        filas.append([texto(x.nombre), *celdas, casilla(sum(fila), i, None)])
    margen = [casilla(n, None, j) for j, n in enumerate(c.por_columna)]
    filas.append([texto("Total"), *margen, casilla(c.total, None, None)])
    return tabla(encabezados, filas)


def resumen(c: Cruce) -> str:
    """«6 filas por 4 columnas»."""
    filas = plural(len(c.de_filas), "fila")
    return f"{filas} por {plural(len(c.de_columnas), 'columna')}"
