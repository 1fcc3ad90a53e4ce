"""Cómo se lee un texto de sección: párrafos, subtítulos y viñetas, con sus cifras señaladas.

El HTML lo arma esta función con cada texto escapado, y `nh3` lo vuelve a pasar por una lista corta
de etiquetas: es la segunda barrera.
"""

from collections.abc import Mapping

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from trata.informes.documento import Lista, Titulo
from trata.informes.escritura import bloques_de
from trata.informes.reglas import CAMPO_VIVO

ETIQUETAS = {"h3", "p", "ul", "li", "mark", "b"}
ATRIBUTOS = {"mark": {"title", "class"}}


def _linea(texto: str, valores: Mapping[str, str]) -> str:
    """Una línea escapada, con cada campo cambiado por su valor y señalado."""
    partes, desde = [], 0
    for cita in CAMPO_VIVO.finditer(texto):
        partes.append(escape(texto[desde : cita.start()]))
        clave = cita.group(1)
        if clave in valores:
            dicho = f'<mark class="campo-vivo" title="{escape(clave)}">{escape(valores[clave])}'
        else:
            dicho = f'<mark class="campo-malo">no existe: {escape(clave)}'
        partes.append(f"{dicho}</mark>")
        desde = cita.end()
    return "".join(partes) + escape(texto[desde:])


def vista_de_texto(texto: str, valores: Mapping[str, str]) -> SafeString:
    """El texto como se leerá, en HTML limpio."""
    piezas = []
    for bloque in bloques_de(texto):
        if isinstance(bloque, Lista):
            items = "".join(f"<li>{_linea(i, valores)}</li>" for i in bloque.items)
            piezas.append(f"<ul>{items}</ul>")
        elif isinstance(bloque, Titulo):
            piezas.append(f"<h3>{_linea(bloque.texto, valores)}</h3>")
        else:
            piezas.append(f"<p>{_linea(bloque.texto, valores)}</p>")
    limpio = nh3.clean("".join(piezas), tags=ETIQUETAS, attributes=ATRIBUTOS)
    return mark_safe(limpio)  # noqa: S308 - escapado arriba y pasado por nh3
