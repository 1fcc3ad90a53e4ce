"""PPTX: láminas 16:9 con gráficos nativos que se pueden editar.

Los textos seguidos comparten lámina; cada gráfico, grupo de cifras o pregunta tiene la suya, y una
tabla larga sigue en otra. Nada se sale: lo que ocupa cada cosa se calcula antes de ponerla.
"""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches, Pt

from trata.informes.documento import (
    Borrador,
    Cifras,
    Citas,
    Cuadro,
    Documento,
    Imagen,
    Lista,
    Nota,
    Parrafo,
    Pregunta,
    Seccion,
    Titulo,
    textos_marcados,
)
from trata.informes.escritores import pptx_piezas as piezas
from trata.informes.escritores.pptx_piezas import (
    ALTO,
    AZUL,
    BLANCO,
    MARGEN,
    ROJO,
    TENUE,
    TIPOS,
    UTIL,
    Marcado,
    caja,
)
from trata.informes.escritores.pptx_piezas import (
    escribir as poner,
)
from trata.informes.escritores.texto import EMISOR, limpio
from trata.informes.marcas import notas_de, plano
from trata.informes.qr import qr_png

LETRAS_POR_RENGLON, RENGLONES = 95, 15
ALTO_DE_TABLA, ALTO_DE_RENGLON, ALTO_MINIMO = Inches(4.8), Inches(0.19), Inches(0.3)
LARGO_DE_TITULO, LARGO_DE_ENTRADA, LARGO_DE_PIE = 150, 280, 330


def escribir(documento: Documento) -> bytes:
    """La presentación entera."""
    p = Presentation()
    p.slide_width, p.slide_height = piezas.ANCHO, ALTO
    p.core_properties.title = limpio(documento.titulo)[:250]
    p.core_properties.language = "es-PE"
    _portada(p, documento)
    for seccion in documento.secciones:
        _seccion(p, documento, seccion)
    salida = io.BytesIO()
    p.save(salida)
    return salida.getvalue()


def _lamina(p: Any, documento: Documento, titulo: str) -> Any:
    lamina = p.slides.add_slide(p.slide_layouts[5])
    marco = lamina.shapes.title
    marco.left, marco.top, marco.width, marco.height = MARGEN, Inches(0.35), UTIL, Inches(1)
    corto = _recortado(titulo)
    poner(marco.text_frame, [corto], 26 if len(corto) < 75 else 21, negrita=True, color=AZUL)
    marco.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    _rectangulo(lamina, 0, 0, Inches(0.18), ALTO, ROJO)
    pie = caja(lamina, MARGEN, Inches(7.0), Inches(10.9), Inches(0.35))
    texto = " · ".join(
        filter(None, (documento.fuente, f"Corte: {documento.corte}", documento.folio))
    )
    poner(pie, [_recortado(texto)], 10, color=TENUE)
    numero = caja(lamina, Inches(11.9), Inches(7.0), Inches(0.8), Inches(0.35))
    poner(numero, [str(len(p.slides))], 10, color=TENUE)
    return lamina


def _recortado(texto: str) -> str:
    return texto if len(texto) <= LARGO_DE_TITULO else f"{texto[: LARGO_DE_TITULO - 1].rstrip()}…"


def _rectangulo(lamina: Any, x: int, y: int, ancho: int, alto: int, color: Any) -> None:
    forma = lamina.shapes.add_shape(MSO_SHAPE.RECTANGLE, x, y, ancho, alto)
    forma.fill.solid()
    forma.fill.fore_color.rgb = color
    forma.line.fill.background()
    forma._element.nvSpPr.cNvPr.set("descr", "")


def _portada(p: Any, d: Documento) -> None:
    lamina = p.slides.add_slide(p.slide_layouts[5])
    _rectangulo(lamina, 0, 0, piezas.ANCHO, Inches(4.35), AZUL)
    _rectangulo(lamina, 0, Inches(4.35), piezas.ANCHO, Inches(0.09), ROJO)
    titulo = lamina.shapes.title
    lamina.shapes._spTree.append(titulo._element)
    titulo.left, titulo.top, titulo.width, titulo.height = MARGEN, Inches(1.5), UTIL, Inches(1.6)
    corto = _recortado(d.titulo)
    poner(titulo.text_frame, [corto], 44 if len(corto) < 60 else 32, negrita=True, color=BLANCO)
    titulo.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    poner(caja(lamina, MARGEN, Inches(0.5), UTIL, Inches(0.5)), [EMISOR], 14, color=BLANCO)
    poner(
        caja(lamina, MARGEN, Inches(3.2), UTIL, Inches(0.8)), [_recortado(d.subtitulo)], 20,
        color=BLANCO,
    )  # fmt: skip
    lineas = [f"{d.folio} · {d.clasificacion}", f"Corte: {d.corte}", *d.marcas]
    if d.verificacion:
        lineas.append(f"Verifica este documento en {d.verificacion}")
        lamina.shapes.add_picture(
            io.BytesIO(qr_png(d.verificacion)), Inches(11.1), Inches(4.9), height=Inches(1.6)
        )._element._nvXxPr.cNvPr.set("descr", "Código QR para verificar este documento")
    poner(caja(lamina, MARGEN, Inches(4.75), Inches(10), Inches(2.2)), lineas, 16)


