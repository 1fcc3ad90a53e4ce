"""Cómo queda un DOCX, contado como texto: encabezado, pie y los primeros párrafos con su estilo."""

import io
from dataclasses import dataclass

from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

CUANTOS = 60


@dataclass(frozen=True, slots=True)
class Trozo:
    """Un párrafo o una tabla: qué es, con qué estilo y qué dice."""

    clase: str
    estilo: str
    texto: str
    filas: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class VistaPrevia:
    """Lo que se ve de un documento."""

    encabezado: str
    pie: str
    trozos: tuple[Trozo, ...]
    hay_mas: bool


def _clase(estilo: str) -> str:
    nombre = estilo.lower()
    if nombre.startswith(("title", "heading 1")):
        return "titulo"
    if nombre.startswith(("heading", "subtitle")):
        return "subtitulo"
    return "vineta" if nombre.startswith("list") else "parrafo"


def vista_previa(contenido: bytes) -> VistaPrevia:
    """Recibe un DOCX ya producido; devuelve lo que se ve de él."""
    d = Document(io.BytesIO(contenido))
    trozos: list[Trozo] = []
    for pieza in d.iter_inner_content():
        if isinstance(pieza, Table):
            filas = tuple(tuple(c.text for c in f.cells) for f in pieza.rows[:6])
            trozos.append(Trozo("tabla", pieza.style.name if pieza.style else "", "", filas))
        elif isinstance(pieza, Paragraph) and pieza.text.strip():
            nombre = pieza.style.name if pieza.style else ""
            trozos.append(Trozo(_clase(nombre), nombre, pieza.text))
        if len(trozos) > CUANTOS:
            break
    seccion = d.sections[0]
    return VistaPrevia(
        "\n".join(p.text for p in seccion.header.paragraphs).strip(),
        "\n".join(p.text for p in seccion.footer.paragraphs).strip(),
        tuple(trozos[:CUANTOS]),
        len(trozos) > CUANTOS,
    )
