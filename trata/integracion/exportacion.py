"""Exportar exactamente lo filtrado en la lista de casos: una fila por víctima, sin identidades.

Memoria constante: se lee con cursor y se escribe fila a fila en un archivo temporal. Cada fila
lleva el folio de la exportación, que dice quién y cuándo.
"""

import csv
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import xlsxwriter
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import QueryDict
from django.utils import timezone

from casos.consultas import casos_de
from casos.filtros import CasoFilterSet
from casos.models import Caso, CasoLugar, Victima
from trata.comun.errores import ErrorDeDominio
from trata.comun.formato import entero
from trata.cuentas.models import Usuario
from trata.trabajos.encargos import EnCurso

DE_CASO = (
    "codigo", "materia", "estado", "fecha_de_registro", "entidad_id", "denunciante", "destino",
)  # fmt: skip
DE_VICTIMA = (
    "seudonimo", "estado", "sexo", "edad", "grupo_edad", "nacionalidad", "educacion",
    "finalidad", "captacion", "medio", "vinculo", "lugar_explotacion", "alcance", "hallazgo",
)  # fmt: skip
COLUMNAS = (
    *(f"caso_{c.removesuffix('_id')}" for c in DE_CASO),
    "caso_ubigeo_de_registro",
    *(f"victima_{c}" for c in DE_VICTIMA),
    "folio_de_exportacion",
)
POR_TANDA = 2000
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
Fila = list[Any]


def casos_filtrados(consulta: str, usuario: Usuario) -> QuerySet[Caso]:
    """Los casos que la lista muestra para esa consulta: el mismo filtro y el mismo alcance.

    Lanza `ErrorDeDominio` si el filtro no es válido.
    """
    filtro = CasoFilterSet(QueryDict(consulta) if consulta else None, queryset=casos_de(usuario))
    if filtro.is_bound and not filtro.is_valid():
        raise ErrorDeDominio("filtro_invalido", "El filtro de la lista no es válido.")
    return filtro.qs


def filas_de(casos: QuerySet[Caso], folio: str) -> Iterator[Fila]:
    """Una fila por víctima vigente, con su caso. Lee por tandas."""
    registro = (
        CasoLugar.objects.filter(caso=OuterRef("caso"), rol="registro", retirado_en=None)
        .order_by("id")
        .values("ubigeo_id")[:1]
    )
    victimas = (
        Victima.objects.vigentes()
        .filter(caso__in=casos.order_by().values("pk"))
        .annotate(ubigeo_de_registro=Subquery(registro))
        .order_by("caso_id", "id")
        .values_list(*(f"caso__{c}" for c in DE_CASO), "ubigeo_de_registro", *DE_VICTIMA)
    )
    for valores in victimas.iterator(POR_TANDA):
        yield [*valores, folio]


def inofensivo(valor: Any) -> Any:
    """Un texto que una hoja de cálculo tomaría por fórmula se escribe como texto."""
    if isinstance(valor, str) and valor.startswith(FORMULA):
        return f"'{valor}"
    return "" if valor is None else valor


def a_csv(filas: Iterable[Fila], destino: Path, ficha: dict[str, str]) -> int:
    """CSV en UTF-8 con BOM. Devuelve cuántas filas."""
    with destino.open("w", encoding="utf-8-sig", newline="") as salida:
        escritor = csv.writer(salida)
        escritor.writerow(COLUMNAS)
        return sum(bool(escritor.writerow([inofensivo(v) for v in fila])) for fila in filas)


def a_xlsx(filas: Iterable[Fila], destino: Path, ficha: dict[str, str]) -> int:
    """XLSX en memoria constante, con una hoja que dice quién, cuándo y con qué filtro."""
    n = 0
    opciones = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(destino), opciones) as libro:
        portada = libro.add_worksheet("Ficha")
        portada.set_column(0, 1, 40)
        for i, (que, valor) in enumerate(ficha.items()):
            portada.write_string(i, 0, que)
            portada.write_string(i, 1, valor)
        hoja = libro.add_worksheet("Víctimas")
        hoja.freeze_panes(1, 0)
        hoja.write_row(0, 0, COLUMNAS)
        for n, fila in enumerate(filas, 1):
            for j, valor in enumerate(fila):
                if isinstance(valor, int):
                    hoja.write_number(n, j, valor)
                else:
                    hoja.write_string(n, j, "" if valor is None else str(valor))
    return n


def a_json(filas: Iterable[Fila], destino: Path, ficha: dict[str, str]) -> int:
    """JSON: la ficha y las víctimas, escrito fila a fila."""
    n = 0
    with destino.open("w", encoding="utf-8") as salida:
        salida.write('{"ficha": ' + json.dumps(ficha, ensure_ascii=False) + ', "victimas": [')
        for n, fila in enumerate(filas, 1):
            registro = dict(zip(COLUMNAS, fila, strict=True))
            salida.write(",\n" if n > 1 else "\n")
            salida.write(json.dumps(registro, ensure_ascii=False, default=str))
        salida.write("\n]}\n")
    return n


FORMATOS: dict[str, tuple[str, Callable[[Iterable[Fila], Path, dict[str, str]], int]]] = {
    "csv": ("text/csv; charset=utf-8", a_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", a_xlsx),
    "json": ("application/json", a_json),
}


def exportar(trabajo: EnCurso) -> None:
    """Trabajo en segundo plano. `datos`: `consulta` (la de la lista) y `formato`."""
    tipo, escribir = FORMATOS[trabajo.datos["formato"]]
    casos = casos_filtrados(trabajo.datos["consulta"], trabajo.usuario)
    n_casos = casos.count()
    folio = f"EXP-{timezone.localtime():%Y%m%d-%H%M%S}-{trabajo.usuario.username}"
    ficha = {
        "Folio": folio,
        "Exportó": trabajo.usuario.username,
        "Cuándo": f"{timezone.localtime():%d/%m/%Y %H:%M}",
        "Filtro": trabajo.datos["consulta"] or "Ninguno",
        "Casos": entero(n_casos),
        "Clasificación": "Uso reservado. Sin identidades.",
    }
    trabajo.avance(0, 2, f"Escribiendo {entero(n_casos)} casos")
    with tempfile.TemporaryDirectory() as carpeta:
        archivo = Path(carpeta) / "exportacion"
        n = escribir(filas_de(casos, folio), archivo, ficha)
        trabajo.adjuntar(f"{folio}.{trabajo.datos['formato']}", archivo, tipo)
    trabajo.avance(2, 2, "Listo")
    trabajo.resumen({"casos": n_casos, "victimas": n})
