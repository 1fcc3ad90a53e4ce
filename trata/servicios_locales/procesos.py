"""Arrancar, reconocer y terminar procesos del sistema sin tocar los ajenos."""

import hashlib
import os
import pwd
import subprocess
from collections.abc import Sequence
from pathlib import Path

import psutil

CUENTA_SIN_PRIVILEGIOS = "nobody"


class ErrorDeServicio(Exception):
    """Un servicio local no pudo arrancar; el mensaje dice qué hacer."""


class ProcesoSuelto(subprocess.Popen):
    """Un proceso que sobrevive a quien lo arranca; por eso olvidarlo no es un descuido."""

    def __del__(self, *args: object) -> None:
        """No avisa de que el proceso sigue: es lo que se quiere."""


def cuenta_de_servicio() -> str | None:
    """Devuelve la cuenta con que debe correr PostgreSQL: ninguna otra, salvo que seamos root.

    PostgreSQL se niega a correr como root.
    """
    return CUENTA_SIN_PRIVILEGIOS if os.geteuid() == 0 else None


def refugio(ruta: Path) -> Path:
    """Recibe una ruta; devuelve la misma si la cuenta de servicio puede llegar a ella.

    Si no puede (root con el proyecto en una carpeta cerrada, como `/root`), devuelve una carpeta
    equivalente en `/var/tmp`. Lanza `ErrorDeServicio` si esa carpeta es de otra persona.
    """
    ruta = ruta.resolve()
    if cuenta_de_servicio() is None or all(
        carpeta.stat().st_mode & 0o001 for carpeta in ruta.parents if carpeta.is_dir()
    ):
        return ruta
    huella = hashlib.sha256(str(ruta).encode()).hexdigest()[:10]
    sustituta = Path("/var/tmp") / f"trata-{os.getuid()}-{huella}"  # noqa: S108 - se revisa el dueño
    sustituta.mkdir(mode=0o755, exist_ok=True)
    if sustituta.is_symlink() or sustituta.stat().st_uid != os.getuid():
        raise ErrorDeServicio(f"la carpeta {sustituta} es de otra cuenta. Bórrala y repite.")
    return sustituta / ruta.name


def ceder(carpeta: Path) -> None:
    """Deja `carpeta` (que crea) sólo para la cuenta de servicio, con permiso 0700."""
    carpeta.mkdir(parents=True, exist_ok=True)
    carpeta.chmod(0o700)
    if (cuenta := cuenta_de_servicio()) is not None:
        datos = pwd.getpwnam(cuenta)
        os.chown(carpeta, datos.pw_uid, datos.pw_gid)


def entorno_limpio() -> dict[str, str]:
    """Devuelve el entorno sin las variables de PostgreSQL que desviarían a los programas."""
    return {k: v for k, v in os.environ.items() if not k.startswith("PG")} | {"LC_ALL": "C"}


def lanzar(orden: Sequence[str], *, registro: Path, cuenta: str | None = None) -> ProcesoSuelto:
    """Arranca `orden` en su propia sesión, con su salida en `registro`; devuelve el proceso."""
    identidad = (
        {}
        if cuenta is None
        else {"user": cuenta, "group": pwd.getpwnam(cuenta).pw_gid, "extra_groups": []}
    )
    with registro.open("ab") as salida:
        return ProcesoSuelto(
            orden,
            stdin=subprocess.DEVNULL,
            stdout=salida,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            cwd="/",
            env=entorno_limpio(),
            **identidad,
        )


def proceso_vivo(pid: int | None, *, nombre: str) -> psutil.Process | None:
    """Devuelve el proceso `pid` si vive y su programa contiene `nombre`; si no, `None`.

    Un zombi cuenta como muerto: tras un kill -9 su número puede seguir ocupado.
    """
    if pid is None:
        return None
    try:
        proceso = psutil.Process(pid)
        if proceso.status() != psutil.STATUS_ZOMBIE and nombre in proceso.name():
            return proceso
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return None
    return None


def terminar(procesos: Sequence[psutil.Process], *, senal: int, segundos: float) -> None:
    """Manda `senal` a cada proceso, espera y mata a los que queden."""
    for proceso in procesos:
        try:
            proceso.send_signal(senal)
        except psutil.NoSuchProcess:
            continue
    _, tercos = psutil.wait_procs(procesos, timeout=segundos)
    for proceso in tercos:
        try:
            proceso.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(tercos, timeout=5)


def leer_pid(archivo: Path) -> int | None:
    """Devuelve el número de proceso escrito en la primera línea de `archivo`, si lo hay."""
    try:
        return int(archivo.read_bytes().split(b"\n", 1)[0])
    except (OSError, ValueError):
        return None
