"""Las piezas de una lámina: textos, tablas, gráficos nativos e imágenes."""

import io
from collections.abc import Sequence
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from trata.graficos.png import svg_a_png
from trata.informes.documento import Cifra, Cuadro, Imagen
from trata.informes.escritores.medidas import anchos
from trata.informes.escritores.texto import limpio
from trata.informes.marcas import Tramo, tramos_de

AZUL, TINTA, TENUE, ROJO, PAPEL, BLANCO = (
    RGBColor.from_string(c) for c in ("12305C", "0D1028", "555869", "BF0909", "F3F6FA", "FFFFFF")
)
ANCHO, ALTO, MARGEN = Inches(13.333), Inches(7.5), Inches(0.7)
UTIL = Inches(11.9)
LARGO_DE_CELDA = 600
TIPOS = {
    "barras": XL_CHART_TYPE.BAR_CLUSTERED,
    "columnas": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "lineas": XL_CHART_TYPE.LINE_MARKERS,
    "apiladas": XL_CHART_TYPE.BAR_STACKED_100,
}
PALETA = ("12436D", "F46A25", "28A197", "801650", "5F97CB", "3D4053", "8A90A0", "C9CED8")
COLOR_DE = {
    "En meta": "1B7F5A",
    "En riesgo": "D75600",
    "Con retraso": "BF0909",
    "En revisión": "0056AC",
    "Sin reporte": "8A90A0",
    "Sin indicador": "C9CED8",
}


class Marcado(str):
    """Un renglón con marcas: negritas, cursivas y notas."""

    __slots__ = ()


def escribir(
    marco: Any,
    lineas: Sequence[str],
    puntos: float,
    *,
    negrita: bool = False,
    color: RGBColor = TINTA,
    vinetas: bool = False,
) -> None:
    """Escribe párrafos en un marco de texto."""
    marco.word_wrap = True
    for i, linea in enumerate(lineas):
        parrafo = marco.paragraphs[0] if i == 0 else marco.add_paragraph()
        parrafo.alignment = PP_ALIGN.LEFT
        parrafo.space_after = Pt(6)
        partes = tramos_de(linea) if isinstance(linea, Marcado) else (Tramo(linea),)
        for parte in (Tramo("•  "), *partes) if vinetas else partes:
            tramo = parrafo.add_run()
            tramo.text = limpio(parte.texto)
            tramo.font.size, tramo.font.color.rgb = Pt(puntos), color
            tramo.font.bold, tramo.font.italic = negrita or parte.fuerte, parte.cursiva
            if parte.nota:
                tramo.font._element.set("baseline", "30000")


def notas(marco: Any, lista: Sequence[tuple[str, str]]) -> None:
    """Las notas de un texto, en letra menor, debajo de él: una lámina no tiene pie que crezca."""
    for numero, dicho in lista:
        tramo = marco.add_paragraph().add_run()
        tramo.text = limpio(f"{numero}. {dicho}")
        tramo.font.size, tramo.font.color.rgb = Pt(11), TENUE


def caja(lamina: Any, izquierda: int, arriba: int, ancho: int, alto: int) -> Any:
    """Un marco de texto vacío."""
    return lamina.shapes.add_textbox(izquierda, arriba, ancho, alto).text_frame


