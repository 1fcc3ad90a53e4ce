"""La preparación del entorno: sólo biblioteca estándar, y una línea clara para cada tropiezo."""

import ast
import os
import shutil
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from trata.servicios_locales import preparar

BASE = Path(__file__).resolve().parents[2]
ARCHIVOS = [BASE / "manage.py", BASE / "trata" / "servicios_locales" / "preparar.py"]
Disco = namedtuple("Disco", "total used free")


@pytest.mark.parametrize("archivo", ARCHIVOS, ids=lambda a: a.name)
def test_se_lee_con_un_python_antiguo(archivo):
    ast.parse(archivo.read_text(encoding="utf-8"), feature_version=(3, 6))


def test_solo_importa_la_biblioteca_estandar():
    arbol = ast.parse(ARCHIVOS[1].read_text(encoding="utf-8"))
    importados = {
        alias.name.split(".")[0]
        for nodo in ast.walk(arbol)
        if isinstance(nodo, ast.Import | ast.ImportFrom)
        for alias in nodo.names
    }
    assert importados
    assert importados <= sys.stdlib_module_names


@pytest.mark.parametrize("orden", ["demo", "test"])
def test_en_un_entorno_preparado_no_hace_nada(orden, monkeypatch):
    monkeypatch.setattr(os, "execv", lambda *a: pytest.fail("no debía volver a ejecutarse"))
    assert preparar.preparar(str(BASE), orden, []) is None


def _falla_con(monkeypatch, tmp_path, orden="demo"):
    """Ejecuta la preparación en una carpeta vacía, sin Django, y devuelve la línea de error."""
    monkeypatch.setattr(preparar, "esta_listo", lambda orden: False)
    for archivo in preparar.REQUISITOS["test"]:
        (tmp_path / archivo).write_text("", encoding="ascii")
    with pytest.raises(SystemExit) as salida:
        preparar.preparar(str(tmp_path), orden, [])
    mensaje = str(salida.value)
    assert mensaje.startswith("TRATA: ")
    assert "\n" not in mensaje
    return mensaje


def test_python_antiguo(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    mensaje = _falla_con(monkeypatch, tmp_path)
    assert "3.11" in mensaje
    assert "3.9" in mensaje
    assert "apt install" in mensaje


@pytest.mark.parametrize("ausente", ["venv", "ensurepip"])
def test_falta_el_modulo_venv(monkeypatch, tmp_path, ausente):
    real = preparar.importlib.util.find_spec
    monkeypatch.setattr(
        preparar.importlib.util, "find_spec", lambda m: None if m == ausente else real(m)
    )
    assert "python3-venv" in _falla_con(monkeypatch, tmp_path)


@pytest.mark.parametrize(("orden", "minimo"), preparar.DISCO_MINIMO_EN_MB.items())
def test_no_queda_disco(monkeypatch, tmp_path, orden, minimo):
    libre = (minimo - 1) * 1_000_000
    monkeypatch.setattr(shutil, "disk_usage", lambda ruta: Disco(10**12, 0, libre))
    mensaje = _falla_con(monkeypatch, tmp_path, orden)
    assert f"{minimo - 1} MB" in mensaje
    assert "Libera espacio" in mensaje


def test_no_se_puede_escribir_en_la_carpeta(monkeypatch, tmp_path):
    monkeypatch.setattr(os, "access", lambda ruta, modo: False)
    assert "Clona el proyecto en una carpeta tuya" in _falla_con(monkeypatch, tmp_path)


@pytest.mark.parametrize(
    ("salida", "se_lee"),
    [
        ("ERROR: [Errno 28] No space left on device", "no queda espacio"),
        ("NewConnectionError: Temporary failure in name resolution", "conexión a Internet"),
        ("ERROR: No matching distribution found for Django==5.2.19", "conexión a Internet"),
        ("Collecting x\nERROR: Failed building wheel for x\n", "Failed building wheel for x"),
        ("", "sin más detalle"),
    ],
)
def test_el_fallo_de_pip_se_traduce(salida, se_lee):
    linea = preparar.motivo(salida, "pip no pudo instalar los paquetes")
    assert se_lee in linea
    assert "\n" not in linea


def test_la_marca_vale_para_estos_requisitos_y_no_para_otros(tmp_path):
    (tmp_path / ".venv").mkdir()
    for archivo in preparar.REQUISITOS["test"]:
        (tmp_path / archivo).write_text(archivo, encoding="ascii")
    assert not preparar.instalado(str(tmp_path), "demo")
    huella = preparar.huella(str(tmp_path), preparar.REQUISITOS["demo"])
    (tmp_path / ".venv" / preparar.MARCA).write_text(huella, encoding="ascii")
    assert preparar.instalado(str(tmp_path), "demo")
    assert not preparar.instalado(str(tmp_path), "test")
    (tmp_path / "requirements.txt").write_text("Django==6", encoding="ascii")
    assert not preparar.instalado(str(tmp_path), "demo")


@pytest.mark.parametrize(
    ("argumentos", "reparto"),
    [
        ([], ["-n", "2"]),
        (["tests/unidad", "-k", "norma"], ["-n", "2"]),
        (["-n", "0"], []),
        (["--pdb"], []),
    ],
)
def test_las_pruebas_van_en_paralelo_salvo_que_se_pida_otra_cosa(monkeypatch, argumentos, reparto):
    ejecutado = []
    monkeypatch.setattr(os, "execv", lambda programa, orden: ejecutado.extend(orden))
    monkeypatch.setattr(os, "chdir", lambda ruta: None)
    preparar.ejecutar_pruebas(str(BASE), argumentos)
    assert ejecutado[1:] == ["-m", "pytest", *reparto, *argumentos]


@pytest.mark.lenta
def test_sin_red_termina_con_una_linea_en_una_copia_limpia(tmp_path):
    """La orden real, con un Python sin nada instalado y pip sin de dónde descargar."""
    copia = tmp_path / "copia"
    (copia / "trata" / "servicios_locales").mkdir(parents=True)
    for archivo in [*ARCHIVOS, *(BASE / nombre for nombre in preparar.REQUISITOS["test"])]:
        shutil.copy(archivo, copia / archivo.relative_to(BASE))
    (tmp_path / "vacio").mkdir()
    entorno = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(tmp_path),
        "PIP_NO_INDEX": "1",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_FIND_LINKS": str(tmp_path / "vacio"),
    }
    hecho = subprocess.run(
        [sys.executable, "-S", "manage.py", "demo"],
        cwd=copia,
        env=entorno,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert hecho.returncode == 1
    assert hecho.stderr.strip().startswith("TRATA: no se pudieron descargar los paquetes.")
    assert "Traceback" not in hecho.stderr
