"""`manage.py anclas`: la última firma, para guardarla fuera."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from trata.auditoria.sello.anclas import ultima_ancla


class Command(BaseCommand):
    """Escribe el ancla del último lote en una línea de JSON."""

    help = "Escribe el ancla del último lote. Guárdala en otro servidor, en papel o por correo."

    def handle(self, *args: Any, **options: Any) -> None:
        with connection.cursor() as cursor:
            ancla = ultima_ancla(cursor)
        if ancla is None:
            raise CommandError("Todavía no hay lotes sellados. Arranca: manage.py sellador")
        self.stdout.write(ancla.como_texto())
