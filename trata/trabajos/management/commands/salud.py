"""`salud PARTE`: termina con 0 si esa parte responde. Es la comprobación de los contenedores."""

import urllib.error
import urllib.request
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from trata.trabajos.latidos import PROCESOS
from trata.trabajos.salud import estado_de_las_partes


class Command(BaseCommand):
    """Dice si una parte de la casa responde."""

    help = "Termina con 0 si la parte responde y con 1 si no."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("parte", choices=("web", "base_de_datos", "redis", *PROCESOS))
        parser.add_argument("--puerto", type=int, default=8000, help="Puerto de la web (8000).")

    def handle(self, *args: Any, parte: str, puerto: int, **options: Any) -> None:
        responde = (
            web_responde(puerto) if parte == "web" else estado_de_las_partes().get(parte, False)
        )
        if not responde:
            raise CommandError(f"{parte}: no responde")
        self.stdout.write(f"{parte}: responde")


def web_responde(puerto: int) -> bool:
    """Pide `/salud/` al servidor web de esta máquina; dice si respondió 200."""
    anfitrion = settings.ALLOWED_HOSTS[0].lstrip(".").replace("*", "localhost")
    pedido = urllib.request.Request(  # noqa: S310 - siempre http y esta máquina
        f"http://127.0.0.1:{puerto}/salud/",
        headers={"Host": anfitrion, "X-Forwarded-Proto": "https"},
    )
    try:
        with urllib.request.urlopen(pedido, timeout=10) as respuesta:  # noqa: S310
            return respuesta.status == 200
    except (OSError, urllib.error.HTTPError):
        return False
