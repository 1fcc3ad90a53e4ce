"""DOCX y PDF de prueba, buenos y malos."""

import io
import zipfile
from collections.abc import Callable

from docx import Document

from trata.informes.escritores.plantilla import base

PDF = b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << >>\n%%EOF\n"


def con_parrafos(*textos: str, encabezado: str = "") -> bytes:
    """Un DOCX con esos párrafos."""
    d = Document()
    for texto in textos:
        d.add_paragraph(texto)
    if encabezado:
        d.sections[0].header.paragraphs[0].text = encabezado
    salida = io.BytesIO()
    d.save(salida)
    return salida.getvalue()


def alterado(cambios: dict[str, bytes | Callable[[bytes], bytes]]) -> bytes:
    """La plantilla de la casa con partes cambiadas o agregadas."""
    salida = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(base())) as origen,
        zipfile.ZipFile(salida, "w", zipfile.ZIP_DEFLATED) as destino,
    ):
        for entrada in origen.infolist():
            contenido = origen.read(entrada)
            cambio = cambios.get(entrada.filename)
            if callable(cambio):
                contenido = cambio(contenido)
            elif cambio is not None:
                contenido = cambio
            destino.writestr(entrada.filename, contenido)
        for nombre in set(cambios) - set(origen.namelist()):
            destino.writestr(nombre, cambios[nombre])
    return salida.getvalue()


def con_relacion(tipo: str, destino: str) -> bytes:
    """La plantilla de la casa con una relación a algo de fuera."""
    relacion = (
        f'<Relationship Id="rX" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/{tipo}" Target="{destino}" TargetMode="External"/></Relationships>'
    ).encode()
    return alterado(
        {"word/_rels/document.xml.rels": lambda x: x.replace(b"</Relationships>", relacion)}
    )


def con_instruccion(instruccion: str) -> bytes:
    """La plantilla de la casa con un campo de Word partido en dos tramos."""
    mitad = len(instruccion) // 2
    tramos = "".join(
        f'<w:r><w:instrText xml:space="preserve">{t}</w:instrText></w:r>'
        for t in (instruccion[:mitad], instruccion[mitad:])
    )
    campo = (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{tramos}'
        f'<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p><w:sectPr'
    ).encode()
    return alterado({"word/document.xml": lambda x: x.replace(b"<w:sectPr", campo, 1)})
