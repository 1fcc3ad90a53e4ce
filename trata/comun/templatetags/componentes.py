"""Piezas de pantalla que envuelven contenido, iconos propios y fichas de filtros.

Está entre las etiquetas incorporadas (settings): no hace falta `{% load %}`. Las piezas sin
contenido propio son plantillas de `templates/_componentes/` y se usan con `{% include %}`.
Todas se ven, con sus parámetros, en la galería `/_componentes/`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django import template
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# Trazos propios en una rejilla de 24 × 24.
ICONOS = {
    "info": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 11v5M12 7.6v.4",
    "exito": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M8 12.3l2.8 2.8L16 9.5",
    "aviso": "M12 3.5 2.5 20h19zM12 10v4.5M12 17v.4",
    "error": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M9 9l6 6M15 9l-6 6",
    "buscar": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.5 15.5 21 21",
    "ojo": "M2 12s3.5-6.5 10-6.5S22 12 22 12s-3.5 6.5-10 6.5S2 12 2 12M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6",
    "ocultar": "M3 3l18 18M9.5 5.8A10 10 0 0 1 12 5.5c6.5 0 10 6.5 10 6.5a17 17 0 0 1-3 3.7M6 7.8A16 16 0 0 0 2 12s3.5 6.5 10 6.5a10 10 0 0 0 4.4-1",
    "descargar": "M12 4v11M7.5 11 12 15.5 16.5 11M4 20h16",
    "carpeta": "M3 6.5h6l2 2.5h10v10.5H3z",
    "mas": "M12 5v14M5 12h14",
    "enlace": "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1",
    "imprimir": "M7 9V4h10v5M7 17H4v-8h16v8h-3M7 14h10v6H7z",
    "reloj": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5.3l3.5 2",
    "persona": "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4.5 20.5c.8-4 3.8-6 7.5-6s6.700 2 7.500 6",
    "candado": "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3",
}


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
    return _pieza("encabezado", content, titulo=titulo, antetitulo=antetitulo, entradilla=entradilla)


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
def desplegable(content: str, titulo: str, abierto: bool = False, delicado: bool = False) -> SafeString:
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
    """Recibe el nombre de la plantilla y sus datos; devuelve el HTML ya escapado."""
    return render_to_string(f"_componentes/{nombre}.html", datos | {"contenido": contenido.strip()})


@dataclass(frozen=True)
class Ficha:
    """Un filtro activo: lo que dice y la dirección que lo quita."""

    texto: str
    url: str


@register.simple_tag(takes_context=True)
def fichas_de(context: RequestContext, form: object, sin: str = "orden,cursor,pagina") -> list[Ficha]:
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
            resto.setlist(campo.html_name, [v for v in resto.getlist(campo.html_name) if v != valor])
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
