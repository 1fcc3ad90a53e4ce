"""El recorrido entero de un archivo, con el navegador: con errores, anotado, corregido, importado
y deshecho; el de un archivo con otra forma; y una exportación."""

import io
import os
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from casos.models import Asignacion, Caso, Importacion
from tests.fabricas.casos import crear_caso
from tests.fabricas.importacion import FILA, a_csv, a_xlsx, correr_trabajos

pytestmark = pytest.mark.django_db(transaction=True)
# Carpeta donde dejar una foto de cada paso; vacía, no se toman.
FOTOS = os.environ.get("FOTOS_DE_IMPORTACION", "")
ANCHOS = (360, 1920)
ESPERA = 45_000
expect.set_options(timeout=ESPERA)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AJENO = [
    ["REPORTE MENSUAL DE CASOS"],
    ["N° Carpeta", "FEC. DENUNCIA", "DPTO", "PROVINCIA", "DISTRITO", "Nombres y apellidos",
     "Género", "EDAD VICTIMA", "Tipo de explotación", "Observaciones internas"],
    ["506-2026-12", "10/03/2026", "CUZCO", "La Convención", "Santa Ana", "Ficticia Inventada",
     "F", 17, "Expl. sexual", "ninguna"],
    ["507-2026-1", "11/03/2026", "CUZCO", "Cusco", "Wanchaq", "Otra Inventada", "F", 95,
     "Expl. sexual", ""],
]  # fmt: skip


def foto(pagina: Page, nombre: str) -> None:
    """Una foto a 360 y otra a 1920, si se pidieron."""
    if not FOTOS:
        return
    antes = pagina.viewport_size
    for ancho in ANCHOS:
        pagina.set_viewport_size({"width": ancho, "height": 900})
        pagina.screenshot(path=Path(FOTOS) / f"{nombre}-{ancho}.png", full_page=True)
    pagina.set_viewport_size(antes)


def revisar(pagina: Page, nombre: str, *revisiones) -> None:
    """Lo que toda página de la importación cumple: accesible y sin desborde a 360 px."""
    foto(pagina, nombre)
    antes = pagina.viewport_size
    for revision in revisiones:
        revision(pagina)
    pagina.set_viewport_size({"width": 360, "height": 800})
    revisiones[-1](pagina)
    pagina.set_viewport_size(antes)


def subir(pagina: Page, nombre: str, contenido: bytes, tipo: str = "text/csv") -> None:
    pagina.locator("input[type=file]").set_input_files(
        {"name": nombre, "mimeType": tipo, "buffer": contenido}
    )
    pagina.get_by_role("button", name="Subir y revisar").click()
    expect(pagina.get_by_role("heading", name=nombre, exact=True)).to_be_visible()


def corregir_el_anotado(pagina: Page) -> bytes:
    """Baja el archivo anotado y arregla en él las dos celdas malas."""
    with pagina.expect_download() as descarga:
        pagina.get_by_role("link", name="Archivo anotado").click()
    libro = load_workbook(io.BytesIO(Path(descarga.value.path()).read_bytes()))
    hoja = libro["Casos"]
    titulos = {c.value: c.column for c in hoja[1]}
    hoja.cell(3, titulos["edad"]).value = "19"
    hoja.cell(3, titulos["sexo"]).value = "Mujer"
    corregido = io.BytesIO()
    libro.save(corregido)
    return corregido.getvalue()


def deshacer(pagina: Page, *revisiones) -> None:
    """Pide el motivo y anula lo importado."""
    pagina.get_by_role("link", name="Deshacer la importación").click()
    revisar(pagina, "6-deshacer", *revisiones)
    pagina.quejas.perdonar("422")
    pagina.get_by_role("button", name="Deshacer la importación").click()
    expect(pagina.get_by_text("Escribe por qué la deshaces").first).to_be_visible()
    pagina.get_by_label("Por qué la deshaces").fill("Era el archivo del mes pasado")
    pagina.get_by_role("button", name="Deshacer la importación").click()
    correr_trabajos()
    expect(pagina.get_by_text("La importación se deshizo")).to_be_visible()
    assert set(Caso.objects.values_list("estado", flat=True)) == {"anulado"}


