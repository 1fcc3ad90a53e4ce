"""Los procesos de la prueba: se arrancan, se matan con kill -9 y se vuelven a arrancar."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg2

from trata.servicios_locales.postgres import Postgres
from trata.servicios_locales.redis_local import Redis
from trata.servicios_locales.rutas import rutas_locales
from trata.servicios_locales.semaforos import piscina_de_celery

BASE = Path(__file__).resolve().parents[2]


def puerto_libre() -> int:
    """Un puerto libre de esta máquina."""
    with socket.socket() as enchufe:
        enchufe.bind(("127.0.0.1", 0))
        return enchufe.getsockname()[1]


class Casa:
    """PostgreSQL, Redis, web, trabajador y reloj, en una carpeta propia."""

    def __init__(self, carpeta: Path, *, ingenua: bool) -> None:
        os.environ["TRATA_LOCAL"] = str(carpeta)
        self.rutas = rutas_locales(BASE)
        self.postgres = Postgres(carpeta / "postgres", self.rutas.enchufes)
        self.redis = Redis(carpeta / "redis", self.rutas.enchufes)
        self.puerto = puerto_libre()
        self.registro = carpeta / "procesos.log"
        self.procesos: dict[str, subprocess.Popen] = {}
        self.entorno = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST")} | {
            "TRATA_ENTORNO": "demo",
            "DJANGO_SETTINGS_MODULE": "bench.matar.ajustes",
            "MATAR_INGENUA": "1" if ingenua else "0",
            "PYTHONPATH": str(BASE),
        }
        for sobra in ("DATABASE_URL", "REDIS_URL"):
            self.entorno.pop(sobra, None)
        bin_ = Path(sys.executable).parent
        direccion = f"127.0.0.1:{self.puerto}"
        celery = [str(bin_ / "celery"), "-A", "trata", "--workdir", str(BASE)]
        self.ordenes = {
            "web": [
                *(str(bin_ / "gunicorn"), "trata.wsgi", "--bind", direccion),
                *("--workers", "2", "--threads", "2", "--log-level", "error"),
            ],
            "trabajador": [
                *celery,
                "worker",
                "-c",
                "2",
                "--loglevel",
                "ERROR",
                *piscina_de_celery(),
            ],
            "reloj": [*celery, "beat", "--loglevel", "ERROR", "--pidfile", ""],
        }

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.puerto}/api/v1/envios/"

    def conectar(self) -> psycopg2.extensions.connection:
        conexion = psycopg2.connect(
            dbname="trata", user="postgres", host=str(self.rutas.enchufes), connect_timeout=10
        )
        conexion.autocommit = True
        return conexion

    def manage(self, *orden: str) -> None:
        subprocess.run(
            [sys.executable, "manage.py", *orden], cwd=BASE, env=self.entorno, check=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def preparar(self) -> None:
        """Base nueva con lo justo: tablas de la prueba, un usuario y el calendario."""
        self.rutas.raiz.mkdir(parents=True, exist_ok=True)
        self.postgres.arrancar()
        self.redis.arrancar()
        self.manage("migrate", "--verbosity", "0")
        self.manage(
            "shell",
            "-c",
            "from trata.trabajos.catalogo import cargar; cargar(verificar=False); "
            "from trata.cuentas.models import Usuario; "
            "Usuario.objects.create_user('matar', nombres='Prueba')",
        )
        with self.conectar() as conexion, conexion.cursor() as cursor:
            cursor.execute("CREATE TABLE matar_envio (clave text)")
            cursor.execute("CREATE TABLE matar_efecto (clave text)")
            cursor.execute("GRANT SELECT, INSERT ON matar_envio, matar_efecto TO app")
        for nombre in self.ordenes:
            self.arrancar(nombre)

    def arrancar(self, nombre: str) -> None:
        if nombre == "base":
            self.postgres.arrancar()
            return
        if nombre == "redis":
            self.redis.arrancar()
            return
        with self.registro.open("ab") as salida:
            self.procesos[nombre] = subprocess.Popen(
                self.ordenes[nombre], cwd=BASE, env=self.entorno, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=salida, stderr=subprocess.STDOUT,
            )  # fmt: skip

    def matar(self, nombre: str) -> None:
        """kill -9: a Redis y a la base, al proceso principal; a los demás, al grupo entero."""
        if nombre in ("base", "redis"):
            servicio = self.postgres if nombre == "base" else self.redis
            pid = servicio.pid()
            if pid:
                os.kill(pid, signal.SIGKILL)
                time.sleep(0.2)
            return
        proceso = self.procesos[nombre]
        if proceso.poll() is None:
            os.killpg(proceso.pid, signal.SIGKILL)
        proceso.wait()

    def apagar(self) -> None:
        for nombre in self.ordenes:
            if nombre in self.procesos:
                self.matar(nombre)
        self.redis.detener()
        self.postgres.detener()
