"""PDF etiquetado (PDF/UA-1) con typst: índice, páginas numeradas y corte en el pie.

El contenido viaja como datos (JSON), nunca como código: nada de lo escrito se interpreta.
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst

from trata.graficos.png import rutas_de_fuentes
from trata.informes.documento import Documento, a_datos
from trata.informes.marcas import tramos_de
from trata.informes.qr import qr_svg

PLANTILLA = Path(__file__).resolve().parent / "informe.typ"


def escribir(documento: Documento) -> bytes:
    """El PDF entero, etiquetado (PDF/UA-1).

    Si un texto trae un signo que ninguna tipografía dibuja, PDF/UA no se puede cumplir: entonces
    sale un PDF corriente, con ese signo en blanco, en vez de ninguno.
    """
    datos = json.dumps(_con_tramos(a_datos(documento)), ensure_ascii=False)
    qr = str(qr_svg(documento.verificacion)) if documento.verificacion else ""
    entradas = {"documento": datos} | ({"qr": qr} if qr else {})
    try:
        return _compilar(entradas, "ua-1")
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        return _compilar(entradas, "1.7")


def _con_tramos(datos: dict[str, Any]) -> dict[str, Any]:
    """A cada bloque marcado le agrega sus tramos: la plantilla sólo les da forma."""
    for bloque in (b for s in datos["secciones"] for b in s["bloques"] if b.get("marcado")):
        textos = bloque["items"] if bloque["tipo"] == "lista" else [bloque["texto"]]
        bloque["tramos"] = [[asdict(t) for t in tramos_de(texto)] for texto in textos]
    return datos


def _compilar(entradas: dict[str, str], norma: str) -> bytes:
    return typst.compile(
        PLANTILLA.read_bytes(),
        format="pdf",
        pdf_standards=norma,
        font_paths=list(rutas_de_fuentes()),
        sys_inputs=entradas,
    )
