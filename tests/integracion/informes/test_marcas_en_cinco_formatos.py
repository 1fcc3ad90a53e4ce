"""Una negrita, una cursiva y una nota al pie son lo mismo en los cinco formatos."""

import io
import re
import zipfile
from xml.etree.ElementTree import fromstring

import pytest
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

from tests.integracion.informes.lectores import de_docx, de_html, de_pdf, junto
from trata.informes.documento import Documento, Parrafo, Seccion
from trata.informes.escritores import FORMATOS
from trata.informes.textos import con_textos

TEXTO = "Es **urgente** y *grave*[nota: Oficio 120-2024 & <otro>].\n- Un **punto**[nota: Acta 7]"


@pytest.fixture(scope="module")
def documento() -> Documento:
    vacio = Documento("Informe & prueba", "Perú", "corte", (Seccion("a", "Situación", ()),))
    return con_textos(vacio, {"a": TEXTO})


def test_html(documento):
    html = FORMATOS["html"].escribir(documento).decode()
    assert "<strong>urgente</strong>" in html
    assert "<em>grave</em>" in html
    assert '<a href="#nota-1">' in html
    assert re.search(r'<li value="1" id="nota-1">Oficio 120-2024 &amp; &lt;otro&gt; ', html)
    assert '<li value="2" id="nota-2">Acta 7 ' in html


def test_docx_lleva_notas_de_word(documento):
    datos = FORMATOS["docx"].escribir(documento)
    d = Document(io.BytesIO(datos))
    tramos = {t.text: t for p in d.paragraphs for t in p.runs}
    assert tramos["urgente"].bold
    assert tramos["grave"].italic
    assert not tramos[" y "].bold
    with zipfile.ZipFile(io.BytesIO(datos)) as z:
        notas = z.read("word/footnotes.xml").decode()
        cuerpo = z.read("word/document.xml").decode()
        tipos = z.read("[Content_Types].xml").decode()
    assert "Oficio 120-2024 &amp; &lt;otro&gt;" in notas
    assert re.findall(r'footnoteReference w:id="(\d)"', cuerpo) == ["1", "2"]
    assert "footnotes+xml" in tipos


def test_pptx(documento):
    p = Presentation(io.BytesIO(FORMATOS["pptx"].escribir(documento)))
    tramos = [
        t
        for lamina in p.slides
        for f in lamina.shapes
        if f.has_text_frame
        for parrafo in f.text_frame.paragraphs
        for t in parrafo.runs
    ]
    por_texto = {t.text: t for t in tramos}
    assert por_texto["urgente"].font.bold
    assert por_texto["grave"].font.italic
    assert por_texto["1"].font._element.get("baseline") == "30000"
    assert "1. Oficio 120-2024 & <otro>" in por_texto
    assert "**" not in "".join(por_texto)


def test_pdf_pone_la_nota_al_pie_y_sigue_siendo_accesible(documento):
    lector = PdfReader(io.BytesIO(FORMATOS["pdf"].escribir(documento)))
    texto = "".join(p.extract_text() for p in lector.pages)
    assert "Oficio 120-2024 & <otro>" in texto
    assert "*" not in texto
    fuentes = {
        f.get_object()["/BaseFont"] for p in lector.pages for f in p["/Resources"]["/Font"].values()
    }
    assert any("Bold" in f for f in fuentes)
    assert any("-It" in f for f in fuentes)
    assert "pdfuaid" in lector.xmp_metadata.stream.get_data().decode()


def test_xlsx_lo_dice_sin_marcas(documento):
    libro = load_workbook(io.BytesIO(FORMATOS["xlsx"].escribir(documento)))
    dicho = [c.value for f in libro["Textos y notas"].rows for c in f]
    assert "Es urgente y grave (Oficio 120-2024 & <otro>)." in dicho


HOSTIL = "**=1+1<script>\x0bx</script>** y *]]>&#0;*[nota: =HOY()</w:t>\x0b#strong]"
DICHO = ("=1+1<script>x</script>", "]]>&#0;", "=HOY()</w:t>#strong")


@pytest.mark.parametrize("formato", ["html", "docx", "pptx", "pdf", "xlsx"])
def test_lo_escrito_dentro_de_una_marca_no_se_interpreta(formato):
    seccion = Seccion("a", "Situación", (Parrafo(HOSTIL, marcado=True),))
    datos = FORMATOS[formato].escribir(Documento("Informe", "Perú", "corte", (seccion,)))
    leido = {"html": de_html, "docx": de_docx, "pdf": de_pdf}.get(formato, todo_el_texto)(datos)
    esperado = DICHO[:2] if formato == "docx" else DICHO  # las notas de Word van en otra parte
    assert [d for d in esperado if d not in leido] == []
    if formato == "docx":
        with zipfile.ZipFile(io.BytesIO(datos)) as z:
            assert "=HOY()&lt;/w:t&gt;#strong" in z.read("word/footnotes.xml").decode()
    if formato == "xlsx":
        libro = load_workbook(io.BytesIO(datos))
        assert {c.data_type for h in libro for f in h.rows for c in f} <= {"s", "n"}


def todo_el_texto(datos: bytes) -> str:
    """Lo escrito en las partes de una presentación o un libro, leído como XML."""
    with zipfile.ZipFile(io.BytesIO(datos)) as z:
        partes = [fromstring(z.read(n)) for n in z.namelist() if n.endswith(".xml")]
    return junto("".join("".join(p.itertext()) for p in partes))
