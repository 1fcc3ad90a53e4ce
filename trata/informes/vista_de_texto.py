"""Cómo se lee un texto de sección: párrafos, subtítulos y viñetas, con sus cifras señaladas.

El HTML lo arma esta función con cada texto escapado, y `nh3` lo vuelve a pasar por una lista corta
de etiquetas: es la segunda barrera.
"""

from collections.abc import Mapping
from itertools import count

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from trata.informes.documento import Lista, Titulo
from trata.informes.escritura import bloques_de
from trata.informes.marcas import notas_de, numerar, tramos_de
from trata.informes.reglas import CAMPO_VIVO

ETIQUETAS = {"h3", "p", "ul", "ol", "li", "mark", "b", "strong", "em", "sup"}
ATRIBUTOS = {"mark": {"title", "class"}, "ol": {"class"}}


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


def _con_formas(texto: str, valores: Mapping[str, str]) -> str:
    """Una línea con sus negritas, cursivas y llamadas a nota."""
    partes = []
    for tramo in tramos_de(texto):
        dicho = f"<sup>{escape(tramo.texto)}</sup>" if tramo.nota else _linea(tramo.texto, valores)
        dicho = f"<em>{dicho}</em>" if tramo.cursiva else dicho
        partes.append(f"<strong>{dicho}</strong>" if tramo.fuerte else dicho)
    return "".join(partes)


def vista_de_texto(texto: str, valores: Mapping[str, str]) -> SafeString:
    """El texto como se leerá, en HTML limpio, con sus notas al final."""
    piezas = []
    numerado = numerar(texto, count(1))
    for bloque in bloques_de(numerado):
        if isinstance(bloque, Lista):
            items = "".join(f"<li>{_con_formas(i, valores)}</li>" for i in bloque.items)
            piezas.append(f"<ul>{items}</ul>")
        elif isinstance(bloque, Titulo):
            piezas.append(f"<h3>{_linea(bloque.texto, valores)}</h3>")
        else:
            piezas.append(f"<p>{_con_formas(bloque.texto, valores)}</p>")
    if notas := notas_de(numerado):
        items = "".join(f"<li>{_linea(nota, valores)}</li>" for _, nota in notas)
        piezas.append(f'<ol class="notas-al-pie">{items}</ol>')
    limpio = nh3.clean("".join(piezas), tags=ETIQUETAS, attributes=ATRIBUTOS)
    return mark_safe(limpio)  # noqa: S308 - escapado arriba y pasado por nh3
