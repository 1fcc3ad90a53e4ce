"""La serie reducida que trae el proyecto: las cantidades no nulas, sin totales, en un archivo.

Con ella la demostración y las pruebas no necesitan el archivo del Ministerio. Formato: CSV
comprimido con gzip, una cantidad por línea (`anio,mes,departamento,item,valor`), tras líneas de
comentario con fuente, fecha y SHA-256 del original. Mes 0 = año publicado sin mes.
"""

import csv
import gzip
from collections.abc import Iterable
from pathlib import Path

from trata.agregados.serie.tipos import Dato
from trata.agregados.variables import DATOS

RUTA = DATOS / "serie_pnp_reducida.csv.gz"
COLUMNAS = list(Dato._fields)


def leer_reducida(ruta: Path = RUTA) -> tuple[list[Dato], dict[str, str]]:
    """Los datos y sus metadatos (`fuente`, `fecha`, `sha256_original`, …)."""
    with gzip.open(ruta, "rt", encoding="utf-8", newline="") as archivo:
        lineas = archivo.read().splitlines()
    meta = dict(x[2:].split(": ", 1) for x in lineas if x.startswith("# "))
    filas = csv.DictReader(x for x in lineas if not x.startswith("#"))
    datos = [
        Dato(int(f["anio"]), int(f["mes"]), int(f["departamento"]), f["item"], int(f["valor"]))
        for f in filas
    ]
    return datos, meta


def escribir_reducida(datos: Iterable[Dato], meta: dict[str, str], ruta: Path) -> int:
    """Escribe el archivo (siempre igual para los mismos datos) y devuelve cuántas cantidades."""
    lineas = [f"# {k}: {v}" for k, v in meta.items()] + [",".join(COLUMNAS)]
    filas = [f"{d.anio},{d.mes},{d.departamento},{d.item},{d.valor}" for d in datos]
    texto = "\n".join([*lineas, *filas]) + "\n"
    with ruta.open("wb") as crudo, gzip.GzipFile("", "wb", 9, crudo, mtime=0) as archivo:
        archivo.write(texto.encode())
    return len(filas)
