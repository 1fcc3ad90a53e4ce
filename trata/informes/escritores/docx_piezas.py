"""Los bloques de un documento en DOCX: párrafos, tarjetas, tablas, figuras y preguntas."""

import io
import re
from collections.abc import Callable
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from trata.graficos.png import svg_a_png
from trata.informes.documento import (
    Borrador,
    Cifra,
    Cifras,
    Citas,
    Cuadro,
    Imagen,
    Lista,
    Nota,
    Parrafo,
    Pregunta,
    Titulo,
)
from trata.informes.escritores.docx_notas import poner_nota
from trata.informes.escritores.medidas import anchos, es_corto
from trata.informes.escritores.texto import limpio
from trata.informes.marcas import tramos_de

AZUL = RGBColor(0x12, 0x30, 0x5C)
TENUE = RGBColor(0x55, 0x58, 0x69)
ENLACE = RGBColor(0x00, 0x56, 0xAC)
PAPEL, RAYA = "F3F6FA", "C9D1DC"
ANCHO = Cm(16.4)
ALTO_DE_FIGURA = 22.0


def poner(d: Any, bloque: Any) -> None:
    """Agrega un bloque al final de `d`."""
    _ESCRITORES[type(bloque)](d, bloque)


def chico(d: Any, texto: str, *, unido: bool = False) -> None:
    """Letra menor; `unido` la mantiene en la página de lo que sigue."""
    parrafo = d.add_paragraph()
    parrafo.paragraph_format.keep_with_next = unido
    parrafo.paragraph_format.space_after = Pt(4)
    tramo = parrafo.add_run(limpio(texto))
    tramo.font.size, tramo.font.color.rgb = Pt(9), TENUE


def _titulo(d: Any, bloque: Titulo) -> None:
    d.add_heading(limpio(bloque.texto), 2)


def _escribir(d: Any, parrafo: Any, texto: str) -> None:
    """Un texto marcado en un párrafo vacío: negritas, cursivas y notas al pie de verdad."""
    for tramo in tramos_de(texto):
        if tramo.nota:
            poner_nota(d, parrafo, tramo.nota)
            continue
        escrito = parrafo.add_run(limpio(tramo.texto))
        escrito.bold, escrito.italic = tramo.fuerte or None, tramo.cursiva or None


def _parrafo(d: Any, bloque: Parrafo) -> None:
    if bloque.marcado:
        _escribir(d, d.add_paragraph(), bloque.texto)
        return
    for linea in bloque.texto.split("\n"):
        d.add_paragraph(limpio(linea))


def _nota(d: Any, bloque: Nota) -> None:
    chico(d, bloque.texto)


def _lista(d: Any, bloque: Lista | Borrador) -> None:
    if isinstance(bloque, Borrador) and bloque.titulo:
        d.add_heading(limpio(bloque.titulo), 2)
    for item in bloque.items:
        if getattr(bloque, "marcado", False):
            _escribir(d, d.add_paragraph(style="List Bullet"), item)
        else:
            d.add_paragraph(limpio(item), style="List Bullet")


def _pregunta(d: Any, bloque: Pregunta) -> None:
    d.add_heading(limpio(f"{bloque.numero}. {bloque.pregunta}"), 2)
    d.add_paragraph(limpio(bloque.respuesta))
    if not bloque.claves:
        return
    parrafo = d.add_paragraph()
    _tramo(parrafo, "Cifras: ", 9, TENUE)
    for i, clave in enumerate(bloque.claves):
        if i:
            _tramo(parrafo, " · ", 9, TENUE)
        enlazar(parrafo, marcador(clave), clave)


def _tramo(
    parrafo: Any, texto: str, puntos: float, color: RGBColor, *, fuerte: bool = False
) -> Any:
    tramo = parrafo.add_run(limpio(texto))
    tramo.font.size, tramo.font.color.rgb, tramo.font.bold = Pt(puntos), color, fuerte
    return tramo


def enlazar(parrafo: Any, ancla: str, texto: str, puntos: float = 9) -> None:
    """Un enlace a un marcador del mismo documento."""
    enlace = OxmlElement("w:hyperlink")
    enlace.set(qn("w:anchor"), ancla)
    parrafo._p.append(enlace)
    enlace.append(_tramo(parrafo, texto, puntos, ENLACE)._r)


def marcador(clave: str) -> str:
    """El nombre del marcador de una cifra: letras, números y guion bajo, hasta 40."""
    return "cifra_" + re.sub(r"\W", "_", clave)[:34]


def marcar(parrafo: Any, nombre: str, numero: int) -> None:
    """Pone un marcador en el párrafo."""
    for clase in ("w:bookmarkStart", "w:bookmarkEnd"):
        nodo = OxmlElement(clase)
        nodo.set(qn("w:id"), str(numero))
        if clase == "w:bookmarkStart":
            nodo.set(qn("w:name"), nombre)
        parrafo._p.append(nodo)


# --- tablas --------------------------------------------------------------------------------------
def _tabla(d: Any, filas: int, partes: list[int]) -> Any:
    tabla = d.add_table(rows=filas, cols=len(partes))
    tabla.alignment, tabla.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    for columna, ancho in zip(tabla.columns, partes, strict=True):
        columna.width = ancho
    for fila in tabla.rows:
        for celda, ancho in zip(fila.cells, partes, strict=True):
            celda.width = ancho
    return tabla


