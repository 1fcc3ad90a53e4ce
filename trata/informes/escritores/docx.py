"""DOCX editable, con estilos, índice de secciones y pie con el corte."""

import io
import re
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from trata.graficos.png import svg_a_png
from trata.informes.documento import (
    Borrador,
    Cifras,
    Cuadro,
    Documento,
    Imagen,
    Lista,
    Nota,
    Parrafo,
    Pregunta,
    Titulo,
)
from trata.informes.escritores.texto import limpio

AZUL = RGBColor(0x12, 0x30, 0x5C)
TENUE = RGBColor(0x55, 0x58, 0x69)
ENLACE = RGBColor(0x00, 0x56, 0xAC)


def escribir(documento: Documento) -> bytes:
    """El documento entero."""
    d = Document()
    _vestir(d, documento)
    d.add_heading(limpio(documento.titulo), 0)
    for linea in (documento.subtitulo, *documento.marcas):
        d.add_paragraph(limpio(linea), style="Subtitle")
    for seccion in documento.secciones:
        d.add_heading(limpio(seccion.titulo), 1)
        for bloque in seccion.bloques:
            _bloque(d, bloque)
    if documento.verificacion:
        d.add_paragraph(f"Verifica este documento en {limpio(documento.verificacion)}")
    salida = io.BytesIO()
    d.save(salida)
    return salida.getvalue()


def _vestir(d: Any, documento: Documento) -> None:
    d.core_properties.title = limpio(documento.titulo)[:250]
    d.core_properties.language = "es-PE"
    pagina = d.sections[0]
    pagina.page_width, pagina.page_height = Cm(21), Cm(29.7)
    pagina.left_margin = pagina.right_margin = Cm(2.3)
    pagina.top_margin = pagina.bottom_margin = Cm(2.2)
    d.styles["Normal"].font.name = "Calibri"
    d.styles["Normal"].font.size = Pt(11)
    for nivel in range(3):
        d.styles[f"Heading {nivel + 1}"].font.color.rgb = AZUL
    pie = pagina.footer.paragraphs[0]
    texto = f"{documento.folio} · Corte: {documento.corte} · {documento.clasificacion} · página "
    tramo = pie.add_run(limpio(texto))
    tramo.font.size, tramo.font.color.rgb = Pt(9), TENUE
    _numero_de_pagina(pie)


def _numero_de_pagina(parrafo: Any) -> None:
    tramo = parrafo.add_run()
    for clase, texto in (("begin", ""), ("instr", "PAGE"), ("end", "")):
        if clase == "instr":
            nodo = OxmlElement("w:instrText")
            nodo.text = texto
        else:
            nodo = OxmlElement("w:fldChar")
            nodo.set(qn("w:fldCharType"), clase)
        tramo._r.append(nodo)


def _bloque(d: Any, bloque: Any) -> None:
    if isinstance(bloque, Titulo):
        d.add_heading(limpio(bloque.texto), 2)
    elif isinstance(bloque, Parrafo):
        for linea in bloque.texto.split("\n"):
            d.add_paragraph(limpio(linea))
    elif isinstance(bloque, Nota):
        _chico(d, bloque.texto)
    elif isinstance(bloque, Lista | Borrador):
        if isinstance(bloque, Borrador) and bloque.titulo:
            d.add_heading(limpio(bloque.titulo), 2)
        for item in bloque.items:
            d.add_paragraph(limpio(item), style="List Bullet")
    elif isinstance(bloque, Pregunta):
        d.add_heading(limpio(f"{bloque.numero}. {bloque.pregunta}"), 2)
        d.add_paragraph(limpio(bloque.respuesta))
        _cifras_citadas(d, bloque.claves)
    elif isinstance(bloque, Cifras):
        _cifras(d, bloque)
    elif isinstance(bloque, Cuadro):
        _cuadro(d, bloque)
    elif isinstance(bloque, Imagen):
        _imagen(d, bloque)


