"""La lámina: una figura entera (titular, dibujo, fuente) en un solo SVG para bajar o imprimir.

Quien recibe la imagen suelta, sin la página, debe saber qué mide, de cuándo y de dónde sale.
"""

import re
from collections.abc import Sequence

from trata.graficos.figura import Figura
from trata.graficos.modelo import Grafico, Svg
from trata.graficos.svg import Lienzo, linea, parrafo, partir, rect

MARGEN = 24.0
_CAJA = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)" width="[\d.]+" height="[\d.]+"')


def lamina(figura: Figura, *, pie: str = "TRATA · Ministerio del Interior del Perú") -> Svg:
    """El SVG autónomo de la figura; `pie` firma la lámina. Sin enlaces: es una imagen."""
    dibujo = sin_enlaces(figura.grafico.svg)
    caja = _CAJA.search(dibujo)
    ancho_dibujo, alto_dibujo = float(caja[1]), float(caja[2])
    lienzo = Lienzo("lamina", figura, ancho=ancho_dibujo + 2 * MARGEN)
    util = ancho_dibujo
    lienzo.fondo(rect(0, 0, lienzo.ancho, 4, "a"))
    y = 40.0
    titular = partir(figura.titular, util, 20, 3, negrita=True)
    lienzo.fondo(parrafo(MARGEN, y, titular, interlinea=26, tamano=20, peso=700))
    y += 26 * len(titular) - 2
    subtitulo = partir(figura.subtitulo, util, 14, 3)
    lienzo.fondo(parrafo(MARGEN, y, subtitulo, interlinea=19, color="tenue"))
    y += 19 * len(subtitulo)
    lugar = f'x="{MARGEN:.0f}" y="{y:.0f}" {caja[0]}'
    lienzo.insertar(dibujo.replace(caja[0], lugar, 1))
    y += alto_dibujo + 22
    lienzo.fondo(linea(MARGEN, y - 6, lienzo.ancho - MARGEN, y - 6))
    for texto in (*figura.notas, f"Fuente: {figura.fuente}" if figura.fuente else "", pie):
        lineas = partir(texto, util, 12, 3)
        lienzo.fondo(parrafo(MARGEN, y + 12, lineas, interlinea=16, tamano=12, color="secundario"))
        y += 16 * len(lineas) + (3 if texto else 0)
    lienzo.alto = y + 14
    return lienzo.cerrar(figura.titular, figura.grafico.descripcion)


def panel(dibujos: Sequence[tuple[str, Grafico]], *, titulo: str, columnas: int = 2) -> Svg:
    """Varios dibujos del mismo ancho en una rejilla, cada uno con su rótulo. Sin enlaces."""
    hueco = 24.0
    cajas = [_CAJA.search(g.svg) for _, g in dibujos]
    ancho = max(float(c[1]) for c in cajas)
    lienzo = Lienzo("panel", titulo, len(dibujos), ancho=columnas * ancho + (columnas - 1) * hueco)
    y = 0.0
    for fila in range(0, len(dibujos), columnas):
        alto = 0.0
        for j, (rotulo, grafico) in enumerate(dibujos[fila : fila + columnas]):
            x = j * (ancho + hueco)
            lineas = partir(rotulo, ancho, 15, 2, negrita=True)
            lienzo.fondo(parrafo(x, y + 16, lineas, tamano=15, peso=700))
            caja = cajas[fila + j]
            lugar = f'x="{x:.0f}" y="{y + 48:.0f}" {caja[0]}'
            lienzo.insertar(sin_enlaces(grafico.svg).replace(caja[0], lugar, 1))
            alto = max(alto, float(caja[2]))
        y += 48 + alto + hueco
    lienzo.alto = max(y - hueco, 1)
    return lienzo.cerrar(titulo, " ".join(f"{t}: {g.descripcion}" for t, g in dibujos))


def sin_enlaces(svg: str) -> str:
    """El dibujo con las marcas sueltas, para una imagen o un papel."""
    suelto = re.sub(r"<a [^>]*>", '<g class="g-marca">', svg).replace("</a>", "</g>")
    return suelto.replace('role="group"', 'role="img"', 1)
