"""Mosaico de áreas iguales: una loseta por departamento, puestas como en el mapa del Perú.

Ningún departamento pesa más por ser grande: el Callao y Loreto ocupan lo mismo.
"""

from collections.abc import Callable, Sequence

from trata.comun import formato
from trata.graficos import leyenda
from trata.graficos.escalas import Clases
from trata.graficos.mapa import (
    clases_de,
    completar,
    describir,
    filas_de_leyenda,
    frase,
    tabla_de,
)
from trata.graficos.modelo import COMPACTO, Estado, Grafico, Region, Valor, magnitud
from trata.graficos.svg import MENOR, Lienzo, ancho_texto, parrafo, partir, rect, texto_svg

# Código INEI → (código ISO 3166-2:PE, columna, fila).
LOSETAS = {
    "24": ("TUM", 0, 0),
    "20": ("PIU", 0, 1), "06": ("CAJ", 1, 1), "01": ("AMA", 2, 1), "16": ("LOR", 3, 1),
    "14": ("LAM", 0, 2), "13": ("LAL", 1, 2), "22": ("SAM", 2, 2), "25": ("UCA", 3, 2),
    "02": ("ANC", 1, 3), "10": ("HUC", 2, 3), "19": ("PAS", 3, 3),
    "07": ("CAL", 0, 4), "15": ("LIM", 1, 4), "12": ("JUN", 2, 4), "08": ("CUS", 3, 4),
    "17": ("MDD", 4, 4),
    "11": ("ICA", 1, 5), "09": ("HUV", 2, 5), "03": ("APU", 3, 5), "21": ("PUN", 4, 5),
    "05": ("AYA", 2, 6), "04": ("ARE", 3, 6), "18": ("MOQ", 4, 6),
    "23": ("TAC", 4, 7),
}  # fmt: skip
SIGLAS = {codigo: siglas for codigo, (siglas, _, _) in LOSETAS.items()}


def mosaico(
    datos: Sequence[Region], *, titulo: str, unidad: str = "víctimas", ancho: int = 600,
    escribir: Callable[[Valor], str] = formato.numero, clases: Clases | None = None,
    descripcion: str = "",
) -> Grafico:  # fmt: skip
    """25 losetas con código y valor."""
    regiones = completar("departamentos", datos)
    fuera = [r for r in datos if r.codigo not in regiones]
    clases = clases or clases_de(list(regiones.values()))
    descripcion = descripcion or describir("departamentos", regiones, fuera, unidad, escribir)
    lienzo = Lienzo("mosaico", titulo, tuple(datos), ancho=ancho)
    compacto = ancho < COMPACTO
    lado = (ancho + 4) / 5 if compacto else 70.0
    for codigo, (iso, columna, fila) in LOSETAS.items():
        _loseta(
            lienzo, regiones[codigo], iso, columna * lado, fila * lado, lado - 4, clases, escribir
        )
    alto = 8 * lado
    x, y = (0.0, alto + 10) if compacto else (5 * lado + 28, 8.0)
    lineas = partir(unidad[:1].upper() + unidad[1:], ancho - x, MENOR, 3)
    lienzo.fondo(parrafo(x, y + 12, lineas, tamano=MENOR, color="secundario", peso=600))
    filas = filas_de_leyenda(lienzo, list(regiones.values()), clases, escribir)
    y = leyenda.escala(lienzo, x, y + 17 * len(lineas) + 8, filas)
    lienzo.alto = max(alto, y) + 2
    cuadro = tabla_de([*regiones.values(), *fuera], "departamentos", unidad, escribir)
    return Grafico(lienzo.cerrar(titulo, descripcion), cuadro, titulo, descripcion, ancho)


def _loseta(lienzo, r: Region, iso, x, y, lado, clases: Clases, escribir) -> None:
    valor = magnitud(r.valor, r.estado)
    tono, relleno = "papel", None
    if valor is not None:
        tono = clases.tono(valor)
        if r.estado is Estado.PROVISIONAL:
            relleno = lienzo.trama("provisional", tono)
    else:
        relleno = lienzo.trama("punto" if r.estado is Estado.RESERVADO else "raya")
    claro = tono in ("m4", "m5") and relleno is None
    rotulo = "" if valor is None else escribir(r.valor)
    tamano = 17 if ancho_texto(rotulo, 17, negrita=True) <= lado - 8 else MENOR
    borde = {"stroke": "#8A90A0", "stroke_width": 0.75} if tono in ("papel", "m0", "m1") else {}
    lienzo.marca(
        frase(r, escribir),
        rect(x, y, lado, lado, tono, radio=4, relleno=relleno, **borde),
        texto_svg(x + lado / 2, y + (24 if rotulo else lado / 2 + 5), iso, ancla="middle",
                  tamano=MENOR, color="fondo" if claro else "tinta", halo=relleno is not None),
        texto_svg(x + lado / 2, y + lado / 2 + 16, rotulo, ancla="middle", tamano=tamano, peso=600,
                  color="fondo" if claro else "tinta", clase="g-cifra", halo=relleno is not None)
        if rotulo else "",
        url=r.url,
    )  # fmt: skip
