"""La demostración en una máquina: de una carpeta vacía a la casa entera funcionando.

Arranca los servicios embebidos, pone la base al día, carga lo sintético y vigila servidor web,
trabajador, calendario y sellador hasta que se le pide parar.
"""

import fcntl
import io
import json
import os
import shutil
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import DatabaseError, connections
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.utils.module_loading import import_string

from trata.servicios_locales import conjunto
from trata.servicios_locales.huella import huella_de
from trata.servicios_locales.procesos import ErrorDeServicio
from trata.servicios_locales.semaforos import piscina_de_celery
from trata.servicios_locales.supervisor import Supervisor, limpiar_sueltos

LO_QUE_SE_CONSERVA = {"pruebas", "demo.candado"}
SEGUNDOS_PARA_ESTAR_LISTA = 90


@dataclass(frozen=True)
class Opciones:
    """Lo que pide quien escribe `manage.py demo`."""

    puerto: int = 8000
    sin_datos: bool = False


def revisar_puerto(puerto: int) -> None:
    """Lanza `ErrorDeServicio` si no se puede escuchar en `puerto`."""
    if not 1 <= puerto <= 65535:
        raise ErrorDeServicio(f"el puerto {puerto} no existe. Usa uno entre 1024 y 65535.")
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as enchufe:
        enchufe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            enchufe.bind(("127.0.0.1", puerto))
        except PermissionError as error:
            raise ErrorDeServicio(
                f"no tienes permiso para usar el puerto {puerto}. Usa uno desde 1024: "
                "python3 manage.py demo --puerto 8000"
            ) from error
        except OSError as error:
            libre = puerto + 1 if puerto < 65535 else 8000
            raise ErrorDeServicio(
                f"otro programa usa el puerto {puerto}. Ciérralo o usa otro: "
                f"python3 manage.py demo --puerto {libre}"
            ) from error


