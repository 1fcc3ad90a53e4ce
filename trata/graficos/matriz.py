"""Matriz de calor (por ejemplo, captación → explotación) con el valor escrito en cada casilla.

En espacios estrechos una matriz no se lee: se dibuja la lista de las casillas mayores.
"""

from collections.abc import Callable, Sequence

from trata.comun import formato
from trata.graficos import leyenda
from trata.graficos.barras import dibujar_compactas
from trata.graficos.escalas import clasificar
from trata.graficos.modelo import (
    COMPACTO,
    Barra,
    Celda,
    Estado,
    Grafico,
    Valor,
    cifra,
    magnitud,
    tabla,
    texto,
    texto_de,
)
from trata.graficos.svg import (
    MENOR,
    Lienzo,
    ancho_texto,
    elem,
    parrafo,
    partir,
    rect,
    texto_svg,
)

MAYORES = 12


def matriz(
    filas: Sequence[str], columnas: Sequence[str], celdas: Sequence[Sequence[Celda]], *,
    titulo: str, unidad: str = "víctimas", eje_filas: str = "Fila", eje_columnas: str = "Columna",
    cortas: Sequence[str] = (), ancho: int = 600,
    escribir: Callable[[Valor], str] = formato.entero, descripcion: str = "",
) -> Grafico:  # fmt: skip
    """`celdas[i][j]` es el cruce de `filas[i]` y `columnas[j]`.

    `cortas` son nombres breves de columna (siglas) para cuando los largos no caben.
    """
    if len(celdas) != len(filas) or any(len(f) != len(columnas) for f in celdas):
        raise ValueError("Las celdas no corresponden a las filas y columnas.")
    pares = _pares(filas, columnas, celdas)
    descripcion = descripcion or _describir(filas, columnas, pares, unidad, escribir)
    cuadro = tabla(
        [f"{eje_filas} \\ {eje_columnas}", *columnas],
        [
            [texto(n), *(cifra(c.valor, escribir, c.estado, c.url) for c in fila)]
            for n, fila in zip(filas, celdas, strict=True)
        ],
    )
    if pares and (ancho < COMPACTO or _lado(columnas, filas, ancho) < 20):
        svg = _lista(pares, titulo, descripcion, ancho, escribir)
        return Grafico(svg, cuadro, titulo, descripcion, ancho)
    lienzo = Lienzo("matriz", titulo, filas, columnas, celdas, ancho=ancho)
    if pares:
        _dibujar(lienzo, filas, columnas, cortas, celdas, eje_filas, eje_columnas, escribir)
    else:
        leyenda.vacio(lienzo)
    return Grafico(lienzo.cerrar(titulo, descripcion), cuadro, titulo, descripcion, ancho)


def _pares(filas, columnas, celdas) -> list[Barra]:
    """Las casillas con valor mayor que cero, de mayor a menor, como «fila → columna»."""
    pares = [
        Barra(f"{f} → {c}", celda.valor, url=celda.url, estado=celda.estado)
        for f, fila in zip(filas, celdas, strict=True)
        for c, celda in zip(columnas, fila, strict=True)
        if (magnitud(celda.valor, celda.estado) or 0) > 0
    ]
    return sorted(pares, key=lambda b: -magnitud(b.valor))


def _lista(pares: Sequence[Barra], titulo: str, descripcion: str, ancho: int, escribir):
    """Las casillas mayores como barras, y cuántas quedan en la tabla."""
    lienzo = Lienzo("matriz", titulo, tuple(pares), ancho=ancho)
    dibujar_compactas(lienzo, pares[:MAYORES], escribir)
    resto = len(pares) - MAYORES
    if resto > 0:
        nota = f"Las {MAYORES} combinaciones mayores; otras {resto}, en la tabla."
        lineas = partir(nota, ancho, MENOR, 2)
        lienzo.fondo(parrafo(0, lienzo.alto + 12, lineas, tamano=MENOR, color="tenue"))
        lienzo.alto += 6 + 17 * len(lineas)
    return lienzo.cerrar(titulo, descripcion)