def _pintar(celda: Any, *, fondo: str = "", raya: str = "") -> None:
    propiedades = celda._tc.get_or_add_tcPr()
    if raya:
        bordes = OxmlElement("w:tcBorders")
        borde = OxmlElement("w:bottom")
        for clave, valor in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", raya)):
            borde.set(qn(f"w:{clave}"), valor)
        bordes.append(borde)
        propiedades.append(bordes)
    if fondo:
        sombra = OxmlElement("w:shd")
        for clave, valor in (("val", "clear"), ("color", "auto"), ("fill", fondo)):
            sombra.set(qn(f"w:{clave}"), valor)
        propiedades.append(sombra)


def _apretar(parrafo: Any) -> None:
    parrafo.paragraph_format.space_before = parrafo.paragraph_format.space_after = Pt(1)


def _cifras(d: Any, bloque: Cifras) -> None:
    filas = -(-len(bloque.cifras) // 3)
    tabla = _tabla(d, filas, [int(ANCHO / 3)] * 3)
    for i, cifra in enumerate(bloque.cifras):
        _tarjeta(tabla.rows[i // 3].cells[i % 3], cifra)
    for fila in tabla.rows:
        _no_partir(fila)
    d.add_paragraph()


def _tarjeta(celda: Any, cifra: Cifra) -> None:
    _pintar(celda, fondo=PAPEL, raya=RAYA)
    lineas = (
        (cifra.etiqueta, 9, TENUE, False),
        (cifra.valor, 22, AZUL, True),
        (cifra.texto, 10, RGBColor(0x0D, 0x10, 0x28), True),
        (cifra.base, 9, TENUE, False),
        (cifra.nota, 8, TENUE, False),
    )
    usados = 0
    for texto, puntos, color, fuerte in lineas:
        if texto:
            parrafo = celda.paragraphs[0] if not usados else celda.add_paragraph()
            _apretar(parrafo)
            _tramo(parrafo, texto, puntos, color, fuerte=fuerte)
            usados += 1


def _no_partir(fila: Any, *, cabeza: bool = False) -> None:
    propiedades = fila._tr.get_or_add_trPr()
    propiedades.append(OxmlElement("w:cantSplit"))
    if cabeza:
        propiedades.append(OxmlElement("w:tblHeader"))


def _cuadro(d: Any, cuadro: Cuadro) -> None:
    rotulo = d.add_paragraph(limpio(cuadro.rotulo), style="Caption")
    rotulo.paragraph_format.keep_with_next = True
    columnas = len(cuadro.encabezados)
    puntos = 7 if columnas >= 9 else 7.5 if columnas >= 7 else 9
    tabla = _tabla(d, 1 + len(cuadro.filas), anchos(cuadro, ANCHO, puntos, ajustado=True))
    unida = es_corto(cuadro)
    numericas = cuadro.numericas or (False,) * columnas
    tinta = RGBColor(0x0D, 0x10, 0x28)
    _no_partir(tabla.rows[0], cabeza=True)
    for i, (fila, textos) in enumerate(
        zip(tabla.rows, (cuadro.encabezados, *cuadro.filas), strict=True)
    ):
        fuerte = i == 0 or textos[0] == "Total"
        for celda, texto, es_numero in zip(fila.cells, textos, numericas, strict=False):
            _pintar(celda, fondo=PAPEL if i == 0 else "", raya="12305C" if i == 0 else RAYA)
            parrafo = celda.paragraphs[0]
            _apretar(parrafo)
            _tramo(parrafo, texto, puntos, tinta, fuerte=fuerte)
            parrafo.paragraph_format.keep_with_next = i == 0 or unida and i < len(cuadro.filas)
            if es_numero:
                parrafo.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if 0 < i <= len(cuadro.anclas):
            clave = cuadro.anclas[i - 1]
            marcar(fila.cells[0].paragraphs[0], marcador(clave), 1000 + i)
        if i and max(map(len, textos), default=0) < 900:
            _no_partir(fila)
    if cuadro.nota:
        chico(d, cuadro.nota)
    d.add_paragraph()


def _imagen(d: Any, bloque: Imagen) -> None:
    d.add_heading(limpio(bloque.rotulo), 3)
    chico(d, bloque.subtitulo, unido=True)
    if bloque.svg:
        ancho, alto = medida_de(bloque.svg)
        imagen = d.add_picture(io.BytesIO(svg_a_png(bloque.svg)), width=Cm(ancho), height=Cm(alto))
        imagen._inline.docPr.set("descr", limpio(bloque.descripcion)[:2000])
    if bloque.cuadro.encabezados:
        _cuadro(d, bloque.cuadro)
    for nota in filter(None, (*bloque.notas, bloque.fuente)):
        chico(d, nota)


def medida_de(svg: str) -> tuple[float, float]:
    """Ancho y alto en cm con que un dibujo cabe en la página."""
    caja = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    proporcion = float(caja[2]) / float(caja[1]) if caja else 0.6
    ancho = min(15.5, ALTO_DE_FIGURA / proporcion)
    return ancho, ancho * proporcion


_ESCRITORES: dict[type, Callable[[Any, Any], None]] = {
    Titulo: _titulo,
    Parrafo: _parrafo,
    Nota: _nota,
    Lista: _lista,
    Borrador: _lista,
    Pregunta: _pregunta,
    Cifras: _cifras,
    Citas: lambda _d, _b: None,
    Cuadro: _cuadro,
    Imagen: _imagen,
}
