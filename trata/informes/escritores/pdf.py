"""PDF etiquetado (PDF/UA-1) con typst: índice, páginas numeradas y corte en el pie.

El contenido viaja como datos (JSON), nunca como código: nada de lo escrito se interpreta.
"""

import json
from pathlib import Path

import typst

from trata.graficos.png import rutas_de_fuentes
from trata.informes.documento import Documento, a_datos

PLANTILLA = Path(__file__).resolve().parent / "informe.typ"


def escribir(documento: Documento) -> bytes:
    """El PDF entero."""
    return typst.compile(
        PLANTILLA.read_bytes(),
        format="pdf",
        pdf_standards="ua-1",
        font_paths=list(rutas_de_fuentes()),
        sys_inputs={"documento": json.dumps(a_datos(documento), ensure_ascii=False)},
    )
