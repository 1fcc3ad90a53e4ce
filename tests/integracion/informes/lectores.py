"""Lectores independientes: cada formato se abre con un programa que no es el que lo escribió."""

import io
import re
from html.parser import HTMLParser

from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader


def junto(texto: str) -> str:
    """Sin ningún espacio (ni los que no se parten): así un corte de línea no cuenta."""
    return re.sub(r"[\s\u00a0\u202f\u00ad]+", "", texto)


class _Lector(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.partes: list[str] = []
        self.mudo = 0

    def handle_starttag(self, tag, attrs):
        self.mudo += tag in {"svg", "style"}

    def handle_endtag(self, tag):
        self.mudo -= tag in {"svg", "style"}

    def handle_data(self, data):
        if not self.mudo:
            self.partes.append(data)


def de_html(datos: bytes) -> str:
    """Lo que se lee en la página, sin los dibujos."""
    lector = _Lector()
    lector.feed(datos.decode())
    return junto("".join(lector.partes))


def de_pdf(datos: bytes) -> str:
    """El texto de todas las páginas, sin su cabecera ni su pie."""
    lector = PdfReader(io.BytesIO(datos))
    paginas = [p.extract_text() for p in lector.pages]
    return junto("".join(re.sub(r"[^\n]*Página \d+ de \d+", "", p) for p in paginas))


def de_docx(datos: bytes) -> str:
    """Párrafos y celdas en su orden."""
    cuerpo = Document(io.BytesIO(datos)).element.body
    return junto("".join(t.text or "" for t in cuerpo.iter(qn("w:t"))))


def de_xlsx(datos: bytes) -> dict[str, list[tuple]]:
    """Las filas de cada hoja."""
    libro = load_workbook(io.BytesIO(datos))
    return {hoja.title: [tuple(c.value for c in f) for f in hoja.rows] for hoja in libro}


def de_pptx(datos: bytes) -> tuple[str, list[dict[str, list]]]:
    """El texto de las láminas y, de cada gráfico, sus series."""
    partes, graficos = [], []
    for lamina in Presentation(io.BytesIO(datos)).slides:
        for forma in lamina.shapes:
            if forma.has_text_frame:
                partes.append(forma.text_frame.text)
            if forma.has_table:
                partes += [c.text for f in forma.table.rows for c in f.cells]
            if forma.has_chart:
                trazo = forma.chart.plots[0]
                graficos.append({s.name: list(s.values) for s in trazo.series})
    return junto("".join(partes)), graficos
