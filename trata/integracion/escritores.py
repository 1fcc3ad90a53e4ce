"""Escribir una exportación en cada formato, fila a fila: la memoria no crece con las filas."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils.text import slugify
from PIL import Image, ImageDraw, ImageFont

from trata.comun.planillas import celda_segura

Fila = list[Any]
ANCHO_DE_MARCA, ALTO_DE_MARCA = 900, 620
Ficha = Mapping[str, str]


def a_csv(
    filas: Iterable[Fila], destino: Path, ficha: Ficha, columnas: Sequence[str], hoja: str = ""
) -> int:
    """CSV en UTF-8 con BOM, sin fórmulas. Devuelve cuántas filas."""
    with destino.open("w", encoding="utf-8-sig", newline="") as salida:
        escritor = csv.writer(salida, quoting=csv.QUOTE_ALL)
        escritor.writerow(columnas)
        return sum(bool(escritor.writerow([celda_segura(v) for v in fila])) for fila in filas)


def marca_de_agua(texto: str) -> io.BytesIO:
    """Una imagen clara con el folio y quién exportó, para el fondo de cada hoja impresa."""
    imagen = Image.new("RGBA", (ANCHO_DE_MARCA, ALTO_DE_MARCA), (255, 255, 255, 0))
    letra = ImageFont.load_default(34)
    hoja = Image.new("RGBA", imagen.size, (255, 255, 255, 0))
    trazo = ImageDraw.Draw(hoja)
    for y in range(40, ALTO_DE_MARCA, 180):
        trazo.text((20, y), texto, fill=(90, 90, 110, 70), font=letra)
    imagen.alpha_composite(hoja.rotate(20))
    salida = io.BytesIO()
    imagen.save(salida, "PNG")
    salida.seek(0)
    return salida


def a_xlsx(
    filas: Iterable[Fila],
    destino: Path,
    ficha: Ficha,
    columnas: Sequence[str],
    hoja: str = "Víctimas",
) -> int:
    """XLSX en memoria constante: la ficha primero, y la marca de agua en cada hoja impresa."""
    n = 0
    opciones = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    quien = f"{ficha.get('Folio', '')} · {ficha.get('Exportó', '')}"
    with xlsxwriter.Workbook(str(destino), opciones) as libro:
        fuerte = libro.add_format({"bold": True, "valign": "top"})
        cabeza = libro.add_format(
            {"bold": True, "font_color": "white", "bg_color": "#12305C", "text_wrap": True}
        )
        portada = libro.add_worksheet("Ficha")
        portada.set_column(0, 0, 22)
        portada.set_column(1, 1, 90)
        for i, (que, valor) in enumerate(ficha.items()):
            portada.write_string(i, 0, que, fuerte)
            portada.write_string(i, 1, valor)
        tabla = libro.add_worksheet(hoja)
        tabla.freeze_panes(1, 1)
        tabla.set_column(0, len(columnas) - 1, 18)
        for j, columna in enumerate(columnas):
            tabla.write_string(0, j, columna, cabeza)
        for n, fila in enumerate(filas, 1):
            for j, valor in enumerate(fila):
                if isinstance(valor, int):
                    tabla.write_number(n, j, valor)
                else:
                    tabla.write_string(n, j, "" if valor is None else str(valor))
        imagen = {"image_center": "marca.png", "image_data_center": marca_de_agua(quien)}
        for cada in (portada, tabla):
            cada.set_landscape()
            cada.fit_to_pages(1, 0)
            cada.repeat_rows(0)
            cada.set_header("&C&G", dict(imagen))
            cada.set_footer(f"&L{ficha.get('Clasificación', '')}&C{quien}&R&P de &N")
    return n


def a_json(
    filas: Iterable[Fila],
    destino: Path,
    ficha: Ficha,
    columnas: Sequence[str],
    hoja: str = "Víctimas",
) -> int:
    """JSON: la ficha y las personas, escrito fila a fila. La lista se llama como la hoja."""
    registros = (dict(zip(columnas, fila, strict=True)) for fila in filas)
    return escribir_json({"ficha": dict(ficha)}, slugify(hoja), registros, destino)


def escribir_json(
    comienzo: Mapping[str, Any], lista: str, registros: Iterable[Mapping[str, Any]], destino: Path
) -> int:
    """Un objeto con `comienzo` y una lista escrita de uno en uno. Devuelve cuántos."""
    n = 0
    cabeza = json.dumps(dict(comienzo), ensure_ascii=False, default=str)[:-1]
    with destino.open("w", encoding="utf-8") as salida:
        salida.write(f'{cabeza}, "{lista}": [')
        for n, registro in enumerate(registros, 1):
            salida.write(",\n" if n > 1 else "\n")
            salida.write(json.dumps(registro, ensure_ascii=False, default=str))
        salida.write("\n]}\n")
    return n
