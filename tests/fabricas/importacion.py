"""Archivos de casos para las pruebas, y cómo se importan de punta a punta."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter
from django.test import Client

from casos.models import Importacion
from trata.trabajos import encargos
from trata.trabajos.models import Trabajo

FILA = {
    "institucion": "MP",
    "tipo_numero": "Carpeta fiscal",
    "numero": "506-2026-12",
    "materia": "trata",
    "origen": "Denuncia",
    "fecha_de_registro": "10/03/2026",
    "ubigeo_de_registro": "080101",
    "sexo": "Mujer",
    "edad": "17",
    "finalidad": "explotación sexual",
    "estado_victima": "presunta",
    "fecha_de_estado": "11/03/2026",
    "organo": "policia",
}
SIN_NUMERO = {c: v for c, v in FILA.items() if c not in ("institucion", "tipo_numero", "numero")}


def a_csv(filas: Iterable[Mapping[str, Any]], separador: str = ",") -> bytes:
    """Un CSV con las columnas de todas las filas."""
    filas = list(filas)
    columnas = list(dict.fromkeys(c for f in filas for c in f))
    salida = io.StringIO()
    escritor = csv.DictWriter(salida, columnas, delimiter=separador)
    escritor.writeheader()
    escritor.writerows(filas)
    return salida.getvalue().encode()


def a_xlsx(filas: Sequence[Sequence[Any]], **opciones: Any) -> bytes:
    """Un libro con esas filas tal cual."""
    salida = io.BytesIO()
    with xlsxwriter.Workbook(salida, {"in_memory": True} | opciones) as libro:
        hoja = libro.add_worksheet("Datos")
        for i, fila in enumerate(filas):
            hoja.write_row(i, 0, fila)
    return salida.getvalue()


def correr_trabajos() -> list[Trabajo]:
    """Hace lo que haría el trabajador con lo que está en cola."""
    hechos = []
    for trabajo in Trabajo.objects.filter(estado=Trabajo.Estado.EN_COLA).order_by("pk"):
        encargos.ejecutar(trabajo.pk)
        trabajo.refresh_from_db()
        hechos.append(trabajo)
    return hechos


def subir(
    cliente: Client, contenido: bytes, nombre: str = "casos.csv", **datos: str
) -> Importacion:
    """Sube un archivo y espera a que se lea y se revise."""
    archivo = io.BytesIO(contenido)
    archivo.name = nombre
    respuesta = cliente.post("/casos/importar/", {"archivo": archivo, **datos})
    assert respuesta.status_code == 302, respuesta.content.decode()[:500]
    correr_trabajos()
    return Importacion.objects.latest("pk")


def pedir(cliente: Client, importacion: Importacion, verbo: str, **datos: Any) -> Importacion:
    """Un POST a un paso de la importación y su trabajo."""
    respuesta = cliente.post(f"/casos/importar/{importacion.uuid}/{verbo}/", datos)
    assert respuesta.status_code == 302, re.findall(r"error.*", respuesta.content.decode())[:9]
    correr_trabajos()
    importacion.refresh_from_db()
    return importacion