def test_con_errores_anotado_corregido_importado_y_deshecho(
    pagina, entrar, sin_faltas_graves, sin_desborde
):
    revisiones = (sin_faltas_graves, sin_desborde)
    pagina.set_default_timeout(ESPERA)
    entrar(pagina, "analista", prefijos=["08"])
    pagina.goto("/casos/importar/")
    revisar(pagina, "1-subir", *revisiones)
    mala = FILA | {"numero": "507-2026-1", "edad": "150", "sexo": "Mujr"}
    subir(pagina, "casos.csv", a_csv([FILA, mala]))
    foto(pagina, "2-en-marcha")
    correr_trabajos()
    expect(pagina.get_by_text("Casos que se crean")).to_be_visible()
    expect(pagina.get_by_text("Escribe una edad entre 0 y 120 años.")).to_be_visible()
    revisar(pagina, "3-con-errores", *revisiones)
    pagina.get_by_role("link", name="Edad").click()
    expect(pagina.get_by_role("row", name="Mujr")).to_have_count(0)
    subir(pagina, "corregido.xlsx", corregir_el_anotado(pagina), XLSX)
    correr_trabajos()
    boton = pagina.get_by_role("button", name="Importar 2 casos")
    expect(boton).to_be_visible()
    revisar(pagina, "4-sin-errores", *revisiones)
    boton.click()
    correr_trabajos()
    expect(pagina.get_by_text("Importación terminada")).to_be_visible()
    assert Caso.objects.filter(estado="borrador").count() == 2
    revisar(pagina, "5-importada", *revisiones)
    deshacer(pagina, *revisiones)
    pagina.goto("/casos/importar/")
    revisar(pagina, "7-historial", *revisiones)


def test_otra_forma_se_empareja_y_se_arregla_sin_volver_a_excel(
    pagina, entrar, sin_faltas_graves, sin_desborde
):
    revisiones = (sin_faltas_graves, sin_desborde)
    pagina.set_default_timeout(ESPERA)
    entrar(pagina, "analista", prefijos=["08"])
    pagina.goto("/casos/importar/")
    subir(pagina, "mp.xlsx", a_xlsx(AJENO), XLSX)
    correr_trabajos()
    pagina.get_by_role("link", name="Emparejar columnas").click()
    revisar(pagina, "8-emparejar", *revisiones)
    expect(pagina.get_by_text("Parece identidad: no se importa")).to_be_visible()
    pagina.get_by_label("Materia").select_option("trata")
    pagina.get_by_label("Institución que dio el número").select_option("mp")
    pagina.get_by_label("Tipo de número").select_option("carpeta_fiscal")
    pagina.get_by_label("Guardar para la próxima como").fill("MP mensual")
    pagina.get_by_role("button", name="Revisar el archivo").click()
    correr_trabajos()
    expect(pagina.get_by_text("Arréglalo aquí, sin volver a Excel")).to_be_visible()
    revisar(pagina, "9-decidir", *revisiones)
    pagina.get_by_label("«F»").select_option("mujer")
    pagina.get_by_label("«Expl. sexual»").select_option("explotacion_sexual")
    pagina.get_by_label("La edad es mayor de 90 años").check()
    pagina.get_by_role("button", name="Aplicar y revisar otra vez").click()
    correr_trabajos()
    pagina.get_by_role("button", name="Importar 2 casos").click()
    correr_trabajos()
    expect(pagina.get_by_text("Importación terminada")).to_be_visible()
    assert Importacion.objects.get().fuente.nombre == "MP mensual"


def test_exportar_lo_filtrado(pagina, entrar, sin_faltas_graves, sin_desborde):
    pagina.set_default_timeout(ESPERA)
    ana = entrar(pagina, "analista", prefijos=["08"])
    for edad in (25, 28):
        caso = crear_caso(registro="080101", victima={"sexo": "mujer", "edad": edad})
        Asignacion.objects.create(caso=caso, usuario=ana, es_responsable=True)
    pagina.goto("/casos/?sexo=mujer")
    pagina.get_by_role("link", name="Exportar 2 casos").click()
    revisar(pagina, "10-exportar", sin_faltas_graves, sin_desborde)
    pagina.get_by_label("HTCDS 2.0").check()
    pagina.get_by_role("button", name="Preparar el archivo").click()
    correr_trabajos()
    with pagina.expect_download() as descarga:
        pagina.get_by_role("link", name="Descargar").first.click()
    assert "htcds" in descarga.value.suggested_filename
    assert '"estandar": "HTCDS"' in Path(descarga.value.path()).read_text(encoding="utf-8")
    foto(pagina, "11-exportado")
