"""Vigila los procesos de la demostración: los arranca, los repone si caen y los detiene todos.

Cada proceso lleva en su entorno la marca `TRATA_DEMO` con la carpeta de la copia. Así el arranque
siguiente reconoce, tras un kill -9, lo que quedó suelto, y no toca nada ajeno.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from trata.servicios_locales.procesos import ErrorDeServicio, terminar

MARCA = "TRATA_DEMO"
REPOSICIONES_POR_MINUTO = 5
SEGUNDOS_PARA_CERRAR = 8


@dataclass
class Proceso:
    """Un programa de la casa: su nombre y la orden con que arranca."""

    nombre: str
    orden: Sequence[str]
    popen: subprocess.Popen | None = None
    caidas: list[float] = field(default_factory=list)


def sueltos(raiz: Path) -> list[psutil.Process]:
    """Devuelve los procesos de una demostración anterior de la copia cuya carpeta es `raiz`."""
    encontrados = []
    for proceso in psutil.process_iter():
        try:
            if proceso.pid != os.getpid() and proceso.environ().get(MARCA) == str(raiz.resolve()):
                encontrados.append(proceso)
        except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess, OSError):
            continue
    return encontrados


def limpiar_sueltos(raiz: Path) -> int:
    """Termina los procesos sueltos de esta copia; devuelve cuántos eran."""
    procesos = sueltos(raiz)
    terminar(procesos, senal=signal.SIGTERM, segundos=3)
    return len(procesos)


class Supervisor:
    """Arranca y vigila procesos; escribe lo que dicen en `raiz/registros/`."""

    def __init__(self, raiz: Path, base: Path, entorno: dict[str, str]) -> None:
        self.raiz = raiz
        self.base = base
        self.entorno = os.environ | entorno | {MARCA: str(raiz.resolve())}
        self.registros = raiz / "registros"
        self.registros.mkdir(parents=True, exist_ok=True)
        self.procesos: list[Proceso] = []

    def iniciar(self, nombre: str, modulo: Sequence[str]) -> None:
        """Arranca `python <modulo…>` y lo pone bajo vigilancia."""
        proceso = Proceso(nombre, [sys.executable, *modulo])
        self._lanzar(proceso)
        self.procesos.append(proceso)

    def _lanzar(self, proceso: Proceso) -> None:
        with (self.registros / f"{proceso.nombre}.log").open("ab") as salida:
            proceso.popen = subprocess.Popen(
                proceso.orden,
                stdin=subprocess.DEVNULL,
                stdout=salida,
                stderr=subprocess.STDOUT,
                cwd=self.base,
                env=self.entorno,
                start_new_session=True,
            )

    def revisar(self, avisar: Callable[[str], None]) -> None:
        """Repone lo que haya caído. Lanza `ErrorDeServicio` si algo cae una y otra vez."""
        for proceso in self.procesos:
            codigo = proceso.popen.poll() if proceso.popen else 0
            if codigo is None:
                continue
            ahora = time.monotonic()
            proceso.caidas = [t for t in proceso.caidas if ahora - t < 60] + [ahora]
            if len(proceso.caidas) > REPOSICIONES_POR_MINUTO:
                raise ErrorDeServicio(
                    f"«{proceso.nombre}» termina una y otra vez (código {codigo}). "
                    f"Lee {self.registros / proceso.nombre}.log"
                )
            avisar(f"«{proceso.nombre}» terminó (código {codigo}); lo arranco otra vez.")
            self._lanzar(proceso)

    def detener(self) -> None:
        """Detiene todos los procesos y lo que ellos arrancaron, en orden inverso."""
        for proceso in reversed(self.procesos):
            if proceso.popen and proceso.popen.poll() is None:
                proceso.popen.terminate()
        limite = time.monotonic() + SEGUNDOS_PARA_CERRAR
        for proceso in self.procesos:
            if proceso.popen is None:
                continue
            try:
                proceso.popen.wait(timeout=max(0.1, limite - time.monotonic()))
            except subprocess.TimeoutExpired:
                proceso.popen.kill()
                proceso.popen.wait()
        limpiar_sueltos(self.raiz)
