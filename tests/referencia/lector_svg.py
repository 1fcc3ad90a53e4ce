"""Lee un SVG y da las coordenadas reales de cada forma, ya transformadas.

Es independiente del módulo que dibuja: interpreta el XML como lo haría un navegador.
"""

import math
import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from trata.graficos.svg import ancho_texto

SVG = "{http://www.w3.org/2000/svg}"
_COMANDO = re.compile(r"([MLlHVAaZz])([^MLlHVAaZz]*)")
_NUMERO = re.compile(r"-?\d+(?:\.\d+)?")


def leer(svg: str) -> ET.Element:
    """El árbol; falla si el XML no está bien formado."""
    return ET.fromstring(svg)


def formas(raiz: ET.Element, nombre: str) -> list[ET.Element]:
    """Los elementos con ese nombre, fuera de las definiciones de tramas."""
    dentro = {id(e) for d in raiz.iter(f"{SVG}defs") for e in d.iter()}
    return [e for e in raiz.iter(f"{SVG}{nombre}") if id(e) not in dentro]


def puntos(nodo: ET.Element, dx=0.0, dy=0.0, k=1.0) -> Iterator[tuple[str, float, float]]:
    """Cada vértice visible como `(elemento, x, y)` en unidades del lienzo."""
    etiqueta = nodo.tag.removeprefix(SVG)
    if etiqueta == "defs":
        return
    if transformacion := nodo.get("transform"):
        mueve = re.search(r"translate\((\S+) (\S+)\)", transformacion)
        crece = re.search(r"scale\((\S+)\)", transformacion)
        if mueve:
            dx, dy = dx + float(mueve[1]) * k, dy + float(mueve[2]) * k
        k *= float(crece[1]) if crece else 1.0
    for x, y in _propios(etiqueta, nodo):
        yield etiqueta, dx + x * k, dy + y * k
    for hijo in nodo:
        yield from puntos(hijo, dx, dy, k)


def _propios(etiqueta: str, e: ET.Element) -> Iterator[tuple[float, float]]:
    def n(clave: str) -> float:
        return float(e.get(clave, 0))

    if etiqueta == "rect":
        yield n("x"), n("y")
        yield n("x") + n("width"), n("y") + n("height")
    elif etiqueta == "circle":
        yield n("cx") - n("r"), n("cy") - n("r")
        yield n("cx") + n("r"), n("cy") + n("r")
    elif etiqueta == "line":
        yield n("x1"), n("y1")
        yield n("x2"), n("y2")
    elif etiqueta == "polygon":
        for par in e.get("points", "").split():
            x, y = par.split(",")
            yield float(x), float(y)
    elif etiqueta == "path":
        yield from _trazo(e.get("d", ""))
    elif etiqueta == "text":
        ancho = ancho_texto(e.text or "", n("font-size")) * 0.85
        inicio = {"end": ancho, "middle": ancho / 2}.get(e.get("text-anchor", ""), 0.0)
        yield n("x") - inicio, n("y") - n("font-size") * 0.8
        yield n("x") - inicio + ancho, n("y")


def _trazo(d: str) -> Iterator[tuple[float, float]]:
    x = y = 0.0
    for comando, resto in _COMANDO.findall(d):
        valores = [float(v) for v in _NUMERO.findall(resto)]
        if comando == "H":
            x = valores[0]
        elif comando == "V":
            y = valores[0]
        elif comando == "A":
            x, y = valores[-2:]
        else:
            for a, b in zip(valores[::2], valores[1::2], strict=True):
                x, y = (x + a, y + b) if comando == "l" else (a, b)
                yield x, y
            continue
        yield x, y


def defectos(svg: str, *, textos: bool = True, margen: float = 4.0) -> list[str]:
    """Todo lo que estaría mal en un SVG de la casa; vacía si está bien."""
    raiz = leer(svg)
    malos = []
    _, _, ancho, alto = (float(v) for v in raiz.get("viewBox").split())
    for etiqueta, x, y in puntos(raiz):
        if etiqueta == "text" and not textos:
            continue
        if not (math.isfinite(x) and math.isfinite(y)):
            malos.append(f"{etiqueta} no finito")
        elif not (-margen <= x <= ancho + margen and -margen <= y <= alto + margen):
            malos.append(f"{etiqueta} fuera: {x:.1f},{y:.1f} de {ancho:.0f}×{alto:.0f}")
    ids = [e.get("id") for e in raiz.iter() if e.get("id")]
    malos += ["ids repetidos"] if len(ids) != len(set(ids)) else []
    malos += [f"falta el id {i}" for i in raiz.get("aria-labelledby").split() if i not in ids]
    malos += [f"sin «{e}»" for e in ("title", "desc") if not (raiz.find(f"{SVG}{e}").text or "")]
    enlaces = list(raiz.iter(f"{SVG}a"))
    malos += ["papel impropio"] if raiz.get("role") != ("group" if enlaces else "img") else []
    malos += ["enlace sin nombre" for e in enlaces if not e.get("aria-label")]
    for e in raiz.iter():
        if e.get("style") or e.tag in (f"{SVG}script", f"{SVG}style", f"{SVG}foreignObject"):
            malos.append(f"prohibido: {e.tag}")
        malos += [f"guion en {a}" for a in e.attrib if a.lower().startswith("on")]
        if e.tag == f"{SVG}text" and float(e.get("font-size", 0)) < 12:
            malos.append("texto menor de 12 px")
    return malos
