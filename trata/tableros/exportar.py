"""De una figura a un archivo: CSV, XLSX, SVG, PNG o JSON. La misma tabla en todos."""

import io
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import xlsxwriter
from django.http import HttpResponse

from trata.comun import planillas
from trata.graficos.figura import Figura
from trata.graficos.png import svg_a_png


def _exportable(valor: Any) -> Any:
    """Un número que cualquier hoja de cálculo lee; los textos, tal cual."""
    if isinstance(valor, Fraction | Decimal | float):
        return round(float(valor), 6)
    return valor


def a_csv(figura: Figura) -> bytes:
    """CSV en UTF-8 con BOM (Excel lo abre bien), separado por comas."""
    filas = [[_exportable(v) for v in fila] for fila in figura.tabla.valores()]
    return planillas.a_csv(figura.tabla.encabezados, filas)


def a_xlsx(figura: Figura) -> bytes:
    """Una hoja con la tabla y otra con la ficha: qué es, de dónde sale, cómo leerla."""
    memoria = io.BytesIO()
    opciones = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(memoria, opciones) as libro:
        negrita = libro.add_format({"bold": True})
        datos, ficha = libro.add_worksheet("Datos"), libro.add_worksheet("Ficha")
        datos.write_row(0, 0, figura.tabla.encabezados, negrita)
        for n, fila in enumerate(figura.tabla.valores(), 1):
            datos.write_row(n, 0, [_exportable(v) for v in fila])
        datos.freeze_panes(1, 1)
        datos.set_column(0, 0, 34)
        datos.set_column(1, 9, 16)
        lineas = [
            ("Figura", figura.grafico.titulo),
            ("Hallazgo", figura.titular),
            ("Alcance", figura.subtitulo),
            ("Fuente", figura.fuente),
            *(("Nota", nota) for nota in figura.notas),
        ]
        for n, (rotulo, texto) in enumerate(lineas):
            ficha.write(n, 0, rotulo, negrita)
            ficha.write(n, 1, texto)
        ficha.set_column(1, 1, 110)
    return memoria.getvalue()


def a_json(figura: Figura) -> dict[str, Any]:
    """La figura como la sirve la API: los mismos números que la pantalla."""
    return {
        "titulo": figura.grafico.titulo,
        "hallazgo": figura.titular,
        "alcance": figura.subtitulo,
        "fuente": figura.fuente,
        "notas": list(figura.notas),
        "columnas": list(figura.tabla.encabezados),
        "filas": [[_exportable(v) for v in fila] for fila in figura.tabla.valores()],
    }


ARCHIVOS: dict[str, tuple[str, Callable[[Figura], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", a_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", a_xlsx),
    "svg": ("image/svg+xml; charset=utf-8", lambda f: str(f.grafico.svg).encode()),
    "png": ("image/png", lambda f: svg_a_png(str(f.grafico.svg))),
}


def respuesta_de_figura(figura: Figura, formato: str, nombre: str) -> HttpResponse:
    """La figura como descarga; `formato` es una clave de `ARCHIVOS`."""
    tipo, convertir = ARCHIVOS[formato]
    return HttpResponse(
        convertir(figura),
        content_type=tipo,
        headers={"Content-Disposition": f'attachment; filename="{nombre}.{formato}"'},
    )


def lista_a_csv(encabezados: list[str], filas: list[Any], pedido: Any) -> bytes:
    """La lista de lo contado en CSV."""
    return planillas.a_csv(encabezados, [_celdas(f) for f in filas])


def lista_a_xlsx(encabezados: list[str], filas: list[Any], pedido: Any) -> bytes:
    """La lista de lo contado en XLSX, con su ficha."""
    memoria = io.BytesIO()
    opciones = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(memoria, opciones) as libro:
        datos, ficha = libro.add_worksheet("Lista"), libro.add_worksheet("Ficha")
        datos.write_row(0, 0, encabezados, libro.add_format({"bold": True}))
        for n, fila in enumerate(filas, 1):
            datos.write_row(n, 0, _celdas(fila))
        datos.freeze_panes(1, 1)
        datos.set_column(0, 8, 26)
        for n, texto in enumerate((pedido.subtitulo, pedido.fuente, f"{len(filas)} filas")):
            ficha.write(n, 0, texto)
    return memoria.getvalue()


def _celdas(fila: Any) -> list[str]:
    """Una fila de la lista."""
    return [fila.codigo, fila.caso_codigo, fila.lugar, fila.fecha, *fila.valores]
