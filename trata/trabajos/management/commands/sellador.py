"""`manage.py sellador`: el único proceso con la llave del sello."""

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from trata.auditoria.sello.llave import llaves_de_sello
from trata.auditoria.sello.proceso import dar_una_vuelta, sellar_sin_parar
from trata.trabajos.latidos import latir


class Command(BaseCommand):
    """Sella la historia en lotes, sin parar, y guarda las anclas fuera de la base."""

    help = "Sella la historia en lotes. Es el único proceso que tiene la llave del sello."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--cada", type=float, default=20, help="segundos entre vueltas")
        parser.add_argument("--una-vez", action="store_true", help="da una vuelta y termina")

    def handle(self, *args: Any, cada: float, una_vez: bool, **options: Any) -> None:
        llaves = llaves_de_sello()
        if una_vez:
            dar_una_vuelta(llaves)
            return
        self.sigue = True
        for senal in (signal.SIGTERM, signal.SIGINT):
            signal.signal(senal, self._parar)
        sellar_sin_parar(
            llaves,
            cada=cada,
            sigue=lambda: self.sigue,
            tras_cada_vuelta=lambda: latir("sellador"),
        )

    def _parar(self, *_: object) -> None:
        self.sigue = False
