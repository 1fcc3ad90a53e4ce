"""La plantilla de importación: un libro con instrucciones, listas desplegables y los lugares."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from casos.importador.columnas import COLUMNAS, GRUPOS, Columna
from casos.vocabulario import vocabulario
from trata.territorio.nombres import indice

FILAS_CON_LISTA = 5_000
HOJA, LEEME, LISTAS, LUGARES = "Casos", "Instrucciones", "Listas", "Lugares"
COLORES = ("#12305C", "#1F5C8B", "#3D4053", "#6B2C5E", "#184397", "#126B49", "#7A4A00")
INSTRUCCIONES = (
    ("Una fila por víctima", "Con la misma institución, tipo y número, son del mismo caso."),
    ("Lo que hace falta", "Las columnas con * van siempre. Lo demás, si consta en el expediente."),
    ("Listas", "En las celdas con lista elige un valor; también sirve su código."),
    ("Fechas", "Día, mes y año: 10/03/2026. Si no consta el día, 03/2026 o 2026."),
    ("Lugares", "Código INEI de la hoja «Lugares», o «Cusco / La Convención / Santa Ana»."),
    ("Varios valores", "Sepáralos con una barra: engano|amenaza."),
    ("Identidades", "No escribas nombres, documentos, teléfonos ni direcciones en este archivo: se "
     "escriben en el caso, donde quedan cifrados."),
    ("Avisos", "Si un aviso es correcto, escribe su código en «avisos confirmados»."),
    ("Actualizar", "Si el número ya está registrado y el caso sigue en borrador u observado, se "
     "cambia lo que digas. Una celda vacía no borra nada."),
    ("Nada se registra al subirlo", "Primero ves qué pasaría con cada fila; tú confirmas."),
)  # fmt: skip


def escribir_plantilla(destino: Path) -> None:
    """Escribe el libro en `destino`."""
    with xlsxwriter.Workbook(str(destino), {"strings_to_formulas": False}) as libro:
        hoja = libro.add_worksheet(HOJA)
        _instrucciones(libro, libro.add_worksheet(LEEME))
        listas = listas_de(libro, COLUMNAS.values())
        _lugares(libro)
        encabezar(libro, hoja, listas)
        hoja.activate()


def encabezar(libro: xlsxwriter.Workbook, hoja: Worksheet, listas: dict[str, str]) -> None:
    """La banda de grupos, los encabezados, la ayuda de cada columna y sus listas."""
    numero = 0
    for color, (grupo, columnas) in zip(COLORES * 3, GRUPOS.items(), strict=False):
        banda = libro.add_format(
            {"bold": True, "font_color": "white", "bg_color": color, "align": "left"}
        )
        titulo = libro.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 2, "bottom_color": color}
        )
        hoja.write_string(0, numero, grupo, banda)
        for columna in columnas:
            if columna is not columnas[0]:
                hoja.write_blank(0, numero, None, banda)
            hoja.write_string(1, numero, titulo_de(columna), titulo)
            hoja.write_comment(1, numero, columna.guia, {"x_scale": 1.6})
            hoja.set_column(numero, numero, 24 if columna.catalogo else 18)
            poner_lista(hoja, numero, columna, listas, (2, FILAS_CON_LISTA))
            numero += 1
    hoja.set_row(1, 46)
    hoja.freeze_panes(2, 3)
    hoja.set_tab_color("#0056AC")


def titulo_de(columna: Columna) -> str:
    """El encabezado, con asterisco si hace falta."""
    return f"{columna.nombre.capitalize()}{' *' if columna.necesaria else ''}"


def poner_lista(
    hoja: Worksheet, numero: int, columna: Columna, listas: dict[str, str], filas: tuple[int, int]
) -> None:
    """La lista desplegable de una columna. Avisa sin impedir: también sirven los códigos."""
    if columna.catalogo not in listas:
        return
    hoja.data_validation(
        filas[0], numero, filas[1], numero,
        {
            "validate": "list",
            "source": listas[columna.catalogo],
            "error_type": "warning",
            "error_title": "No está en la lista",
            "error_message": "Elige un valor de la lista o escribe su código.",
            "ignore_blank": True,
            "show_error": not columna.es_multiple,
        },
    )  # fmt: skip


def listas_de(libro: xlsxwriter.Workbook, columnas: Iterable[Columna]) -> dict[str, str]:
    """Una hoja oculta con los vocabularios; devuelve vocabulario → rango."""
    hoja = libro.add_worksheet(LISTAS)
    hoja.hide()
    rangos: dict[str, str] = {}
    for columna in columnas:
        catalogo = columna.catalogo
        if not catalogo or catalogo in rangos:
            continue
        numero = len(rangos)
        nombres = [n for _, n in vocabulario(catalogo).opciones()]
        hoja.write_column(0, numero, nombres)
        letra = xl_col_to_name(numero)
        rangos[catalogo] = f"={LISTAS}!${letra}$1:${letra}${len(nombres)}"
    return rangos


def _instrucciones(libro: xlsxwriter.Workbook, hoja: Worksheet) -> None:
    grande = libro.add_format({"bold": True, "font_size": 18, "font_color": "#12305C"})
    fuerte = libro.add_format({"bold": True, "valign": "top"})
    texto = libro.add_format({"text_wrap": True, "valign": "top"})
    cabeza = libro.add_format({"bold": True, "font_color": "white", "bg_color": "#12305C"})
    hoja.hide_gridlines(2)
    hoja.set_column(0, 0, 34)
    hoja.set_column(1, 1, 64)
    hoja.set_column(2, 2, 70)
    hoja.write_string(0, 0, "Importar casos a TRATA", grande)
    fila = 2
    for que, como in INSTRUCCIONES:
        hoja.write_string(fila, 0, que, fuerte)
        hoja.write_string(fila, 1, como, texto)
        fila += 1
    fila += 1
    hoja.write_row(fila, 0, ("Columna", "Cómo se escribe", "Valores (código)"), cabeza)
    for columna in COLUMNAS.values():
        fila += 1
        hoja.write_string(fila, 0, titulo_de(columna), fuerte)
        hoja.write_string(fila, 1, columna.guia, texto)
        hoja.write_string(fila, 2, _valores_de(columna), texto)


def _valores_de(columna: Columna) -> str:
    if not columna.catalogo:
        return ""
    opciones: Sequence[tuple[str, Any]] = vocabulario(columna.catalogo).opciones()
    if len(opciones) > 40:
        return f"{len(opciones)} valores: están en la lista de la celda."
    return " · ".join(f"{nombre} ({codigo})" for codigo, nombre in opciones)


def _lugares(libro: xlsxwriter.Workbook) -> None:
    hoja = libro.add_worksheet(LUGARES)
    cabeza = libro.add_format({"bold": True, "font_color": "white", "bg_color": "#12305C"})
    hoja.write_row(0, 0, ("Código INEI", "Departamento", "Provincia", "Distrito"), cabeza)
    hoja.set_column(0, 3, 26)
    hoja.freeze_panes(1, 0)
    lugares = indice().lugares
    for fila, lugar in enumerate(lugares.values(), 1):
        hoja.write_string(fila, 0, lugar.codigo)
        for nivel in range(len(lugar.codigo) // 2):
            hoja.write_string(fila, 1 + nivel, lugares[lugar.codigo[: 2 * nivel + 2]].nombre)
    hoja.autofilter(0, 0, len(lugares), 3)
