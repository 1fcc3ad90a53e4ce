"""DOCX editable, con estilos, portada, índice de secciones y pie con el corte."""

import io
from collections.abc import Iterable
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from trata.informes.documento import Documento, Seccion
from trata.informes.escritores import docx_piezas as piezas
from trata.informes.escritores.docx_piezas import AZUL, TENUE
from trata.informes.escritores.texto import EMISOR, limpio
from trata.informes.qr import qr_png


def escribir(documento: Documento) -> bytes:
    """El documento entero."""
    d = Document()
    _vestir(d, documento)
    _portada(d, documento)
    escribir_secciones(d, documento.secciones)
    salida = io.BytesIO()
    d.save(salida)
    return salida.getvalue()


def escribir_secciones(d: Any, secciones: Iterable[Seccion]) -> None:
    """Agrega las secciones al final de un documento abierto (también el de otra plantilla)."""
    for i, seccion in enumerate(secciones, start=1):
        titulo = d.add_heading(limpio(seccion.titulo), 1)
        piezas.marcar(titulo, _ancla(seccion), i)
        for bloque in seccion.bloques:
            piezas.poner(d, bloque)


def _ancla(seccion: Seccion) -> str:
    return f"seccion_{seccion.clave.replace('-', '_')}"[:40]


def _portada(d: Any, documento: Documento) -> None:
    es_breve = documento.forma != "informe"
    if not es_breve:
        for _ in range(5):
            d.add_paragraph()
    piezas.chico(d, EMISOR)
    d.add_heading(limpio(documento.titulo), 0)
    d.add_paragraph(limpio(documento.subtitulo), style="Subtitle")
    piezas.chico(d, f"{documento.folio} · Corte: {documento.corte} · {documento.clasificacion}")
    for marca in documento.marcas:
        piezas.chico(d, marca)
    if documento.verificacion:
        imagen = d.add_picture(io.BytesIO(qr_png(documento.verificacion)), width=Cm(2.6))
        imagen._inline.docPr.set("descr", "Código QR para verificar este documento")
        piezas.chico(d, f"Verifica este documento en {documento.verificacion}")
    if not es_breve:
        d.add_page_break()
        _indice(d, documento.secciones)


def _indice(d: Any, secciones: tuple[Seccion, ...]) -> None:
    """Índice con enlaces: un campo TOC que Word puede rehacer y que ya trae sus líneas."""
    if len(secciones) < 3:
        return
    titulo = d.add_paragraph().add_run("Contenido")
    titulo.font.size, titulo.font.bold, titulo.font.color.rgb = Pt(16), True, AZUL
    for i, seccion in enumerate(secciones):
        parrafo = d.add_paragraph()
        if i == 0:
            _campo(parrafo, "begin")
            _instruccion(parrafo, 'TOC \\o "1-1" \\n \\h')
            _campo(parrafo, "separate")
        piezas.enlazar(parrafo, _ancla(seccion), seccion.titulo, 11)
        if i == len(secciones) - 1:
            _campo(parrafo, "end")
    d.add_page_break()


def _campo(parrafo: Any, clase: str) -> None:
    nodo = OxmlElement("w:fldChar")
    nodo.set(qn("w:fldCharType"), clase)
    _tramo_de_campo(parrafo)._r.append(nodo)


def _tramo_de_campo(parrafo: Any) -> Any:
    """Un tramo con la letra del anterior: el número de página se lee como el resto del pie."""
    anterior = parrafo.runs[-1].font if parrafo.runs else None
    tramo = parrafo.add_run()
    if anterior is not None and anterior.size:
        tramo.font.size, tramo.font.color.rgb = anterior.size, anterior.color.rgb
    return tramo


def _instruccion(parrafo: Any, texto: str) -> None:
    nodo = OxmlElement("w:instrText")
    nodo.set(qn("xml:space"), "preserve")
    nodo.text = texto
    _tramo_de_campo(parrafo)._r.append(nodo)


def _vestir(d: Any, documento: Documento) -> None:
    d.core_properties.title = limpio(documento.titulo)[:250]
    d.core_properties.language = "es-PE"
    pagina = d.sections[0]
    pagina.page_width, pagina.page_height = Cm(21), Cm(29.7)
    pagina.left_margin = pagina.right_margin = Cm(2.3)
    pagina.top_margin = pagina.bottom_margin = Cm(2.2)
    d.styles["Normal"].font.name = "Calibri"
    d.styles["Normal"].font.size = Pt(11)
    d.styles["Normal"].paragraph_format.space_after = Pt(6)
    for nombre, puntos in (("Title", 30), ("Heading 1", 17), ("Heading 2", 13), ("Heading 3", 12)):
        estilo = d.styles[nombre]
        estilo.font.color.rgb, estilo.font.size = AZUL, Pt(puntos)
        estilo.font.name = "Calibri"
    d.styles["Subtitle"].font.color.rgb = TENUE
    d.styles["Subtitle"].font.size, d.styles["Subtitle"].font.italic = Pt(15), False
    d.styles["Caption"].font.color.rgb, d.styles["Caption"].font.size = AZUL, Pt(10)
    pie = pagina.footer.paragraphs[0]
    texto = f"{documento.folio} · Corte: {documento.corte} · {documento.clasificacion} · página "
    tramo = pie.add_run(limpio(texto))
    tramo.font.size, tramo.font.color.rgb = Pt(9), TENUE
    _campo(pie, "begin")
    _instruccion(pie, "PAGE")
    _campo(pie, "end")
