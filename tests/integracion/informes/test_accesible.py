"""El PDF se puede leer con un lector de pantalla: etiquetas, idioma, alternativas y encabezados."""

import io
import zipfile
from collections import Counter

import pytest
from docx import Document
from docx.oxml.ns import qn
from pptx import Presentation
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from trata.informes.escritores import FORMATOS

pytestmark = pytest.mark.django_db


def nodos(nodo):
    """Cada elemento de la estructura, de arriba abajo."""
    if isinstance(nodo, IndirectObject):
        nodo = nodo.get_object()
    if isinstance(nodo, ArrayObject):
        for hijo in nodo:
            yield from nodos(hijo)
    elif isinstance(nodo, DictionaryObject) and "/S" in nodo:
        yield nodo
        yield from nodos(nodo.get("/K", ArrayObject()))


def test_el_pdf_cumple_lo_que_pide_un_lector_de_pantalla(armar):
    documento = armar("anual")
    datos = FORMATOS["pdf"].escribir(documento)
    _es_accesible(documento, datos)
    _lleva_indice_paginas_y_corte(documento, datos)


def _es_accesible(documento, datos):
    lector = PdfReader(io.BytesIO(datos))
    raiz = lector.trailer["/Root"]
    assert b"pdfuaid" in datos
    assert raiz["/Lang"] == "es-PE"
    assert raiz["/MarkInfo"]["/Marked"]
    assert raiz["/ViewerPreferences"]["/DisplayDocTitle"]
    assert lector.metadata.title == documento.titulo
    todos = list(nodos(raiz["/StructTreeRoot"]["/K"]))
    cuenta = Counter(n["/S"] for n in todos)
    cuadros = list(documento.cuadros())
    assert cuenta["/Table"] == cuenta["/THead"] == len(cuadros)
    assert cuenta["/TH"] == sum(len(c.encabezados) for c in cuadros)
    assert cuenta["/TD"] == sum(len(c.filas) * len(c.encabezados) for c in cuadros)
    figuras = [n for n in todos if n["/S"] == "/Figure"]
    assert figuras
    assert all(n.get("/Alt", "").strip() for n in figuras)
    assert cuenta["/H1"] >= len(documento.secciones)


def _lleva_indice_paginas_y_corte(documento, datos):
    lector = PdfReader(io.BytesIO(datos))
    total = len(lector.pages)
    for i, pagina in enumerate(lector.pages, start=1):
        texto = " ".join(pagina.extract_text().split())
        assert f"Página {i} de {total}" in texto
        assert f"Corte: {documento.corte}" in texto
        assert documento.clasificacion in texto
    indice = " ".join(lector.pages[1].extract_text().split())
    assert "Contenido" in indice
    assert all(s.titulo.split()[0] in indice for s in documento.secciones)
    assert len(lector.outline) > len(documento.secciones)


def test_las_imagenes_de_oficina_llevan_texto_alternativo(armar):
    documento = armar("anual")
    docx = Document(io.BytesIO(FORMATOS["docx"].escribir(documento)))
    dibujos = list(docx.element.body.iter(qn("wp:docPr")))
    assert dibujos
    assert all((d.get("descr") or "").strip() for d in dibujos)
    assert any(True for _ in docx.element.body.iter(qn("w:tblHeader")))
    for lamina in Presentation(io.BytesIO(FORMATOS["pptx"].escribir(documento))).slides:
        assert lamina.shapes.title.text_frame.text.strip()
        for forma in lamina.shapes:
            if forma.has_chart or forma.has_table or forma.shape_type == 13:
                assert forma._element.xpath(".//p:cNvPr")[0].get("descr"), lamina.shapes.title.text
    _sin_macros_ni_enlaces_afuera(armar("carpeta"))


def _sin_macros_ni_enlaces_afuera(documento):
    for formato in ("docx", "xlsx", "pptx"):
        with zipfile.ZipFile(io.BytesIO(FORMATOS[formato].escribir(documento))) as paquete:
            nombres = paquete.namelist()
            assert not [n for n in nombres if "vba" in n.lower()]
            relaciones = [paquete.read(n) for n in nombres if n.endswith(".rels")]
            assert not [r for r in relaciones if b'TargetMode="External"' in r]
