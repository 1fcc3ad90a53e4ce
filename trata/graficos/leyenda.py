"""Leyendas y avisos que comparten los gráficos."""

from collections.abc import Sequence

from trata.graficos.modelo import Estado
from trata.graficos.svg import MENOR, Lienzo, ancho_texto, rect, texto_svg


def series(lienzo: Lienzo, nombres: Sequence[str], colores: Sequence[str], y: float = 0) -> float:
    """Cuadro de color y nombre, en tantas líneas como haga falta; devuelve la `y` siguiente."""
    x = 0.0
    for nombre, color in zip(nombres, colores, strict=False):
        ancho = 18 + ancho_texto(nombre, MENOR) + 18
        if x and x + ancho - 18 > lienzo.ancho:
            x, y = 0.0, y + 22
        lienzo.fondo(
            rect(x, y + 3, 12, 12, color, radio=2),
            texto_svg(x + 18, y + 14, nombre, tamano=MENOR, color="secundario"),
        )
        x += ancho
    return y + 20


def escala(
    lienzo: Lienzo, x: float, y: float, filas: Sequence[tuple[str, str, str, str]], titulo: str = ""
) -> float:
    """Leyenda vertical de clases: `(relleno, clase, texto, cuántas)`; devuelve la `y` siguiente."""
    if titulo:
        lienzo.fondo(texto_svg(x, y + 12, titulo, tamano=MENOR, color="tenue"))
        y += 24
    columna = x + 30 + max((ancho_texto(f[2], MENOR) for f in filas), default=0) + 12
    for relleno, clase, rotulo, cuantas in filas:
        muestra = rect(
            x, y, 22, 16, clase or "papel", relleno=relleno or None, stroke="#8A90A0",
            stroke_width=0.75,
        )  # fmt: skip
        lienzo.fondo(
            muestra,
            texto_svg(x + 30, y + 13, rotulo, tamano=MENOR, clase="g-cifra"),
            texto_svg(columna, y + 13, cuantas, tamano=MENOR, color="tenue", clase="g-cifra")
            if columna + ancho_texto(cuantas, MENOR) <= lienzo.ancho
            else "",
        )
        y += 23
    return y


def vacio(lienzo: Lienzo, mensaje: str = "No hay datos para este filtro") -> None:
    """El hueco de un gráfico sin datos: lo dice, no dibuja ceros."""
    lienzo.alto = 96
    lienzo.fondo(
        rect(0.5, 0.5, lienzo.ancho - 1, 95, "papel", radio=6),
        texto_svg(lienzo.ancho / 2, 53, mensaje, ancla="middle", color="tenue"),
    )


def estados(lienzo: Lienzo, usados: Sequence[Estado], y: float) -> float:
    """Qué significa cada trama que el dibujo usa, en una línea; devuelve el alto total."""
    x = 0.0
    for estado in usados:
        trama, rotulo = _ESTADOS[estado]
        ancho = 26 + ancho_texto(rotulo, MENOR) + 18
        if x and x + ancho - 18 > lienzo.ancho:
            x, y = 0.0, y + 22
        relleno = lienzo.trama(trama)
        lienzo.fondo(
            rect(x, y + 2, 20, 13, "papel", relleno=relleno, stroke="#8A90A0", stroke_width=0.75),
            texto_svg(x + 26, y + 13, rotulo, tamano=MENOR, color="secundario"),
        )
        x += ancho
    return y + 22


_ESTADOS = {
    Estado.PROVISIONAL: ("provisional", "Provisional: puede cambiar"),
    Estado.SIN_DATO: ("raya", "Sin dato"),
    Estado.RESERVADO: ("punto", "Dato reservado"),
}
