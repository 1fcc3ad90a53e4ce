"""El entorno de las pruebas: una carpeta y unos servidores propios por cada corrida de pytest.

La base de datos de cada proceso se clona de una plantilla ya migrada y con catálogos. La plantilla
se guarda en `.local/pruebas/` y se rehace sólo cuando cambia algo de lo que depende.
"""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from trata.servicios_locales.huella import huella_de
from trata.servicios_locales.postgres import Postgres
from trata.servicios_locales.redis_local import Redis
from trata.servicios_locales.rutas import rutas_locales, url_con_base

BASE = Path(__file__).resolve().parent.parent
GUARDADAS = BASE / ".local" / "pruebas"
TRABAJADOR = os.environ.get("PYTEST_XDIST_WORKER", "principal")
ES_EL_PRINCIPAL = TRABAJADOR == "principal"
PREFIJO = f"trata-pruebas-{os.getuid()}-"
DE_QUE_DEPENDE = (
    "**/migrations/*.py",
    "**/datos/**/*",
    "**/catalogo*.py",
    "**/cargar_catalogos.py",
    "comun/base_de_datos.py",
    "comun/historia.py",
)


def preparar() -> None:
    """Fija las variables de entorno de la corrida, antes de cargar Django."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "trata.settings"
    os.environ["TRATA_ENTORNO"] = "pruebas"
    if ES_EL_PRINCIPAL:
        _limpiar_corridas_muertas()
        carpeta = Path(tempfile.gettempdir()) / f"{PREFIJO}{os.getpid()}"
        carpeta.mkdir(mode=0o755, exist_ok=True)
        (carpeta / "estaticos").mkdir(exist_ok=True)
        os.environ["TRATA_CORRIDA"] = str(os.getpid())
        os.environ["TRATA_LOCAL"] = str(carpeta)
        os.environ["TRATA_BASE_EXTERNA"] = os.environ.get("DATABASE_URL", "")
        os.environ["TRATA_REDIS"] = os.environ.get("REDIS_URL") or rutas_locales(BASE).redis_url
    os.environ["REDIS_URL"] = redis_de(TRABAJADOR)


def redis_de(proceso: str) -> str:
    """La base de Redis de un proceso de pruebas: «principal», «gw0», «gw1»…"""
    numero = 0 if proceso == "principal" else int(proceso.removeprefix("gw")) + 1
    return url_con_base(os.environ["TRATA_REDIS"], numero)


def _limpiar_corridas_muertas() -> None:
    """Detiene y borra lo que dejó una corrida a la que mataron."""
    for carpeta in Path(tempfile.gettempdir()).glob(f"{PREFIJO}*"):
        if not psutil.pid_exists(int(carpeta.name.removeprefix(PREFIJO))):
            _apagar(carpeta)


def _apagar(carpeta: Path) -> None:
    enchufes = _enchufes(carpeta)
    Postgres(carpeta / "postgres", enchufes).detener(segundos=5)
    Redis(carpeta / "redis", enchufes).detener()
    shutil.rmtree(enchufes, ignore_errors=True)
    shutil.rmtree(carpeta, ignore_errors=True)


def _enchufes(carpeta: Path) -> Path:
    anterior = os.environ.get("TRATA_LOCAL")
    os.environ["TRATA_LOCAL"] = str(carpeta)
    try:
        return rutas_locales(BASE).enchufes
    finally:
        if anterior is None:
            del os.environ["TRATA_LOCAL"]
        else:
            os.environ["TRATA_LOCAL"] = anterior


def carpeta_de_la_corrida() -> Path:
    """Devuelve la carpeta temporal de esta corrida."""
    return Path(os.environ["TRATA_LOCAL"])


def postgres() -> Postgres | None:
    """Devuelve el PostgreSQL de esta corrida, o `None` si el entorno trae uno."""
    if os.environ["TRATA_BASE_EXTERNA"]:
        return None
    carpeta = carpeta_de_la_corrida()
    duradero = os.environ.get("BASE_DURADERA") == "1"  # lo pide el banco que mide escrituras
    return Postgres(carpeta / "postgres", rutas_locales(BASE).enchufes, duradero=duradero)


def arrancar_redis() -> None:
    """Arranca el Redis de esta corrida si hace falta."""
    if os.environ["TRATA_REDIS"].startswith("unix:"):
        carpeta = carpeta_de_la_corrida()
        Redis(carpeta / "redis", rutas_locales(BASE).enchufes).arrancar()


def apagar() -> None:
    """Detiene los servidores de esta corrida y borra su carpeta."""
    _apagar(carpeta_de_la_corrida())


def huella() -> str:
    """Devuelve una huella de todo lo que decide el contenido de la plantilla."""
    requisitos = (BASE / "requirements.txt").read_text(encoding="utf-8")
    return huella_de(BASE, DE_QUE_DEPENDE, semilla=requisitos)


@contextmanager
def candado(archivo: Path) -> Iterator[None]:
    """Deja pasar a un proceso a la vez."""
    archivo.parent.mkdir(parents=True, exist_ok=True)
    with archivo.open("w") as abierto:
        fcntl.flock(abierto, fcntl.LOCK_EX)
        yield


def copiar_carpeta(origen: Path, destino: Path) -> None:
    """Copia una carpeta de datos conservando dueño y permisos."""
    subprocess.run(["cp", "-a", "--reflink=auto", str(origen), str(destino)], check=True)
