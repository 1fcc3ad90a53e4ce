"""Piezas de pantalla que envuelven contenido, iconos propios y fichas de filtros.

Está entre las etiquetas incorporadas (settings): no hace falta `{% load %}`. Las piezas sin
contenido propio son plantillas de `templates/_componentes/` y se usan con `{% include %}`.
Todas se ven, con sus parámetros, en la galería `/_componentes/`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django import template
from django.template.context import RequestContext
from django.template.loader import get_template, render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from trata.comun.iconos import ICONOS
from trata.comun.muestras import USOS
from trata.comun.version import VERSION

register = template.Library()


@register.simple_tag
def icono(nombre: str, texto: str = "") -> SafeString:
    """Dibuja un icono propio. Sin `texto` es decorativo; con él, tiene nombre accesible."""
    accesible = format_html('role="img" aria-label="{}"', texto) if texto else 'aria-hidden="true"'
    return format_html(
        '<svg class="icono" viewBox="0 0 24 24" focusable="false" {}><path d="{}"/></svg>',
        mark_safe(accesible),  # noqa: S308 - dos literales o format_html
        ICONOS[nombre],
    )


@register.simple_block_tag
def encabezado(content: str, titulo: str, antetitulo: str = "", entradilla: str = "") -> SafeString:
    """El `h1` de la página, con su contexto arriba, una frase abajo y botones como contenido."""
    return _pieza(
        "encabezado", content, titulo=titulo, antetitulo=antetitulo, entradilla=entradilla
    )


@register.simple_block_tag
def tarjeta(
    content: str, titulo: str = "", url: str = "", pie: str = "", clase: str = "", nivel: int = 2
) -> SafeString:
    """Un bloque con borde. Con `url`, toda la tarjeta es un enlace; `nivel` es el del título."""
    return _pieza("tarjeta", content, titulo=titulo, url=url, pie=pie, clase=clase, nivel=nivel)


@register.simple_block_tag
def aviso(content: str, tipo: str = "info", titulo: str = "") -> SafeString:
    """Como `_componentes/alerta.html`, con contenido libre dentro."""
    return _pieza("alerta", content, tipo=tipo, titulo=titulo)


@register.simple_block_tag
def desplegable(
    content: str, titulo: str, abierto: bool = False, delicado: bool = False
) -> SafeString:
    """Texto que se abre al pedirlo. `delicado` lo marca «Contiene descripción de violencia»."""
    return _pieza("desplegable", content, titulo=titulo, abierto=abierto, delicado=delicado)


@register.simple_block_tag
def region_tabla(content: str, titulo: str, alta: bool = False) -> SafeString:
    """Marco con desplazamiento horizontal y foco de teclado para una `<table class="tabla">`."""
    return _pieza("region_tabla", content, titulo=titulo, alta=alta)


@register.simple_block_tag
def filtros(content: str, accion: str = "", limpiar: str = "", htmx: str = "") -> SafeString:
    """Formulario GET de filtros. `htmx` es el selector que se reemplaza al cambiar."""
    return _pieza("filtros", content, accion=accion, limpiar=limpiar, htmx=htmx)


@register.simple_block_tag
def vacio(content: str, titulo: str, texto: str = "", nombre_icono: str = "buscar") -> SafeString:
    """Estado vacío: qué pasa, por qué, y como contenido la siguiente acción."""
    return _pieza("vacio", content, titulo=titulo, texto=texto, nombre_icono=nombre_icono)


def _pieza(nombre: str, contenido: str, **datos: object) -> SafeString:
    """Recibe la plantilla, sus datos y el contenido que el motor ya escapó; devuelve el HTML."""
    cuerpo = mark_safe(contenido.strip())  # noqa: S308 - sale del motor de plantillas
    return render_to_string(f"_componentes/{nombre}.html", datos | {"contenido": cuerpo})


@dataclass(frozen=True)
class Ficha:
    """Un filtro activo: lo que dice y la dirección que lo quita."""

    texto: str
    url: str


@register.simple_tag(takes_context=True)
def fichas_de(
    context: RequestContext, form: object, sin: str = "orden,cursor,pagina"
) -> list[Ficha]:
    """Recibe un formulario de filtros ya validado; devuelve una `Ficha` por valor activo.

    `sin` nombra los campos que no son filtros (orden, página), separados por comas.
    """
    pedido = context["request"]
    fuera = set(sin.split(","))
    salida = []
    for campo in form:
        if campo.name in fuera or campo.is_hidden:
            continue
        for valor in pedido.GET.getlist(campo.html_name):
            if valor == "":
                continue
            resto = pedido.GET.copy()
            resto.setlist(
                campo.html_name, [v for v in resto.getlist(campo.html_name) if v != valor]
            )
            for sobra in ("cursor", "pagina", "page"):
                resto.pop(sobra, None)
            texto = f"{campo.label}: {_texto_de(campo, valor)}"
            salida.append(Ficha(texto, f"{pedido.path}?{resto.urlencode()}"))
    return salida


def _texto_de(campo: object, valor: str) -> str:
    """Recibe un campo y el valor escrito en la dirección; devuelve lo que lee la persona."""
    opciones: Iterable = getattr(campo.field, "choices", ()) or ()
    for clave, texto in opciones:
        if isinstance(texto, list | tuple):
            for sub, subtexto in texto:
                if str(sub) == valor:
                    return str(subtexto)
        elif str(clave) == valor:
            return str(texto)
    return "sí" if valor == "on" else valor


@register.filter
def indice(lista: Sequence[object], posicion: int) -> object:
    """El elemento en esa posición, o vacío si no hay."""
    return lista[posicion] if lista and posicion < len(lista) else ""


@register.simple_tag
def version_de_la_casa() -> str:
    """La versión instalada, para el pie."""
    return VERSION


@register.simple_block_tag
def muestra(content: str, archivo: str) -> SafeString:
    """Una entrada de la galería: la pieza, cómo se escribe y lo que dice su propio archivo."""
    fuente = get_template(f"_componentes/{archivo}.html").template.source
    hallado = re.search(r"{% comment %}(.*?){% endcomment %}", fuente, re.DOTALL)
    nota = " ".join(hallado.group(1).split()) if hallado else ""
    datos = {"archivo": archivo, "uso": USOS[archivo], "nota": nota, "contenido": content}
    return render_to_string("galeria/muestra.html", datos)