def _cifras_citadas(d: Any, claves: tuple[str, ...]) -> None:
    """Enlaces internos a la fila del anexo de cada cifra."""
    if not claves:
        return
    parrafo = d.add_paragraph()
    parrafo.add_run("Cifras: ").font.size = Pt(9)
    for i, clave in enumerate(claves):
        if i:
            parrafo.add_run(" · ").font.size = Pt(9)
        enlace = OxmlElement("w:hyperlink")
        enlace.set(qn("w:anchor"), marcador(clave))
        parrafo._p.append(enlace)
        tramo = parrafo.add_run(limpio(clave))
        tramo.font.size, tramo.font.color.rgb = Pt(9), ENLACE
        enlace.append(tramo._r)


def marcador(clave: str) -> str:
    """El nombre del marcador de una cifra: letras, números y guion bajo, hasta 40."""
    return "cifra_" + re.sub(r"\W", "_", clave)[:34]


def _marcar(celda: Any, clave: str, numero: int) -> None:
    parrafo = celda.paragraphs[0]._p
    for nombre in ("w:bookmarkStart", "w:bookmarkEnd"):
        nodo = OxmlElement(nombre)
        nodo.set(qn("w:id"), str(numero))
        if nombre == "w:bookmarkStart":
            nodo.set(qn("w:name"), marcador(clave))
        parrafo.append(nodo)


def _chico(d: Any, texto: str) -> None:
    tramo = d.add_paragraph().add_run(limpio(texto))
    tramo.font.size, tramo.font.color.rgb = Pt(9), TENUE


def _cifras(d: Any, bloque: Cifras) -> None:
    tabla = d.add_table(rows=0, cols=3)
    tabla.style = "Light List Accent 1"
    for cifra in bloque.cifras:
        celdas = tabla.add_row().cells
        celdas[0].text = limpio(cifra.etiqueta)
        tramo = celdas[1].paragraphs[0].add_run(limpio(cifra.valor))
        tramo.bold, tramo.font.size, tramo.font.color.rgb = True, Pt(18), AZUL
        celdas[2].text = limpio(" ".join(filter(None, (cifra.texto, cifra.base, cifra.nota))))
    d.add_paragraph()


def _cuadro(d: Any, cuadro: Cuadro) -> None:
    d.add_paragraph(limpio(cuadro.rotulo), style="Caption")
    tabla = d.add_table(rows=1, cols=len(cuadro.encabezados))
    tabla.style = "Light Grid Accent 1"
    for celda, texto in zip(tabla.rows[0].cells, cuadro.encabezados, strict=True):
        celda.text = limpio(texto)
    propiedades = tabla.rows[0]._tr.get_or_add_trPr()
    propiedades.append(OxmlElement("w:tblHeader"))
    numericas = cuadro.numericas or (False,) * len(cuadro.encabezados)
    for i, fila in enumerate(cuadro.filas):
        celdas = tabla.add_row().cells
        for celda, texto, es_numero in zip(celdas, fila, numericas, strict=False):
            celda.text = limpio(texto)
            if es_numero:
                celda.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if i < len(cuadro.anclas):
            _marcar(celdas[0], cuadro.anclas[i], i + 1)
    if cuadro.nota:
        _chico(d, cuadro.nota)
    d.add_paragraph()


def _imagen(d: Any, bloque: Imagen) -> None:
    d.add_heading(limpio(bloque.rotulo), 3)
    _chico(d, bloque.subtitulo)
    if bloque.svg:
        imagen = d.add_picture(io.BytesIO(svg_a_png(bloque.svg)), width=Cm(15.5))
        imagen._inline.docPr.set("descr", limpio(bloque.descripcion)[:2000])
    if bloque.cuadro.encabezados:
        _cuadro(d, bloque.cuadro)
    for nota in filter(None, (*bloque.notas, bloque.fuente)):
        _chico(d, nota)
