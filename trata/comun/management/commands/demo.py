"""`demo`: la casa entera en esta máquina, con datos sintéticos, en una orden."""

import signal
import sys
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from trata.comun.demostracion import Demostracion, Opciones, borrar_datos, tomar_candado
from trata.servicios_locales.procesos import ErrorDeServicio

SENALES = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class DetenerError(Exception):
    """Alguien pidió parar (Ctrl-C, SIGTERM o cerrar la terminal)."""


def _pedir_parada(senal: int, marco: FrameType | None) -> None:
    raise DetenerError


class Command(BaseCommand):
    """Arranca la demostración y se queda vigilándola."""

    help = "Arranca TRATA en esta máquina con datos sintéticos."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--puerto", type=int, default=8000, help="Puerto web (8000).")
        parser.add_argument(
            "--sin-datos", action="store_true", help="Catálogos y cuentas, sin casos."
        )
        parser.add_argument(
            "--reiniciar", action="store_true", help="Borra la demostración anterior; pregunta."
        )
        parser.add_argument("--si", action="store_true", help="Responde sí a la pregunta.")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.EN_SERVIDOR:
            raise CommandError("La demostración no corre con TRATA_ENTORNO=servidor.")
        for senal in SENALES:
            signal.signal(senal, _pedir_parada)
        opciones = Opciones(options["puerto"], options["sin_datos"])
        try:
            with tomar_candado(settings.LOCAL.raiz, opciones.puerto):
                if options["reiniciar"] and not self._reiniciar(options["si"]):
                    return
                self._correr(Demostracion(opciones, self._decir))
        except DetenerError:
            self._decir("Detenida.")
        except (ErrorDeServicio, CommandError) as error:
            sys.exit(f"TRATA: {error}")

    def _correr(self, demostracion: Demostracion) -> None:
        try:
            demostracion.arrancar()
            self._decir(demostracion.bienvenida())
            demostracion.vigilar()
        finally:
            for senal in SENALES:
                signal.signal(senal, signal.SIG_IGN)
            self._decir("\nDetengo la demostración…")
            demostracion.detener()

    def _reiniciar(self, ya_dijo_si: bool) -> bool:
        """Borra los datos si la persona lo confirma; devuelve si se debe seguir."""
        if not ya_dijo_si:
            self._decir("Se borrarán la base de datos y los archivos de esta demostración.")
            try:
                respuesta = input("¿Borrar todo y empezar de nuevo? [s/N] ")
            except EOFError:
                respuesta = ""
            if respuesta.strip().lower() not in {"s", "si", "sí"}:
                self._decir("No borré nada.")
                return False
        borrar_datos(settings.LOCAL.raiz)
        return True

    def _decir(self, texto: str) -> None:
        self.stdout.write(texto)
        self.stdout.flush()
