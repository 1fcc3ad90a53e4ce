"""El proceso aparte que abre un archivo de fuera: recibe archivo, salida, formato y opciones.

Corre sin Django, con memoria, tiempo y tamaño de salida limitados por quien lo lanza: si el libro
es una bomba, muere él. Escribe una línea JSON con lo que halló y una por fila con datos.
"""

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

LARGO_DE_CELDA = 10_000
FILAS_DE_PRUEBA = 15
SEPARADORES = (",", ";", "\t", "|")
CODIGO_DE_RECHAZO = 3


class RechazoError(Exception):
    """El archivo no se acepta: código y frase para la persona."""

    def __init__(self, codigo: str, mensaje: str) -> None:
        super().__init__(mensaje)
        self.codigo = codigo
        self.mensaje = mensaje


def texto_de_celda(valor: Any) -> str:
    """Una celda como texto: 17.0 → «17»; las fechas, en ISO; los errores de fórmula, vacíos."""
    if isinstance(valor, str):
        limpio = valor.strip()
        return limpio[:LARGO_DE_CELDA] if not limpio.startswith("#N/") else ""
    if valor is None or valor == "":
        return ""
    if isinstance(valor, bool):
        return "si" if valor else "no"
    if isinstance(valor, float) and valor.is_integer():
        return str(int(valor))
    return str(valor)


def sin_apostrofo(texto: str) -> str:
    """«'00123» → «00123»: el apóstrofo con que Excel marca un número escrito como texto."""
    return texto[1:] if len(texto) > 1 and texto[0] in "'’" and not texto.endswith("'") else texto


def _recortar(celdas: list[str]) -> list[str]:
    while celdas and not celdas[-1]:
        celdas.pop()
    return celdas


def filas_de_libro(ruta: str, hoja: str, salida: dict[str, Any]) -> Iterator[list[str]]:
    """Las filas de la hoja pedida o de la primera visible con datos."""
    libro = CalamineWorkbook.from_path(ruta)
    visibles = [
        m.name
        for m in libro.sheets_metadata
        if m.visible == SheetVisibleEnum.Visible and m.typ == SheetTypeEnum.WorkSheet
    ]
    ocultas = len(libro.sheet_names) - len(visibles)
    salida |= {"hojas": visibles, "ocultas": ocultas}
    candidatas = [hoja] if hoja in visibles else visibles
    for nombre in candidatas:
        leida = libro.get_sheet_by_name(nombre)
        if leida.total_height == 0 or (nombre.lower() in {"instrucciones", "léeme"} and not hoja):
            continue
        salida["hoja"] = nombre
        yield from _con_combinadas(leida)
        return


def _con_combinadas(leida: Any) -> Iterator[list[str]]:
    """Las filas con sus celdas combinadas rellenas al comienzo, donde están los encabezados."""
    izquierda = (leida.start or (0, 0))[1]
    origen: dict[tuple[int, int], tuple[int, int]] = {}
    for (f1, c1), (f2, c2) in leida.merged_cell_ranges or ():
        if f1 >= FILAS_DE_PRUEBA:
            continue
        for f in range(f1, min(f2, FILAS_DE_PRUEBA) + 1):
            for c in range(c1, min(c2, c1 + 500) + 1):
                origen[f, c - izquierda] = (f1, c1 - izquierda)
    valores: dict[tuple[int, int], str] = {}
    for numero, fila in enumerate(leida.iter_rows()):
        celdas = [texto_de_celda(v) for v in fila]
        if numero < FILAS_DE_PRUEBA and origen:
            for columna in range(len(celdas)):
                de = origen.get((numero, columna))
                if de == (numero, columna):
                    valores[de] = celdas[columna]
                elif de in valores:
                    celdas[columna] = valores[de]
        yield celdas


def decodificar(contenido: bytes) -> tuple[str, str]:
    """UTF-8 (con o sin BOM), UTF-16 con BOM o, si no, Windows-1252 y latín-1."""
    if contenido.startswith((b"\xff\xfe", b"\xfe\xff")):
        codificaciones: Sequence[str] = ("utf-16",)
    else:
        codificaciones = ("utf-8-sig", "cp1252", "latin-1")
    for codificacion in codificaciones:
        try:
            return contenido.decode(codificacion), codificacion
        except UnicodeDecodeError:
            continue
    raise RechazoError("codificacion", "No reconocemos la codificación. Guárdalo como CSV UTF-8.")


def filas_de_texto(ruta: str, salida: dict[str, Any], columnas: int) -> Iterator[list[str]]:
    """Las filas de un CSV, con el separador que más aparece en su comienzo."""
    with open(ruta, "rb") as archivo:
        texto, salida["codificacion"] = decodificar(archivo.read())
    if "\x00" in texto:
        raise RechazoError("no_es_tabla", "El archivo no es una tabla: súbelo en CSV o XLSX.")
    comienzo = texto[:20_000]
    separador = max(SEPARADORES, key=comienzo.count)
    salida["separador"] = separador
    if any(linea.count(separador) > columnas for linea in comienzo.splitlines()):
        raise RechazoError("demasiadas_columnas", f"El archivo tiene más de {columnas} columnas.")
    csv.field_size_limit(LARGO_DE_CELDA * 4)
    try:
        for fila in csv.reader(io.StringIO(texto, newline=""), delimiter=separador):
            yield [sin_apostrofo(texto_de_celda(c)) for c in fila]
    except csv.Error as error:
        raise RechazoError(
            "csv_roto", "El CSV tiene comillas sin cerrar o celdas rotas. Revísalo."
        ) from error


def escribir(filas: Iterable[list[str]], salida: Any, filas_maximas: int, columnas: int) -> None:
    """Una línea por fila con datos: `[número, celdas]`. Corta en los topes con su motivo."""
    escritas = 0
    for numero, fila in enumerate(filas, 1):
        celdas = _recortar(fila)
        if not celdas:
            continue
        if len(celdas) > columnas:
            raise RechazoError(
                "demasiadas_columnas", f"El archivo tiene más de {columnas} columnas."
            )
        if escritas > filas_maximas + FILAS_DE_PRUEBA:
            miles = f"{filas_maximas:,}".replace(",", "\u00a0")
            raise RechazoError("demasiadas_filas", f"Son más de {miles} filas. Divide el archivo.")
        salida.write(json.dumps([numero, celdas], ensure_ascii=False) + "\n")
        escritas += 1


def principal(ruta: str, destino: str, formato: str, opciones: str) -> int:
    """Lee y escribe; devuelve el código de salida."""
    pedido = json.loads(opciones)
    hallado: dict[str, Any] = {"formato": formato}
    with open(destino, "w", encoding="utf-8", errors="surrogatepass") as salida:
        try:
            if formato == "csv":
                filas = filas_de_texto(ruta, hallado, pedido["columnas"])
            else:
                filas = filas_de_libro(ruta, pedido.get("hoja", ""), hallado)
            escribir(filas, salida, pedido["filas"], pedido["columnas"])
        except RechazoError as error:
            hallado |= {"codigo": error.codigo, "mensaje": error.mensaje}
    with open(destino + ".meta", "w", encoding="utf-8") as meta:
        json.dump(hallado, meta)
    return CODIGO_DE_RECHAZO if "codigo" in hallado else 0


if __name__ == "__main__":
    sys.exit(principal(*sys.argv[1:5]))
