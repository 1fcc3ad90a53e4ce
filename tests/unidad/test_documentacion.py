"""README y docs: lo que dicen que existe, existe."""

import re

import pytest
from django.core.management import get_commands

from tests.entorno import BASE

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
