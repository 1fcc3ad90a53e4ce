"""`servicios arrancar|detener|estado`: los servicios embebidos, para quien desarrolla."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from trata.comun.base_de_datos import asegurar_roles
from trata.servicios_locales import conjunto
from trata.servicios_locales.procesos import ErrorDeServicio


class Command(BaseCommand):
    """Arranca, detiene o describe los servicios embebidos."""

    help = "Arranca, detiene o describe el PostgreSQL y el Redis de esta máquina."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("accion", choices=("arrancar", "detener", "estado"))

    def handle(self, *args: Any, accion: str, **options: Any) -> None:
        try:
            getattr(self, accion)()
        except ErrorDeServicio as error:
            raise CommandError(str(error)) from error

    def arrancar(self) -> None:
        conjunto.arrancar(settings.LOCAL)
        if not conjunto.hay_base_externa():
            asegurar_roles(settings.DATABASES["default"]["NAME"])
        self.estado()

    def detener(self) -> None:
        conjunto.detener(settings.LOCAL)
        self.estado()

    def estado(self) -> None:
        servicios = conjunto.servicios(settings.LOCAL)
        for nombre, servicio in servicios.items():
            self.stdout.write(
                f"{nombre}: en marcha (proceso {servicio.pid()})"
                if servicio.listo()
                else f"{nombre}: detenido"
            )
        if not servicios:
            self.stdout.write("El entorno define sus propios servicios: aquí no hay embebidos.")