def _describir(filas, columnas, pares: Sequence[Barra], unidad: str, escribir) -> str:
    if not pares:
        return "No hay datos para este filtro."
    mayores = "; ".join(f"{b.etiqueta}: {escribir(b.valor)}" for b in pares[:5])
    return (
        f"Matriz de {formato.plural(len(filas), 'fila')} por "
        f"{formato.plural(len(columnas), 'columna')} ({unidad}). Casillas mayores: {mayores}. "
        f"Casillas con valor: {len(pares)} de {len(filas) * len(columnas)}."
    )


def _columna_de_nombres(filas: Sequence[str], ancho: float) -> float:
    return min(max((ancho_texto(f, MENOR) for f in filas), default=0) + 12, ancho * 0.26)


def _lado(columnas: Sequence[str], filas: Sequence[str], ancho: float) -> float:
    return (ancho - _columna_de_nombres(filas, ancho)) / max(len(columnas), 1)


def _dibujar(lienzo, filas, columnas, cortas, celdas, eje_filas, eje_columnas, escribir) -> None:
    nombres = _columna_de_nombres([*filas, f"{eje_filas} ↓"], lienzo.ancho)
    lado = min((lienzo.ancho - nombres) / len(columnas), 96)
    alto = min(max(lado * 0.6, 26), 40)
    lineas = [partir(c, lado - 4, MENOR, 3) for c in columnas]
    if cortas and any(linea.endswith("…") for rotulo in lineas for linea in rotulo):
        lineas = [partir(c, lado - 4, MENOR, 3) for c in cortas]
    y = 17.0 * max(len(x) for x in lineas) + 26
    lienzo.fondo(
        texto_svg(nombres - 10, y - 8, f"{eje_filas} ↓", ancla="end", tamano=MENOR, color="tenue"),
        texto_svg(nombres, 14, f"{eje_columnas} →", tamano=MENOR, color="tenue"),
    )
    for j, rotulo in enumerate(lineas):
        base = y - 8 - 17 * (len(rotulo) - 1)
        lienzo.fondo(
            parrafo(nombres + (j + 0.5) * lado, base, rotulo, ancla="middle", tamano=MENOR,
                    color="secundario")
        )  # fmt: skip
    valores = [m for fila in celdas for c in fila if (m := magnitud(c.valor, c.estado)) is not None]
    clases = clasificar(valores)
    for i, (nombre, fila) in enumerate(zip(filas, celdas, strict=True)):
        recorte = partir(nombre, nombres - 12, MENOR, 1)
        lienzo.fondo(parrafo(nombres - 10, y + alto / 2 + 4.5, recorte, ancla="end", tamano=MENOR))
        for j, (columna, celda) in enumerate(zip(columnas, fila, strict=True)):
            caja = (nombres + j * lado, y, lado - 2, alto - 2)
            diagonal = filas[i] == columna
            _casilla(lienzo, f"{nombre} → {columna}", celda, caja, clases, escribir, diagonal)
        y += alto
    lienzo.alto = y + 2


def _casilla(lienzo, nombre, celda: Celda, caja, clases, escribir, diagonal: bool) -> None:
    x, y, ancho, alto = caja
    valor = magnitud(celda.valor, celda.estado)
    tono, relleno = "m0", None
    if valor is None:
        relleno = lienzo.trama("punto" if celda.estado is Estado.RESERVADO else "raya")
    else:
        tono = clases.tono(valor)
        if celda.estado is Estado.PROVISIONAL:
            relleno = lienzo.trama("provisional", tono)
    dicho = texto_de(celda.valor, celda.estado, escribir)
    cabe = valor is not None and ancho_texto(dicho, MENOR) <= ancho
    color = "fondo" if tono in ("m4", "m5") and not relleno else "tinta"
    marco = elem(
        "rect", x=x + 1, y=y + 1, width=max(ancho - 2, 0), height=max(alto - 2, 0), fill="none",
        stroke="#8A90A0", stroke_width=1.2,
    )  # fmt: skip
    lienzo.marca(
        f"{nombre}: {dicho}",
        rect(x, y, ancho, alto, tono, radio=2, relleno=relleno),
        marco if diagonal else "",
        texto_svg(x + ancho / 2, y + alto / 2 + 4.5, dicho, ancla="middle", tamano=MENOR,
                  color="tenue" if valor == 0 else color, clase="g-cifra",
                  halo=relleno is not None) if cabe else "",
        url=celda.url if valor else "",
    )  # fmt: skip
