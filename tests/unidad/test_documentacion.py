"""README y docs: lo que dicen que existe, existe."""

import re

import pytest
from django.core.management import get_commands

from casos.acciones import adjuntos, importacion
from casos.archivos import contenido
from casos.identidad import cuotas
from politica.reglas import EVIDENCIA_MAXIMA
from regiones.forms import capacitaciones
from regiones.importador import FILAS_MAXIMAS
from tests.entorno import BASE
from trata.comun import importador, lectores
from trata.comun.formato import entero, tamano
from trata.integracion.exportacion_masiva import CASOS_SIN_SEGUNDA_PERSONA
from trata.trabajos import limpieza
from trata.trabajos.acciones import VIGENCIA_DE_UN_RESULTADO

DOCUMENTOS = [BASE / "README.md", *sorted((BASE / "docs").rglob("*.md"))]
LAS_DEL_ARRANQUE = {"demo", "test"}


@pytest.mark.parametrize("documento", DOCUMENTOS, ids=lambda d: d.relative_to(BASE).as_posix())
def test_las_ordenes_citadas_existen(documento):
    citadas = set(re.findall(r"manage\.py ([a-z_]+)", documento.read_text(encoding="utf-8")))
    assert citadas <= set(get_commands()) | LAS_DEL_ARRANQUE


@pytest.mark.parametrize("documento", DOCUMENTOS, ids=lambda d: d.relative_to(BASE).as_posix())
def test_los_enlaces_y_las_imagenes_existen(documento):
    texto = documento.read_text(encoding="utf-8")
    for destino in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", texto):
        assert (documento.parent / destino).exists(), destino


@pytest.mark.parametrize("documento", DOCUMENTOS, ids=lambda d: d.relative_to(BASE).as_posix())
def test_los_archivos_de_pruebas_citados_existen(documento):
    texto = documento.read_text(encoding="utf-8")
    for ruta in re.findall(r"`(tests/[\w/]+(?:\.py)?)`", texto):
        assert (BASE / ruta).exists(), ruta


def test_el_readme_empieza_por_las_dos_ordenes():
    bloque = re.search(r"```\n(.*?)```", (BASE / "README.md").read_text(encoding="utf-8"), re.S)
    assert bloque.group(1).splitlines() == ["python3 manage.py demo", "python3 manage.py test"]


def test_el_mapa_de_la_casa_nombra_carpetas_que_existen():
    texto = (BASE / "README.md").read_text(encoding="utf-8")
    mapa = re.search(r"## Mapa de la casa\n\n```\n(.*?)```", texto, re.S).group(1)
    dentro = ""
    for linea in mapa.splitlines():
        for nombre in re.findall(r"^\s*([a-z_]+)/", linea):
            dentro = dentro if linea.startswith(" ") else nombre
            ruta = BASE / dentro / nombre if linea.startswith(" ") else BASE / nombre
            assert ruta.is_dir(), ruta


def test_cada_requisito_esta_fijado_y_dice_para_que():
    for archivo in sorted(BASE.glob("requirements*.txt")):
        for linea in archivo.read_text(encoding="utf-8").splitlines():
            if linea and not linea.startswith("#"):
                assert re.fullmatch(r"[\w.-]+(\[[\w,]+\])?==[\w.]+  # \S.*", linea), linea


def test_lo_que_operacion_dice_que_se_conserva_y_sus_topes_son_los_del_codigo():
    texto = (BASE / "docs" / "operacion.md").read_text(encoding="utf-8")
    dias = {
        "Archivo por importar sin terminar": importacion.DIAS_DE_GRACIA,
        "Respuesta guardada de `Idempotency-Key`": limpieza.GUARDAR_CLAVES.days,
        "Trabajo terminado, salida entregada": limpieza.GUARDAR_TRABAJOS.days,
        "Intentos de entrada que cuenta el freno": limpieza.GUARDAR_INTENTOS.days,
        "Marca de tarea periódica": limpieza.GUARDAR_MARCAS.days,
    }
    for que, cuantos in dias.items():
        assert f"| {que} | {cuantos} días |" in texto, que
    assert limpieza.GUARDAR_SALIDAS == limpieza.GUARDAR_TRABAJOS
    horas = VIGENCIA_DE_UN_RESULTADO.total_seconds() // 3600
    assert f"(exportaciones, borradores de informe) | {horas:.0f} horas |" in texto
    topes = {
        "Archivo de un caso": [tamano(contenido.TAMANO_MAXIMO), tamano(adjuntos.TOTAL_POR_CASO)],
        "Evidencia o acta": [tamano(EVIDENCIA_MAXIMA)],
        "Importación de casos": [
            tamano(importador.BYTES_MAXIMOS),
            entero(importador.FILAS_MAXIMAS),
        ],
        "Lista de participantes": [tamano(capacitaciones.TAMANO_MAXIMO), entero(FILAS_MAXIMAS)],
        "Cuerpo de un pedido a la API": [tamano(lectores.BYTES_MAXIMOS)],
        "Identidades leídas al día": [str(cuotas.LECTURAS_POR_DIA)],
        "Exportar sin segunda persona": [str(CASOS_SIN_SEGUNDA_PERSONA)],
    }
    for que, cifras in topes.items():
        fila = re.search(rf"^\| {que} \| ([^|]+)\|", texto, re.M).group(1)
        for cifra in cifras:
            assert cifra.replace("\u00a0", " ") in fila, (que, cifra)
