"""Barras de varias series: agrupadas (hasta cuatro) y apiladas al 100 %."""

from collections.abc import Sequence

from trata.comun import formato
from trata.graficos import leyenda
from trata.graficos.barras import COMPACTO, Escribir, dibujar_barra, frase, rotulo
from trata.graficos.escalas import proporcional
from trata.graficos.modelo import (
    Barra,
    Fila,
    Grafico,
    Serie,
    cifra,
    magnitud,
    sumar,
    tabla,
    texto,
    texto_de,
)
from trata.graficos.svg import (
    CATEGORIAS,
    MENOR,
    Lienzo,
    ancho_texto,
    linea,
    parrafo,
    partir,
    rect,
    texto_svg,
)


# --- Agrupadas --------------------------------------------------------------------------------
def agrupadas(
    series: Sequence[Serie], *, titulo: str, unidad: str = "víctimas",
    encabezado: str = "Categoría", ancho: int = 600, escribir: Escribir = formato.entero,
    descripcion: str = "",
) -> Grafico:  # fmt: skip
    """Hasta cuatro series lado a lado por categoría; con más lanza `ValueError`."""
    if len(series) > len(CATEGORIAS):
        raise ValueError("Como mucho cuatro series por gráfico.")
    categorias = list(dict.fromkeys(p.etiqueta for s in series for p in s.puntos))
    valores = [{p.etiqueta: p for p in s.puntos} for s in series]
    descripcion = descripcion or _describir_grupos(series, categorias, unidad)
    lienzo = Lienzo("agrupadas", titulo, tuple(series), ancho=ancho)
    if not categorias:
        leyenda.vacio(lienzo)
    else:
        _dibujar_grupos(lienzo, series, categorias, valores, escribir)
    filas = [[texto(c)] + [_cifra_de(v.get(c), escribir) for v in valores] for c in categorias]
    cuadro = tabla([encabezado, *(s.nombre for s in series)], filas)
    return Grafico(lienzo.cerrar(titulo, descripcion), cuadro, titulo, descripcion, ancho)


def _cifra_de(punto, escribir: Escribir):
    if punto is None:
        return cifra(None, escribir)
    return cifra(punto.valor, escribir, punto.estado, punto.url)


def _describir_grupos(series: Sequence[Serie], categorias: Sequence[str], unidad: str) -> str:
    if not categorias:
        return "No hay datos para este filtro."
    nombres = formato.lista([s.nombre for s in series])
    return (
        f"Barras agrupadas: {nombres}, en {formato.plural(len(categorias), 'categoría')} "
        f"({unidad}). Los valores están en la tabla."
    )


def _dibujar_grupos(lienzo, series, categorias, valores, escribir) -> None:
    y = leyenda.series(lienzo, [s.nombre for s in series], CATEGORIAS) + 10
    compacto = lienzo.ancho < COMPACTO
    columna = (
        0.0 if compacto else min(max(ancho_texto(c) for c in categorias) + 14, lienzo.ancho * 0.32)
    )
    puntos = [p for s in series for p in s.puntos]
    maximo = max((magnitud(p.valor, p.estado) or 0 for p in puntos), default=0)
    textos = [texto_de(p.valor, p.estado, escribir) for p in puntos]
    largo_total = lienzo.ancho - columna - max(ancho_texto(t, MENOR) for t in textos) - 14
    inicio = y
    for c in categorias:
        lineas = partir(c, lienzo.ancho if compacto else columna - 12)
        alto_grupo = len(series) * 18
        if compacto:
            lienzo.fondo(parrafo(0, y + 13, lineas))
            y += len(lineas) * 17 + 4
        else:
            base = y + alto_grupo / 2 + 4 - (len(lineas) - 1) * 8.5
            lienzo.fondo(parrafo(columna - 12, base, lineas, ancla="end"))
        for serie, valor, color in zip(series, valores, CATEGORIAS, strict=False):
            punto = valor.get(c)
            b = (
                Barra(f"{c}, {serie.nombre}", None)
                if punto is None
                else Barra(f"{c}, {serie.nombre}", punto.valor, None, punto.url, punto.estado)
            )
            falta = magnitud(b.valor, b.estado) is None
            largo = proporcional(magnitud(b.valor, b.estado), maximo, largo_total)
            lienzo.marca(
                frase(b, escribir), dibujar_barra(lienzo, b, columna, y + 1, largo, 15, color),
                texto_svg(columna + (28 if falta else largo) + 6, y + 13, rotulo(b, escribir)[0],
                          tamano=MENOR, color="tenue" if falta else "tinta", clase="g-cifra"),
                url=b.url,
            )  # fmt: skip
            y += 18
        y += 14
    if not compacto:
        lienzo.fondo(linea(columna, inicio - 4, columna, y - 8, "eje"))
    lienzo.alto = y


