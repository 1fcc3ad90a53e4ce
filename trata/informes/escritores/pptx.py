"""PPTX: láminas 16:9 con gráficos nativos que se pueden editar."""

import io
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from trata.graficos.png import svg_a_png
from trata.informes.documento import (
    Cifra,
    Cifras,
    Cuadro,
    Documento,
    Imagen,
    Lista,
    Nota,
    Parrafo,
    Seccion,
    Titulo,
)
from trata.informes.escritores.texto import limpio

AZUL, TINTA, TENUE, ROJO = (
    RGBColor.from_string(c) for c in ("12305C", "0D1028", "555869", "BF0909")
)
ANCHO, ALTO, MARGEN = Inches(13.333), Inches(7.5), Inches(0.7)
FILAS_POR_LAMINA = 12
LINEAS_POR_LAMINA = 9
TIPOS = {
    "barras": XL_CHART_TYPE.BAR_CLUSTERED,
    "columnas": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "lineas": XL_CHART_TYPE.LINE_MARKERS,
}


def escribir(documento: Documento) -> bytes:
    """La presentación entera."""
    p = Presentation()
    p.slide_width, p.slide_height = ANCHO, ALTO
    p.core_properties.title = limpio(documento.titulo)[:250]
    p.core_properties.language = "es-PE"
    _portada(p, documento)
    for seccion in documento.secciones:
        _seccion(p, documento, seccion)
    salida = io.BytesIO()
    p.save(salida)
    return salida.getvalue()


def _lamina(p: Any, documento: Documento, titulo: str) -> Any:
    lamina = p.slides.add_slide(p.slide_layouts[5])
    marco = lamina.shapes.title
    marco.left, marco.top, marco.width, marco.height = MARGEN, Inches(0.4), Inches(11.9), Inches(1)
    _escribir(marco.text_frame, [limpio(titulo)], 26, negrita=True, color=AZUL)
    marco.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    franja = lamina.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, Inches(0.18), ALTO)
    franja.fill.solid()
    franja.fill.fore_color.rgb = ROJO
    franja.line.fill.background()
    pie = lamina.shapes.add_textbox(MARGEN, Inches(7.0), Inches(11.9), Inches(0.35))
    texto = " · ".join(
        filter(None, (documento.fuente, f"Corte: {documento.corte}", documento.folio))
    )
    _escribir(pie.text_frame, [limpio(texto)], 10, color=TENUE)
    return lamina


def _escribir(
    marco: Any,
    lineas: list[str],
    puntos: int,
    *,
    negrita: bool = False,
    color: RGBColor = TINTA,
    vinetas: bool = False,
) -> None:
    marco.word_wrap = True
    for i, linea in enumerate(lineas):
        parrafo = marco.paragraphs[0] if i == 0 else marco.add_paragraph()
        parrafo.alignment = PP_ALIGN.LEFT
        parrafo.space_after = Pt(6)
        tramo = parrafo.add_run()
        tramo.text = f"• {linea}" if vinetas else linea
        tramo.font.size, tramo.font.bold, tramo.font.color.rgb = Pt(puntos), negrita, color


def _portada(p: Any, documento: Documento) -> None:
    lamina = _lamina(p, documento, documento.titulo)
    caja = lamina.shapes.add_textbox(MARGEN, Inches(2.2), Inches(11.5), Inches(3))
    lineas = [documento.subtitulo, f"Corte: {documento.corte}", *documento.marcas]
    if documento.verificacion:
        lineas.append(f"Verifica este documento en {documento.verificacion}")
    _escribir(caja.text_frame, [limpio(x) for x in lineas if x], 20)


def _seccion(p: Any, d: Documento, seccion: Seccion) -> None:
    """Reparte los bloques: los textos seguidos comparten lámina; lo demás, una por bloque."""
    lineas: list[str] = []

    def soltar() -> None:
        for i in range(0, len(lineas), LINEAS_POR_LAMINA):
            _textos(p, d, seccion.titulo, lineas[i : i + LINEAS_POR_LAMINA])
        lineas.clear()

    for bloque in seccion.bloques:
        if isinstance(bloque, Titulo | Parrafo | Nota):
            lineas.append(bloque.texto)
        elif isinstance(bloque, Lista):
            lineas.extend(bloque.items)
        else:
            soltar()
            _bloque(p, d, seccion, bloque)
    soltar()


def _textos(p: Any, d: Documento, titulo: str, lineas: list[str]) -> None:
    lamina = _lamina(p, d, titulo)
    caja = lamina.shapes.add_textbox(MARGEN, Inches(1.6), Inches(11.9), Inches(5.2))
    largo = sum(len(x) for x in lineas)
    puntos = 20 if largo < 700 else 16 if largo < 1300 else 12
    _escribir(caja.text_frame, [limpio(x) for x in lineas], puntos, vinetas=len(lineas) > 1)