def tarjetas(lamina: Any, cifras: Sequence[Cifra]) -> None:
    """Hasta seis cifras en dos filas."""
    for i, cifra in enumerate(cifras):
        izquierda = MARGEN + Inches(4.0) * (i % 3)
        arriba = Inches(1.6) + Inches(2.7) * (i // 3)
        marco = caja(lamina, izquierda, arriba, Inches(3.8), Inches(2.6))
        escribir(marco, [cifra.etiqueta], 12, color=TENUE)
        for texto, puntos, fuerte in (
            (cifra.valor, 40, True),
            (cifra.texto, 14, True),
            (cifra.base, 12, False),
            (cifra.nota, 10, False),
        ):
            if texto:
                tramo = marco.add_paragraph().add_run()
                tramo.text = limpio(texto)
                tramo.font.size, tramo.font.bold = Pt(puntos), fuerte
                tramo.font.color.rgb = AZUL if puntos == 40 else TINTA


def grafico(lamina: Any, bloque: Imagen) -> None:
    """Un gráfico de oficina, que se edita, con su texto alternativo."""
    datos = CategoryChartData(number_format="#,##0.0" if _con_decimales(bloque) else "#,##0")
    datos.categories = [limpio(c) for c in bloque.categorias]
    for serie in bloque.series:
        datos.add_series(limpio(serie.nombre), serie.valores)
    marco = lamina.shapes.add_chart(
        TIPOS[bloque.nativo], MARGEN, Inches(1.8), UTIL, Inches(4.8), datos
    )
    marco._element.nvGraphicFramePr.cNvPr.set("descr", limpio(bloque.descripcion)[:2000])
    _vestir(marco.chart, bloque)


def _con_decimales(bloque: Imagen) -> bool:
    return any(v is not None and v != int(v) for s in bloque.series for v in s.valores)


def _vestir(dibujo: Any, bloque: Imagen) -> None:
    varias = len(bloque.series) > 1
    dibujo.has_legend, dibujo.has_title = varias, False
    dibujo.font.size = Pt(14)
    if varias:
        dibujo.legend.position, dibujo.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        dibujo.legend.font.size = Pt(12)
    trazo = dibujo.plots[0]
    _rotular(trazo, bloque)
    if bloque.nativo in {"barras", "apiladas"}:
        dibujo.category_axis.reverse_order = True
        trazo.gap_width = 45
    eje = dibujo.value_axis
    muchas_lineas = bloque.nativo == "lineas" and len(bloque.series) > 2
    eje.visible, eje.has_major_gridlines, eje.minimum_scale = muchas_lineas, muchas_lineas, 0
    if all("%" in s.nombre for s in bloque.series):
        eje.maximum_scale = 100
    for i, serie in enumerate(trazo.series):
        _colorear(serie, i, bloque)


def _rotular(trazo: Any, bloque: Imagen) -> None:
    trazo.has_data_labels = not (bloque.nativo == "lineas" and len(bloque.series) > 2)
    if not trazo.has_data_labels:
        return
    rotulos = trazo.data_labels
    rotulos.font.size = Pt(12)
    cero = ';;""' if bloque.nativo == "apiladas" else ""
    rotulos.number_format = ("#,##0.0" if _con_decimales(bloque) else "#,##0") + cero
    rotulos.number_format_is_linked = False
    if bloque.nativo == "barras":
        rotulos.position = XL_LABEL_POSITION.OUTSIDE_END
    elif bloque.nativo == "lineas":
        rotulos.position = XL_LABEL_POSITION.ABOVE
    elif bloque.nativo == "apiladas":
        rotulos.font.color.rgb = BLANCO


def _colorear(serie: Any, i: int, bloque: Imagen) -> None:
    color = RGBColor.from_string(
        COLOR_DE.get(bloque.series[i].nombre, PALETA[i % len(PALETA)]),
    )
    if bloque.nativo == "lineas":
        serie.smooth = False
        serie.format.line.color.rgb = color
        serie.format.line.width = Pt(2.5)
        serie.marker.format.fill.solid()
        serie.marker.format.fill.fore_color.rgb = color
        serie.marker.format.line.color.rgb = color
        return
    serie.format.fill.solid()
    serie.format.fill.fore_color.rgb = color


def dibujo(lamina: Any, bloque: Imagen) -> None:
    """Un dibujo como imagen, con su texto alternativo; al lado, lo primero de su tabla."""
    alto = Inches(4.75)
    imagen = lamina.shapes.add_picture(
        io.BytesIO(svg_a_png(bloque.svg)), MARGEN, Inches(1.85), height=alto
    )
    con_tabla = bool(bloque.cuadro.filas) and len(bloque.cuadro.encabezados) <= 3
    tope = Inches(7.2) if con_tabla else UTIL
    if imagen.width > tope:
        imagen.height = Emu(int(imagen.height * tope / imagen.width))
        imagen.width = tope
    if not con_tabla:
        imagen.left = Emu((ANCHO - imagen.width) // 2)
    imagen._element._nvXxPr.cNvPr.set("descr", limpio(bloque.descripcion)[:2000])
    if con_tabla:
        corto = bloque.cuadro.filas[:10]
        tabla(lamina, bloque.cuadro, corto, MARGEN + Inches(7.5), Inches(1.95), Inches(4.4))


def tabla(
    lamina: Any,
    cuadro: Cuadro,
    filas: Sequence[tuple[str, ...]],
    izquierda: int,
    arriba: int,
    ancho: int,
) -> None:
    """Unas filas de un cuadro como tabla, con encabezado de color y números a la derecha."""
    columnas = len(cuadro.encabezados)
    puntos = puntos_de(cuadro)
    forma = lamina.shapes.add_table(
        len(filas) + 1, columnas, izquierda, arriba, ancho, Inches(0.32) * (len(filas) + 1)
    )
    forma._element.nvGraphicFramePr.cNvPr.set("descr", limpio(cuadro.titulo)[:500])
    t = forma.table
    t.horz_banding = False
    for j, parte in enumerate(anchos(cuadro, ancho, puntos)):
        t.columns[j].width = parte
    numericas = cuadro.numericas or (False,) * columnas
    for j, encabezado in enumerate(cuadro.encabezados):
        _celda(t.cell(0, j), encabezado, puntos, numericas[j], cabeza=True)
    for i, fila in enumerate(filas, start=1):
        for j in range(columnas):
            texto = fila[j] if j < len(fila) else ""
            _celda(t.cell(i, j), texto, puntos, numericas[j], par=i % 2 == 0)


def puntos_de(cuadro: Cuadro) -> int:
    """La letra de una tabla: menor si tiene muchas columnas."""
    return 9 if len(cuadro.encabezados) >= 8 else 11


def recortado(texto: str) -> str:
    """Lo que cabe en una celda de lámina; el texto entero va en el DOCX y el XLSX."""
    tope = LARGO_DE_CELDA
    return texto if len(texto) <= tope else f"{texto[: tope - 1].rstrip()}…"


def renglones(fila: tuple[str, ...], cuadro: Cuadro, ancho: int) -> int:
    """Cuántos renglones ocupa la celda más alta de una fila, por lo ancho de sus columnas."""
    por_letra = Inches(0.062) if len(cuadro.encabezados) >= 8 else Inches(0.075)
    partes = anchos(cuadro, ancho, puntos_de(cuadro))
    caben = [max(int((a - Inches(0.15)) / por_letra), 1) for a in partes]
    return (
        max(
            (-(-min(len(t), LARGO_DE_CELDA) // n) for t, n in zip(fila, caben, strict=False)),
            default=1,
        )
        or 1
    )


def _celda(
    celda: Any, texto: str, puntos: int, es_numero: bool, *, cabeza: bool = False, par: bool = False
) -> None:
    celda.text = limpio(recortado(texto))
    celda.margin_top = celda.margin_bottom = Inches(0.03)
    celda.margin_left = celda.margin_right = Inches(0.07)
    celda.vertical_anchor = MSO_ANCHOR.MIDDLE
    celda.fill.solid()
    celda.fill.fore_color.rgb = AZUL if cabeza else PAPEL if par else BLANCO
    for parrafo in celda.text_frame.paragraphs:
        parrafo.font.size, parrafo.font.bold = Pt(puntos), cabeza
        parrafo.font.color.rgb = BLANCO if cabeza else TINTA
        parrafo.alignment = PP_ALIGN.RIGHT if es_numero else PP_ALIGN.LEFT