def tomar_candado(raiz: Path, puerto: int) -> IO[str]:
    """Impide dos demostraciones de la misma copia a la vez. Lanza `ErrorDeServicio`."""
    raiz.mkdir(parents=True, exist_ok=True)
    archivo = (raiz / "demo.candado").open("a+", encoding="utf-8")
    try:
        fcntl.flock(archivo, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        archivo.seek(0)
        quien = archivo.read().strip() or "otra terminal"
        archivo.close()
        raise ErrorDeServicio(
            f"esta copia ya tiene una demostración en marcha ({quien}). Detenla con Ctrl-C."
        ) from error
    archivo.truncate(0)
    archivo.write(f"http://localhost:{puerto}, proceso {os.getpid()}")
    archivo.flush()
    return archivo


def borrar_datos(raiz: Path) -> None:
    """Borra la base, los archivos y los secretos de la demostración; deja lo de las pruebas."""
    conjunto.detener(settings.LOCAL)
    conjunto.borrar_base(settings.LOCAL)
    for elemento in raiz.iterdir():
        if elemento.name in LO_QUE_SE_CONSERVA:
            continue
        if elemento.is_dir():
            shutil.rmtree(elemento)
        else:
            elemento.unlink()


class Demostracion:
    """Una demostración en marcha. `decir(texto)` recibe cada línea de avance."""

    def __init__(self, opciones: Opciones, decir: Callable[[str], None]) -> None:
        self.opciones = opciones
        self.decir = decir
        self.raiz: Path = settings.LOCAL.raiz
        self.inicio = time.monotonic()
        self.supervisor: Supervisor | None = None

    def arrancar(self) -> None:
        """Deja la casa lista para usarse. Lanza `ErrorDeServicio`."""
        if limpiar_sueltos(self.raiz):
            self.decir("Cerré lo que quedó de una demostración interrumpida.")
        revisar_puerto(self.opciones.puerto)
        self._arrancar_servicios()
        self._poner_al_dia()
        self._arrancar_procesos()
        self._esperar()

    def _arrancar_servicios(self) -> None:
        nuevos = conjunto.arrancar(settings.LOCAL)
        self.decir(f"{' y '.join(nuevos) or 'Servicios'} en marcha ({self.segundos()} s).")

    def _poner_al_dia(self) -> None:
        """Migra y carga lo que falte; no hace nada si nada cambió desde la última vez."""
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
        marca = settings.LOCAL.raiz / "demostracion.json"
        base = json.dumps(settings.DATABASES["default"], default=str, sort_keys=True)
        semilla = base + conjunto.nacimiento(settings.LOCAL)
        huella = huella_de(settings.BASE_DIR, ("**/*",), semilla=semilla)
        hecho = json.loads(marca.read_text()) if marca.exists() else {}
        if hecho.get("huella") == huella and (hecho["datos"] or self.opciones.sin_datos):
            return
        self._migrar()
        self.decir(f"Base de datos al día ({self.segundos()} s).")
        if "cargar_catalogos" in get_commands():
            call_command("cargar_catalogos", stdout=io.StringIO())
            self.decir(f"Catálogos cargados ({self.segundos()} s).")
        self.decir("Preparo la demostración…")
        settings.DIRECCION_PUBLICA = self.direccion  # los correos de muestra llevan a esta casa
        call_command("cargar_demostracion", sin_datos=self.opciones.sin_datos)
        connections.close_all()
        datos = hecho.get("datos", False) or not self.opciones.sin_datos
        marca.write_text(json.dumps({"huella": huella, "datos": datos}))

    def _migrar(self) -> None:
        """Aplica las migraciones. Lanza `ErrorDeServicio` si la base es de otra versión."""
        try:
            call_command("migrate", verbosity=0, interactive=False)
        except (DatabaseError, InconsistentMigrationHistory) as error:
            raise ErrorDeServicio(
                "la base de esta carpeta es de otra versión y no se puede actualizar "
                f"({str(error).splitlines()[0]}). Empieza de nuevo con: "
                "python3 manage.py demo --reiniciar"
            ) from error

    def _arrancar_procesos(self) -> None:
        supervisor = self.supervisor = Supervisor(
            self.raiz,
            settings.BASE_DIR,
            {"DIRECCION_PUBLICA": self.direccion, "DJANGO_SETTINGS_MODULE": "trata.settings"},
        )
        supervisor.iniciar("web", self._orden_web())
        supervisor.iniciar("worker", (*ORDEN_WORKER, *piscina_de_celery()))
        supervisor.iniciar("beat", ORDEN_BEAT)
        if "sellador" in get_commands():
            supervisor.iniciar("sellador", ("manage.py", "sellador"))

    def _orden_web(self) -> tuple[str, ...]:
        return (*ORDEN_WEB, "--bind", f"127.0.0.1:{self.opciones.puerto}", "--workers", "2")

    @property
    def direccion(self) -> str:
        """Dirección que se abre en el navegador."""
        return f"http://localhost:{self.opciones.puerto}"

    def segundos(self) -> str:
        """Segundos desde el comienzo, escritos."""
        return f"{time.monotonic() - self.inicio:.1f}".replace(".", ",")

    def _esperar(self) -> None:
        limite = time.monotonic() + SEGUNDOS_PARA_ESTAR_LISTA
        while not self._responde():
            self.supervisor.revisar(self.decir)
            if time.monotonic() > limite:
                raise ErrorDeServicio(
                    f"el servidor no respondió. Lee {self.supervisor.registros / 'web.log'}"
                )
            time.sleep(0.1)

    def _responde(self) -> bool:
        """Dice si el servidor web atiende y ve la base de datos y Redis."""
        direccion = f"http://127.0.0.1:{self.opciones.puerto}/salud/lista/"
        try:
            with urllib.request.urlopen(direccion, timeout=20) as respuesta:  # noqa: S310
                partes = json.load(respuesta)["partes"]
        except urllib.error.HTTPError as error:
            partes = self._partes_de(error)
        except OSError:
            return False
        return {partes.get("base_de_datos"), partes.get("redis")} == {"responde"}

    @staticmethod
    def _partes_de(error: urllib.error.HTTPError) -> dict[str, str]:
        """Lee las partes de una respuesta 503; ninguna si lo que vino no es JSON."""
        with error:
            try:
                return json.load(error)["partes"]
            except (ValueError, KeyError):
                return {}

    def vigilar(self) -> None:
        """Repone lo que caiga, también los servicios; no vuelve hasta que lo interrumpen."""
        while True:
            self.supervisor.revisar(self.decir)
            for nombre in conjunto.arrancar(settings.LOCAL):
                self.decir(f"{nombre} había caído; está otra vez en marcha.")
            time.sleep(1)

    def detener(self) -> None:
        """Detiene todo lo que esta demostración arrancó."""
        if self.supervisor is not None:
            self.supervisor.detener()
        connections.close_all()
        conjunto.detener(settings.LOCAL)

    def bienvenida(self) -> str:
        """Texto final: dirección, cuentas y cómo detener."""
        lineas = ["", f"TRATA está lista en {self.direccion}  ({self.segundos()} s)", ""]
        if settings.CUENTAS_DE_DEMOSTRACION:
            cuentas = list(import_string(settings.CUENTAS_DE_DEMOSTRACION)())
            ancho, ancho_clave = (max(len(str(c[i])) for c in cuentas) for i in (0, 1))
            lineas.append("Cuentas de demostración (todos los datos son sintéticos):")
            lineas += [f"  {u:<{ancho}}  {c:<{ancho_clave}}  {quien}" for u, c, quien in cuentas]
            lineas.append("")
        lineas.append(f"Para detener: Ctrl-C (o, desde otra terminal: kill {os.getpid()})")
        lineas.append(f"Registros: {self.raiz / 'registros'}")
        return "\n".join(lineas)


ORDEN_WEB = (
    *("-m", "gunicorn", "trata.wsgi:application", "--worker-class", "gthread", "--threads", "4"),
    *("--preload", "--graceful-timeout", "5", "--timeout", "60", "--log-level", "warning"),
)
ORDEN_WORKER = (
    *("-m", "celery", "-A", "trata", "worker", "--concurrency", "2", "--loglevel", "WARNING"),
    *("--without-gossip", "--without-mingle"),
)
ORDEN_BEAT = ("-m", "celery", "-A", "trata", "beat", "--loglevel", "WARNING", "--pidfile=")
