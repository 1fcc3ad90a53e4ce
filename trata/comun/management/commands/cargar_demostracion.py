"""`cargar_demostracion`: corre los pasos que las apps declaran en `PASOS_DE_DEMOSTRACION`."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.module_loading import import_string

from trata.comun.formato import decimal
from trata.comun.historia import como_proceso


class Command(BaseCommand):
    """Carga las cuentas y los datos sintéticos de la demostración; se puede repetir sin daño."""

    help = "Carga las cuentas y los datos sintéticos de la demostración."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sin-datos", action="store_true", help="Sólo las cuentas.")

    def handle(self, *args: Any, sin_datos: bool, **options: Any) -> None:
        if settings.EN_SERVIDOR:
            raise CommandError("La demostración no se carga en un servidor.")
        pasos = settings.PASOS_DE_LA_CASA
        if not sin_datos:
            pasos += settings.PASOS_DE_DEMOSTRACION
        for ruta in pasos:
            paso = import_string(ruta)
            inicio = time.monotonic()
            with como_proceso("carga de la demostración"):
                paso(self._decir)
            titulo = (paso.__doc__ or ruta).strip().split("\n")[0].rstrip(".")
            self.stdout.write(f"  · {titulo} ({decimal(time.monotonic() - inicio, 1)} s)")

    def _decir(self, texto: str) -> None:
        self.stdout.write(f"    {texto}")
        self.stdout.flush()
