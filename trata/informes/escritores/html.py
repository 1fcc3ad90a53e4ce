"""HTML: un solo archivo que se lee y se imprime sin red, con su hoja de estilo dentro."""

import base64
from functools import cache
from pathlib import Path

from django.template.loader import render_to_string

from trata.informes.documento import Documento
from trata.informes.qr import qr_svg

HOJA = Path(__file__).resolve().parent / "documento.css"


@cache
def _hoja() -> str:
    return base64.b64encode(HOJA.read_bytes()).decode()


def escribir(documento: Documento) -> bytes:
    """La página completa en UTF-8."""
    qr = qr_svg(documento.verificacion) if documento.verificacion else ""
    datos = {"documento": documento, "hoja": _hoja(), "qr": qr}
    return render_to_string("informes/documento.html", datos).encode()
