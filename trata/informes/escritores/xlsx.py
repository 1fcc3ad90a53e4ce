"""XLSX: una hoja por tabla, con portada, notas y definiciones. Nada se interpreta como fórmula."""

import io
import re
from typing import Any

import xlsxwriter

from trata.informes.documento import Cifras, Cuadro, Documento, Nota, Parrafo
from trata.informes.escritores.texto import limpio

LARGO_DE_HOJA = 31
ANCHO_MAXIMO = 60


def escribir(documento: Documento) -> bytes:
    """El libro entero."""
    salida = io.BytesIO()
    opciones = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(salida, opciones) as libro:
        libro.set_properties({"title": limpio(documento.titulo), "subject": documento.folio})
        estilos = _estilos(libro)
        nombres: set[str] = set()
        _portada(libro, estilos, documento, nombres)
        _cifras(libro, estilos, documento, nombres)
        for cuadro in documento.cuadros():
            _hoja(libro, estilos, cuadro, nombres, documento)
        _notas(libro, estilos, documento, nombres)
    return salida.getvalue()


def _estilos(libro: xlsxwriter.Workbook) -> dict[str, Any]:
    return {
        "titulo": libro.add_format({"bold": True, "font_size": 14, "font_color": "#12305c"}),
        "cabeza": libro.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "bg_color": "#EEF2F7"}
        ),
        "texto": libro.add_format({"text_wrap": True, "valign": "top"}),
        "chico": libro.add_format({"font_color": "#555869", "text_wrap": True}),
        "fraccion": libro.add_format({"num_format": "0.0%"}),
        "entero": libro.add_format({"num_format": "#,##0"}),
    }


def _nombre(titulo: str, nombres: set[str]) -> str:
    """Un nombre de hoja válido y que no se repite."""
    base = re.sub(r"[\[\]:*?/\\']", " ", limpio(titulo)).strip()[:LARGO_DE_HOJA] or "Tabla"
    nombre, n = base, 2
    while nombre.lower() in nombres:
        cola = f" ({n})"
        nombre, n = base[: LARGO_DE_HOJA - len(cola)] + cola, n + 1
    nombres.add(nombre.lower())
    return nombre


def _portada(libro: Any, estilos: dict[str, Any], d: Documento, nombres: set[str]) -> None:
    hoja = libro.add_worksheet(_nombre("Portada", nombres))
    hoja.set_column(0, 0, 24)
    hoja.set_column(1, 1, 80)
    hoja.write_string(0, 0, limpio(d.titulo), estilos["titulo"])
    datos = (
        ("Asunto", d.subtitulo),
        ("Corte", d.corte),
        ("Fuente", d.fuente),
        ("Folio", d.folio),
        ("Clasificación", d.clasificacion),
        ("Verificación", d.verificacion),
        *(("Aviso", marca) for marca in d.marcas),
    )
    for i, (que, valor) in enumerate(datos, start=2):
        hoja.write_string(i, 0, que, estilos["cabeza"])
        hoja.write_string(i, 1, limpio(valor), estilos["texto"])


def _cifras(libro: Any, estilos: dict[str, Any], d: Documento, nombres: set[str]) -> None:
    cifras = [c for b in d.bloques() if isinstance(b, Cifras) for c in b.cifras]
    if not cifras:
        return
    cuadro = Cuadro(
        "Cifras",
        ("Cifra", "Ámbito y periodo", "Valor", "Numerador", "Denominador", "Base", "Nota"),
        tuple((c.texto, c.etiqueta, c.valor, "", "", c.base, c.nota) for c in cifras),
        tuple(
            (c.texto, c.etiqueta, c.valor, c.numerador, c.denominador, c.base, c.nota)
            for c in cifras
        ),
        (False, False, True, True, True, False, False),
    )
    _hoja(libro, estilos, cuadro, nombres, d)


def _hoja(
    libro: Any, estilos: dict[str, Any], cuadro: Cuadro, nombres: set[str], d: Documento
) -> None:
    hoja = libro.add_worksheet(_nombre(cuadro.titulo, nombres))
    hoja.write_string(0, 0, limpio(cuadro.titulo), estilos["titulo"])
    for j, encabezado in enumerate(cuadro.encabezados):
        hoja.write_string(2, j, limpio(encabezado), estilos["cabeza"])
        largos = [len(str(f[j])) for f in cuadro.filas if j < len(f)]
        hoja.set_column(j, j, min(max([len(encabezado), *largos], default=10) + 2, ANCHO_MAXIMO))
    filas = cuadro.valores or cuadro.filas
    for i, fila in enumerate(filas, start=3):
        for j, valor in enumerate(fila):
            _celda(hoja, estilos, i, j, valor, cuadro)
    hoja.freeze_panes(3, 1)
    pie = len(filas) + 4
    for k, linea in enumerate(filter(None, (cuadro.nota, d.fuente, f"Corte: {d.corte}"))):
        hoja.write_string(pie + k, 0, limpio(linea), estilos["chico"])


def _celda(hoja: Any, estilos: dict[str, Any], i: int, j: int, valor: Any, cuadro: Cuadro) -> None:
    if isinstance(valor, bool) or valor is None:
        hoja.write_string(i, j, "" if valor is None else str(valor))
    elif isinstance(valor, int):
        es_anio = j == 0 and 1900 <= valor <= 2100
        hoja.write_number(i, j, valor, None if es_anio else estilos["entero"])
    elif isinstance(valor, float):
        dicho = cuadro.filas[i - 3][j] if i - 3 < len(cuadro.filas) else ""
        hoja.write_number(i, j, valor, estilos["fraccion"] if "%" in dicho else None)
    else:
        hoja.write_string(i, j, limpio(valor))


def _notas(libro: Any, estilos: dict[str, Any], d: Documento, nombres: set[str]) -> None:
    hoja = libro.add_worksheet(_nombre("Textos y notas", nombres))
    hoja.set_column(0, 0, 34)
    hoja.set_column(1, 1, 100)
    fila = 0
    for seccion in d.secciones:
        for bloque in seccion.bloques:
            if isinstance(bloque, Parrafo | Nota):
                hoja.write_string(fila, 0, limpio(seccion.titulo), estilos["cabeza"])
                hoja.write_string(fila, 1, limpio(bloque.texto), estilos["texto"])
                fila += 1