def _seccion(p: Any, d: Documento, seccion: Seccion) -> None:
    """Los textos largos tienen su lámina; los cortos acompañan a lo que sigue o a lo anterior."""
    lineas: list[str] = []
    pies: list[str] = []
    ultima: Any = None
    for bloque in seccion.bloques:
        nuevas = _lineas(bloque)
        if nuevas is None:
            entrada = " ".join(lineas)
            con_notas = any(notas_de(x) for x in lineas if isinstance(x, Marcado))
            if con_notas or len(entrada) > LARGO_DE_ENTRADA or isinstance(bloque, Pregunta):
                _textos(p, d, seccion.titulo, lineas, pies)
                entrada = ""
            elif any(isinstance(x, Marcado) for x in lineas):
                entrada = Marcado(entrada)
            lineas, pies, ultima = [], [], _bloque(p, d, seccion, bloque, entrada)
        elif ultima is not None and isinstance(bloque, Nota) and len(bloque.texto) < LARGO_DE_PIE:
            _al_pie(ultima, bloque.texto)
        elif lineas and isinstance(bloque, Nota) and len(bloque.texto) < LARGO_DE_PIE:
            pies.append(bloque.texto)
        else:
            lineas += nuevas
            ultima = None if nuevas else ultima
    _textos(p, d, seccion.titulo, lineas, pies)


def _al_pie(lamina: Any, texto: str) -> None:
    """Una nota al pie de la lámina y en las notas de quien presenta."""
    notas = lamina.notes_slide.notes_text_frame
    notas.text = limpio(f"{notas.text} {texto}".strip())
    marco = next((f.text_frame for f in lamina.shapes if f.name == "pie"), None)
    if marco is None:
        forma = lamina.shapes.add_textbox(MARGEN, Inches(6.62), UTIL, Inches(0.4))
        forma.name = "pie"
        poner(forma.text_frame, [texto], 9, color=TENUE)
        return
    tramo = marco.paragraphs[0].runs[0]
    if len(tramo.text) + len(texto) < LARGO_DE_PIE:
        tramo.text = limpio(f"{tramo.text} {texto}")


def _lineas(bloque: Any) -> list[str] | None:
    """Los renglones de un bloque de texto; `None` si no es de texto."""
    if marcados := textos_marcados(bloque):
        return [Marcado(t) for t in marcados]
    if isinstance(bloque, Titulo | Parrafo | Nota):
        return [x for x in bloque.texto.split("\n") if x.strip()]
    if isinstance(bloque, Lista | Borrador):
        return list(bloque.items)
    return [] if isinstance(bloque, Citas) else None


def _textos(p: Any, d: Documento, titulo: str, lineas: list[str], pies: list[str]) -> None:
    """Los textos en sus láminas; sus notas, al pie de la última."""
    lamina = None
    for i, grupo in enumerate(_grupos(lineas)):
        lamina = _lamina(p, d, titulo + (" (continúa)" if i else ""))
        largo = sum(len(x) for x in grupo)
        puntos = 20 if largo < 600 and len(grupo) <= 7 else 16 if largo < 1000 else 14
        marco = caja(lamina, MARGEN, Inches(1.55), UTIL, Inches(5.3))
        poner(marco, grupo, puntos, vinetas=len(grupo) > 1)
        piezas.notas(marco, [n for x in grupo if isinstance(x, Marcado) for n in notas_de(x)])
    for texto in pies if lamina is not None else ():
        _al_pie(lamina, texto)


