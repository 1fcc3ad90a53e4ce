"""La orden `demo` de verdad: arranca la casa, se repone y no deja nada al detenerse."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import psycopg2
import pytest
from django.db import ProgrammingError
from django.db.migrations.exceptions import InconsistentMigrationHistory

from tests.entorno import BASE
from trata.comun import demostracion
from trata.comun.demostracion import revisar_puerto
from trata.servicios_locales.procesos import ErrorDeServicio, leer_pid
from trata.servicios_locales.supervisor import sueltos

PROPIAS_DE_LAS_PRUEBAS = ("DATABASE_URL", "REDIS_URL", "TRATA_ENTORNO", "PYTEST_XDIST_WORKER")


def _puerto_libre() -> int:
    with socket.socket() as enchufe:
        enchufe.bind(("127.0.0.1", 0))
        return enchufe.getsockname()[1]


class Demo:
    """Una demostración de usar y tirar en su propia carpeta de datos."""

    def __init__(self) -> None:
        self.raiz = Path(tempfile.mkdtemp(prefix="td-"))
        self.raiz.chmod(0o755)
        self.puerto = _puerto_libre()
        self.entorno = {k: v for k, v in os.environ.items() if k not in PROPIAS_DE_LAS_PRUEBAS}
        self.entorno["TRATA_LOCAL"] = str(self.raiz)
        self.proceso: subprocess.Popen | None = None

    def orden(self, *argumentos: str) -> list[str]:
        return [sys.executable, "manage.py", "demo", "--puerto", str(self.puerto), *argumentos]

    def correr(self, *argumentos: str, responde: str = "") -> subprocess.CompletedProcess:
        return subprocess.run(
            self.orden(*argumentos),
            cwd=BASE,
            env=self.entorno,
            input=responde,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def arrancar(self, *argumentos: str) -> str:
        """Arranca y devuelve lo que dijo hasta estar lista."""
        self.proceso = subprocess.Popen(
            self.orden(*argumentos),
            cwd=BASE,
            env=self.entorno,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        dicho = []
        for linea in self.proceso.stdout:
            dicho.append(linea)
            if linea.startswith("Registros:"):
                return "".join(dicho)
        pytest.fail("la demostración no arrancó:\n" + "".join(dicho))

    def detener(self, senal: int = signal.SIGTERM) -> int:
        self.proceso.send_signal(senal)
        self.proceso.stdout.read()
        self.proceso.stdout.close()
        return self.proceso.wait(timeout=30)

    def pedir(self, ruta: str) -> tuple[int, str]:
        direccion = f"http://127.0.0.1:{self.puerto}{ruta}"
        try:
            with urllib.request.urlopen(direccion, timeout=20) as respuesta:
                return respuesta.status, respuesta.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def esperar_parte(self, parte: str, estado: str) -> None:
        limite = time.monotonic() + 40
        while json.loads(self.pedir("/salud/lista/")[1])["partes"][parte] != estado:
            assert time.monotonic() < limite, f"{parte} no llegó a «{estado}»"
            time.sleep(0.2)

    def usuarios(self) -> list[tuple]:
        enchufes = re.search(
            r"-k\n?(\S+)", "\n".join(psutil.Process(self.pid_de_postgres()).cmdline())
        ).group(1)
        conexion = psycopg2.connect(host=enchufes, user="app", dbname="trata")
        try:
            with conexion.cursor() as cursor:
                cursor.execute("SELECT username FROM cuentas_usuario ORDER BY 1")
                return cursor.fetchall()
        finally:
            conexion.close()

    def pid_de_postgres(self) -> int:
        return leer_pid(self.raiz / "postgres" / "postmaster.pid")


@pytest.fixture(scope="module")
def demo():
    demo = Demo()
    yield demo
    if demo.proceso and demo.proceso.poll() is None:
        demo.detener()
    for proceso in sueltos(demo.raiz):
        proceso.kill()
    shutil.rmtree(demo.raiz)


@pytest.mark.lenta
def test_la_demostracion_de_principio_a_fin(demo):
    dicho = demo.arrancar("--sin-datos")
    assert f"http://localhost:{demo.puerto}" in dicho
    assert "Para detener: Ctrl-C" in dicho
    assert "sintéticos" in dicho
    assert demo.pedir("/salud/") == (200, '{"estado": "viva"}')
    usuarios = demo.usuarios()
    assert usuarios

    # Una segunda demostración de la misma copia se niega, con una línea.
    otra = demo.correr()
    assert otra.returncode == 1
    assert re.fullmatch(r"TRATA: esta copia ya tiene una demostración.*\n", otra.stderr)

    # PostgreSQL cae y vuelve solo; mientras tanto hay una página, no una traza.
    os.kill(demo.pid_de_postgres(), signal.SIGKILL)
    demo.esperar_parte("base_de_datos", "responde")

    # Un kill -9 deja procesos sueltos; el arranque siguiente los cierra y conserva los datos.
    demo.detener(signal.SIGKILL)
    assert sueltos(demo.raiz)
    dicho = demo.arrancar("--sin-datos")
    assert "Cerré lo que quedó" in dicho
    assert demo.usuarios() == usuarios

    # SIGTERM detiene todo lo que arrancó.
    postgres = demo.pid_de_postgres()
    assert demo.detener() == 0
    assert sueltos(demo.raiz) == []
    assert not psutil.pid_exists(postgres)

    # `--reiniciar` pregunta, y un no lo deja todo igual.
    hecho = demo.correr("--reiniciar", responde="n\n")
    assert hecho.returncode == 0
    assert "No borré nada" in hecho.stdout
    assert (demo.raiz / "postgres" / "PG_VERSION").exists()


def test_un_puerto_ocupado_se_dice_en_una_linea():
    demo = Demo()
    with socket.socket() as ocupado:
        ocupado.bind(("127.0.0.1", demo.puerto))
        ocupado.listen()
        hecho = demo.correr()
    shutil.rmtree(demo.raiz)
    assert hecho.returncode == 1
    assert re.fullmatch(
        rf"TRATA: otro programa usa el puerto {demo.puerto}\. .*--puerto \d+\n", hecho.stderr
    )


@pytest.mark.parametrize("puerto", [0, -1, 65536])
def test_un_puerto_que_no_existe_se_rechaza(puerto):
    with pytest.raises(ErrorDeServicio, match="no existe"):
        revisar_puerto(puerto)


@pytest.mark.parametrize("fallo", [InconsistentMigrationHistory("x"), ProgrammingError("x\ny")])
def test_una_base_de_otra_version_dice_como_empezar_de_nuevo(monkeypatch, fallo):
    def fallar(*args, **kwargs):
        raise fallo

    monkeypatch.setattr(demostracion, "call_command", fallar)
    with pytest.raises(ErrorDeServicio, match=r"otra versión.*--reiniciar") as error:
        demostracion.Demostracion(demostracion.Opciones(), lambda texto: None)._migrar()
    assert "\n" not in str(error.value)


def test_migrate_sin_servidor_dice_que_hacer():
    demo = Demo()
    hecho = subprocess.run(
        [sys.executable, "manage.py", "migrate"],
        cwd=BASE,
        env=demo.entorno,
        capture_output=True,
        text=True,
        timeout=60,
    )
    shutil.rmtree(demo.raiz)
    assert hecho.returncode == 1
    assert "manage.py servicios arrancar" in hecho.stderr
    assert "Traceback" not in hecho.stderr
