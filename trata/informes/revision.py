"""La última mirada antes de escribir: una figura que no se puede dibujar se dice, no se rompe.

Un dibujo puede llegar roto (un archivo que no es una imagen, un SVG a medias). En vez de un
documento corrupto o de ninguno, sale el documento con un aviso en su sitio y los datos en su tabla.
"""

import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

from trata.informes.documento import (
    Bloque,
    Documento,
    Imagen,
    Nota,
    Seccion,
    a_datos,
    de_datos,
)
from trata.informes.escritores.texto import limpio

SIN_TITULO = "Informe sin título"

_CAJA = re.compile(r'viewBox="0 0 (\d+(?:\.\d+)?) (\d+(?:\.\d+)?)"')
_ENTIDADES = re.compile(r"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


def es_dibujo(svg: str) -> bool:
    """Es un SVG bien formado, con medidas y sin entidades propias."""
    caja = _CAJA.search(svg)
    if caja is None or min(float(caja[1]), float(caja[2])) <= 0 or _ENTIDADES.search(svg):
        return False
    try:
        raiz = ElementTree.fromstring(svg)  # noqa: S314 - sin DOCTYPE ni ENTITY, ya revisado
    except ElementTree.ParseError:
        return False
    return raiz.tag.rpartition("}")[2] == "svg"


def revisado(documento: Documento) -> Documento:
    """El documento con textos que todo formato admite y un aviso en el sitio de cada figura rota.

    Siempre tiene título: sin él un PDF no es accesible.
    """
    sano = de_datos(_limpio(a_datos(documento)))
    return replace(
        sano,
        titulo=sano.titulo if sano.titulo.strip() else SIN_TITULO,
        secciones=tuple(_revisada(s) for s in sano.secciones),
    )


def _limpio(nodo: Any) -> Any:
    """El mismo árbol con cada texto limpio."""
    if isinstance(nodo, str):
        return limpio(nodo)
    if isinstance(nodo, list):
        return [_limpio(n) for n in nodo]
    if isinstance(nodo, dict):
        return {k: _limpio(v) for k, v in nodo.items()}
    return nodo


def figuras_rotas(documento: Documento) -> list[str]:
    """«Gráfico 2. Evolución (sección «Situación del delito»)», por cada figura rota."""
    return [
        f"{b.rotulo} (sección «{s.titulo}»)"
        for s in documento.secciones
        for b in s.bloques
        if isinstance(b, Imagen) and b.svg and not es_dibujo(b.svg)
    ]


def _revisada(seccion: Seccion) -> Seccion:
    bloques: list[Bloque] = []
    for bloque in seccion.bloques:
        if isinstance(bloque, Imagen) and bloque.svg and not es_dibujo(bloque.svg):
            bloques.append(
                Nota(
                    f"No se pudo dibujar «{bloque.rotulo}», en la sección «{seccion.titulo}»: el "
                    "archivo no es un dibujo válido. Sus datos van en la tabla."
                )
            )
            bloque = replace(bloque, svg="")
        if isinstance(bloque, Imagen) and not bloque.descripcion.strip():
            bloque = replace(bloque, descripcion=bloque.titular.strip() or "Figura")
        bloques.append(bloque)
    return replace(seccion, bloques=tuple(bloques))