# --- Apiladas al 100 % ------------------------------------------------------------------------
def apiladas(
    filas: Sequence[Fila], *, titulo: str, unidad: str = "víctimas", encabezado: str = "Grupo",
    ancho: int = 600, descripcion: str = "",
) -> Grafico:  # fmt: skip
    """Cada fila suma 100 %: hasta cuatro partes y las residuales en gris."""
    nombres = list(dict.fromkeys(p.etiqueta for f in filas for p in f.partes))
    residuales = {p.etiqueta for f in filas for p in f.partes if p.residual}
    normales = [n for n in nombres if n not in residuales]
    if len(normales) > len(CATEGORIAS):
        raise ValueError("Como mucho cuatro partes por barra; junta las menores en «Otro».")
    colores = dict(zip(normales, CATEGORIAS, strict=False)) | dict.fromkeys(residuales, "residual")
    descripcion = descripcion or _describir_apiladas(filas)
    lienzo = Lienzo("apiladas", titulo, tuple(filas), ancho=ancho)
    if not nombres:
        leyenda.vacio(lienzo)
    else:
        _dibujar_apiladas(lienzo, filas, nombres, colores)
    cuadro = tabla([encabezado, *nombres, "Total"], [_fila_tabla(f, nombres) for f in filas])
    return Grafico(lienzo.cerrar(titulo, descripcion), cuadro, titulo, descripcion, ancho)


def total_de(fila: Fila) -> float:
    """Suma de las partes visibles de una fila."""
    return sum(magnitud(p.valor, p.estado) or 0.0 for p in fila.partes)


def _describir_apiladas(filas: Sequence[Fila]) -> str:
    if not filas:
        return "No hay datos para este filtro."
    frases = []
    for f in filas[:6]:
        partes = [f"{p.etiqueta} {_porcentaje(p, f)}" for p in f.partes]
        frases.append(f"{f.etiqueta}: {', '.join(partes)}")
    return f"Barras que suman cien por ciento. {'; '.join(frases)}."


def _porcentaje(parte: Barra, fila: Fila) -> str:
    if magnitud(parte.valor, parte.estado) is None:
        return texto_de(parte.valor, parte.estado, formato.entero)
    return formato.porcentaje(parte.valor, total_de(fila))


def _fila_tabla(fila: Fila, nombres: Sequence[str]):
    por_nombre = {p.etiqueta: p for p in fila.partes}
    total = sumar(p.valor for p in fila.partes if magnitud(p.valor, p.estado) is not None)
    cifras = [_cifra_de(por_nombre.get(n), formato.numero) for n in nombres]
    return [texto(fila.etiqueta), *cifras, cifra(total, formato.numero)]


def _dibujar_apiladas(lienzo, filas, nombres, colores) -> None:
    y = leyenda.series(lienzo, nombres, [colores[n] for n in nombres]) + 12
    for fila in filas:
        total = total_de(fila)
        if fila.etiqueta:
            cuanto = f"n = {formato.numero(total)}"
            lineas = partir(
                fila.etiqueta, lienzo.ancho - ancho_texto(cuanto, MENOR) - 16, negrita=True
            )
            lienzo.fondo(
                parrafo(0, y + 13, lineas, peso=600),
                texto_svg(lienzo.ancho, y + 13, cuanto, ancla="end", tamano=MENOR, color="tenue",
                          clase="g-cifra"),
            )  # fmt: skip
            y += 17 * len(lineas) + 4
        x = 0.0
        for parte in fila.partes:
            largo = proporcional(magnitud(parte.valor, parte.estado), total, lienzo.ancho)
            if largo <= 0:
                continue
            rotulo_ = _porcentaje(parte, fila)
            cabe = ancho_texto(rotulo_, MENOR, negrita=True) + 10 <= largo
            color = colores[parte.etiqueta]
            claro = "tinta" if color in ("b", "c", "residual") else "fondo"
            nombre = f"{fila.etiqueta}: {parte.etiqueta}".strip(": ")
            lienzo.marca(
                f"{nombre}: {formato.numero(parte.valor)} ({rotulo_})",
                rect(x, y, largo, 34, color, stroke="#FFFFFF", stroke_width=1.5),
                texto_svg(x + 8, y + 22, rotulo_, tamano=MENOR, peso=600, color=claro,
                          clase="g-cifra") if cabe else "",
                url=parte.url,
            )  # fmt: skip
            x += largo
        if total <= 0:
            lienzo.fondo(rect(0, y, lienzo.ancho, 34, "papel", relleno=lienzo.trama("raya")))
        y += 34 + 18
    lienzo.alto = y - 10
