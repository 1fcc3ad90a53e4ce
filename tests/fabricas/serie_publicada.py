"""Archivos con la forma exacta en que el Ministerio publica la serie, hechos desde la reducida.

Es una lectura independiente: abre el archivo reducido a mano y no usa nada de `trata.agregados`.
"""

import csv
import gzip
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import xlsxwriter

RAIZ = Path(__file__).resolve().parents[2]
REDUCIDA = RAIZ / "trata/agregados/datos/serie_pnp_reducida.csv.gz"
CABECERA = [
    "AÑO", "MES", "CCDD", "lugar", "PROVINCIA", "DISTRITO", "COMISARÍA", "categoría",
    "Denuncias por comisión", "Valor",
]  # fmt: skip
PREFIJOS = ("F1_", "F2_", "C_", "M_", "P3_", "P4_", "P5_", "T_", "D_")
NOMBRES = {
    1: "AMAZONAS", 2: "ÁNCASH", 3: "APURÍMAC", 4: "AREQUIPA", 5: "AYACUCHO", 6: "CAJAMARCA",
    7: "CALLAO", 8: "CUSCO", 9: "HUANCAVELICA", 10: "HUÁNUCO", 11: "ICA", 12: "JUNÍN",
    13: "LA LIBERTAD", 14: "LAMBAYEQUE", 15: "LIMA", 16: "LORETO", 17: "MADRE DE DIOS",
    18: "MOQUEGUA", 19: "PASCO", 20: "PIURA", 21: "PUNO", 22: "SAN MARTÍN", 23: "TACNA",
    24: "TUMBES", 25: "UCAYALI",
}  # fmt: skip
Fila = list[object]


@cache
def crudo() -> tuple[tuple[int, int, int, str, int], ...]:
    """(año, mes, departamento, rótulo, valor) tal cual, sin pasar por el proyecto."""
    lineas = gzip.decompress(REDUCIDA.read_bytes()).decode().splitlines()
    filas = csv.reader([x for x in lineas if not x.startswith("#")][1:])
    return tuple((int(a), int(m), int(d), i, int(v)) for a, m, d, i, v in filas)


def suma(*, items: Iterable[str], anio: int, departamento: int | None = None) -> int:
    """Suma a mano de unos rótulos en un año (y departamento)."""
    buscados = set(items)
    return sum(
        v for a, _, d, i, v in crudo() if a == anio and i in buscados and departamento in (None, d)
    )


def filas_publicadas(anios: Iterable[int], *, sin_mes: Sequence[int] = (2023,)) -> list[Fila]:
    """Filas como las publica el Ministerio: un bloque con todos los rótulos por lugar y mes."""
    items = sorted({i for *_, i, _ in crudo() if "TOTAL" not in i})
    bloques: dict[tuple[int, int, int], dict[str, int]] = defaultdict(dict)
    pedidos = set(anios)
    for anio, mes, departamento, item, valor in crudo():
        if anio in pedidos:
            bloques[(anio, mes, departamento)][item] = valor
    filas: list[Fila] = []
    for (anio, mes, departamento), valores in sorted(bloques.items()):
        completos = {i: valores.get(i, 0) for i in items}
        for prefijo in PREFIJOS:
            completos[f"{prefijo}TOTAL"] = sum(
                v for i, v in valores.items() if i.startswith(prefijo)
            )
        for sexo in ("EF_", "EM_"):
            completos[f"{sexo}SUB TOTAL"] = valores.get(f"{sexo}SUB TOTAL") or sum(
                v for i, v in valores.items() if i.startswith(sexo)
            )
        completos["EM_EF_TOTAL"] = completos["EF_SUB TOTAL"] + completos["EM_SUB TOTAL"]
        lugar = ["", "", ""] if anio in sin_mes else ["PROVINCIA X", "DISTRITO X", "DIVINCRI"]
        base = [anio, 1 if anio in sin_mes else mes, departamento, NOMBRES[departamento], *lugar]
        filas += [[*base, "CATEGORÍA", item, valor] for item, valor in sorted(completos.items())]
    return filas


def como_csv(
    filas: Iterable[Fila],
    *,
    separador: str = ",",
    codificacion: str = "utf-8",
    cabecera: Sequence[str] = CABECERA,
) -> bytes:
    """Las filas en CSV."""
    texto = io.StringIO(newline="")
    escritor = csv.writer(texto, delimiter=separador)
    escritor.writerow(cabecera)
    escritor.writerows(filas)
    return texto.getvalue().encode(codificacion)


def como_xlsx(filas: Iterable[Fila], *, hoja: str = "BD_CONSOLIDADO_TRATA") -> bytes:
    """Las filas en un libro de Excel, con una hoja de portada delante."""
    memoria = io.BytesIO()
    with xlsxwriter.Workbook(memoria, {"in_memory": True}) as libro:
        libro.add_worksheet("Portada").write(0, 0, "Trata de personas")
        datos = libro.add_worksheet(hoja)
        for n, fila in enumerate([CABECERA, *filas]):
            datos.write_row(n, 0, fila)
    return memoria.getvalue()