def _grupos(lineas: Sequence[str]) -> Iterator[list[str]]:
    """Reparte los textos en láminas; uno que no cabe solo se parte en palabras."""
    grupo: list[str] = []
    usados = 0
    for linea in (parte for x in lineas for parte in _partes(x)):
        ocupa = -(-len(linea) // LETRAS_POR_RENGLON)
        if grupo and usados + ocupa > RENGLONES:
            yield grupo
            grupo, usados = [], 0
        grupo.append(linea)
        usados += ocupa
    if grupo:
        yield grupo


def _partes(linea: str) -> Iterator[str]:
    tope = LETRAS_POR_RENGLON * RENGLONES
    if len(linea) > tope and isinstance(linea, Marcado):
        linea = plano(linea)
    while len(linea) > tope:
        corte = linea.rfind(" ", 0, tope)
        corte = corte if corte > 0 else tope
        yield linea[:corte]
        linea = linea[corte:].lstrip()
    yield linea


def _bloque(p: Any, d: Documento, seccion: Seccion, bloque: Any, entrada: str) -> Any:
    """Pone el bloque y devuelve su última lámina. `entrada` es un texto corto que lo presenta."""
    if isinstance(bloque, Cifras):
        lamina = None
        for i in range(0, len(bloque.cifras), 6):
            lamina = _lamina(p, d, seccion.titulo)
            _entrada(lamina, entrada)
            piezas.tarjetas(lamina, bloque.cifras[i : i + 6])
        return lamina
    if isinstance(bloque, Imagen):
        return _imagen(p, d, bloque)
    if isinstance(bloque, Pregunta):
        return _pregunta(p, d, bloque)
    return _cuadro(p, d, bloque, entrada)


def _entrada(lamina: Any, texto: str) -> None:
    if texto:
        poner(caja(lamina, MARGEN, Inches(1.2), UTIL, Inches(0.5)), [texto], 13, color=TENUE)


def _pregunta(p: Any, d: Documento, bloque: Pregunta) -> None:
    for i, grupo in enumerate(_grupos([bloque.respuesta])):
        cola = " (continúa)" if i else ""
        lamina = _lamina(p, d, f"{bloque.numero}. {bloque.pregunta}{cola}")
        puntos = 24 if len(grupo[0]) < 350 else 18 if len(grupo[0]) < 800 else 14
        poner(caja(lamina, MARGEN, Inches(1.6), UTIL, Inches(4.6)), grupo, puntos)
        if bloque.claves:
            citadas = _recortado(f"Cifras: {' · '.join(bloque.claves)}")
            poner(caja(lamina, MARGEN, Inches(6.35), UTIL, Inches(0.6)), [citadas], 11, color=TENUE)


def _imagen(p: Any, d: Documento, bloque: Imagen) -> Any:
    if not bloque.svg and not bloque.series:
        return None
    lamina = _lamina(p, d, bloque.titular)
    marco = caja(lamina, MARGEN, Inches(1.3), UTIL, Inches(0.5))
    poner(marco, [_recortado(bloque.subtitulo)], 14, color=TENUE)
    if bloque.nativo in TIPOS and bloque.series:
        piezas.grafico(lamina, bloque)
    else:
        piezas.dibujo(lamina, bloque)
    for nota in filter(None, (*bloque.notas, bloque.fuente)):
        _al_pie(lamina, nota)
    return lamina


def _cuadro(p: Any, d: Documento, cuadro: Cuadro, entrada: str) -> Any:
    lamina = None
    for i, filas in enumerate(_paginas(cuadro)):
        lamina = _lamina(p, d, cuadro.titulo + (" (continúa)" if i else ""))
        _entrada(lamina, "" if i else entrada)
        arriba = Inches(1.75) if entrada and not i else Inches(1.45)
        piezas.tabla(lamina, cuadro, filas, MARGEN, arriba, UTIL)
    if cuadro.nota and lamina is not None:
        _al_pie(lamina, cuadro.nota)
    return lamina


def _paginas(cuadro: Cuadro) -> Iterator[list[tuple[str, ...]]]:
    """Las filas que caben en cada lámina, según lo que ocupa cada una."""
    pagina: list[tuple[str, ...]] = []
    usado = ALTO_DE_RENGLON * piezas.renglones(cuadro.encabezados, cuadro, UTIL)
    inicio = usado
    for fila in cuadro.filas:
        alto = max(ALTO_DE_RENGLON * piezas.renglones(fila, cuadro, UTIL) + Pt(4), ALTO_MINIMO)
        if pagina and usado + alto > ALTO_DE_TABLA:
            yield pagina
            pagina, usado = [], inicio
        pagina.append(fila)
        usado += alto
    yield pagina