def _bloque(p: Any, d: Documento, seccion: Seccion, bloque: Any) -> None:
    if isinstance(bloque, Cifras):
        for i in range(0, len(bloque.cifras), 6):
            _cifras(p, d, seccion.titulo, bloque.cifras[i : i + 6])
    elif isinstance(bloque, Imagen):
        _imagen(p, d, bloque)
    elif isinstance(bloque, Cuadro):
        for i in range(0, max(len(bloque.filas), 1), FILAS_POR_LAMINA):
            _cuadro(p, d, bloque, i)


def _cifras(p: Any, d: Documento, titulo: str, cifras: tuple[Cifra, ...]) -> None:
    lamina = _lamina(p, d, titulo)
    for i, cifra in enumerate(cifras):
        izquierda = MARGEN + Inches(4.0) * (i % 3)
        arriba = Inches(1.6) + Inches(2.7) * (i // 3)
        caja = lamina.shapes.add_textbox(izquierda, arriba, Inches(3.8), Inches(2.6))
        marco = caja.text_frame
        _escribir(marco, [limpio(cifra.etiqueta)], 12, color=TENUE)
        for texto, puntos, fuerte in (
            (cifra.valor, 40, True),
            (cifra.texto, 14, True),
            (cifra.base, 11, False),
            (cifra.nota, 10, False),
        ):
            if texto:
                parrafo = marco.add_paragraph()
                tramo = parrafo.add_run()
                tramo.text = limpio(texto)
                tramo.font.size, tramo.font.bold = Pt(puntos), fuerte
                tramo.font.color.rgb = AZUL if puntos == 40 else TINTA


def _imagen(p: Any, d: Documento, bloque: Imagen) -> None:
    lamina = _lamina(p, d, bloque.titular)
    if bloque.nativo in TIPOS and bloque.series:
        datos = CategoryChartData()
        datos.categories = [limpio(c) for c in bloque.categorias]
        for serie in bloque.series:
            datos.add_series(limpio(serie.nombre), serie.valores)
        marco = lamina.shapes.add_chart(
            TIPOS[bloque.nativo], MARGEN, Inches(1.9), Inches(11.9), Inches(4.7), datos
        )
        _vestir(marco.chart, bloque)
    elif bloque.svg:
        imagen = lamina.shapes.add_picture(
            io.BytesIO(svg_a_png(bloque.svg)), MARGEN, Inches(1.9), height=Inches(4.7)
        )
        imagen.left = Emu((ANCHO - imagen.width) // 2)
        imagen._element._nvXxPr.cNvPr.set("descr", limpio(bloque.descripcion)[:2000])
    caja = lamina.shapes.add_textbox(MARGEN, Inches(1.35), Inches(11.9), Inches(0.5))
    _escribir(caja.text_frame, [limpio(bloque.subtitulo)], 14, color=TENUE)
    notas = " ".join((*bloque.notas, bloque.fuente))
    if notas.strip():
        lamina.notes_slide.notes_text_frame.text = limpio(notas)


def _vestir(grafico: Any, bloque: Imagen) -> None:
    grafico.has_legend = len(bloque.series) > 1
    grafico.has_title = False
    grafico.font.size = Pt(14)
    trazo = grafico.plots[0]
    trazo.has_data_labels = True
    trazo.data_labels.font.size = Pt(12)
    trazo.data_labels.number_format, trazo.data_labels.number_format_is_linked = "#,##0", False
    if bloque.nativo == "barras":
        grafico.category_axis.reverse_order = True
        trazo.gap_width = 45
        trazo.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    grafico.value_axis.visible = False
    grafico.value_axis.has_major_gridlines = False
    grafico.value_axis.minimum_scale = 0
    for serie in trazo.series:
        lleno = serie.format.line if bloque.nativo == "lineas" else serie.format.fill
        if bloque.nativo == "lineas":
            lleno.color.rgb = AZUL
        elif len(bloque.series) == 1:
            lleno.solid()
            lleno.fore_color.rgb = AZUL


def _cuadro(p: Any, d: Documento, cuadro: Cuadro, desde: int) -> None:
    filas = cuadro.filas[desde : desde + FILAS_POR_LAMINA]
    lamina = _lamina(p, d, cuadro.titulo + (" (continúa)" if desde else ""))
    forma = lamina.shapes.add_table(
        len(filas) + 1, len(cuadro.encabezados), MARGEN, Inches(1.5), Inches(11.9), Inches(0.4)
    )
    tabla = forma.table
    for j, encabezado in enumerate(cuadro.encabezados):
        _celda(tabla.cell(0, j), encabezado, 12)
    for i, fila in enumerate(filas, start=1):
        for j, valor in enumerate(fila[: len(cuadro.encabezados)]):
            _celda(tabla.cell(i, j), valor, 11)


def _celda(celda: Any, texto: str, puntos: int) -> None:
    celda.text = limpio(texto)
    for parrafo in celda.text_frame.paragraphs:
        parrafo.font.size = Pt(puntos)
