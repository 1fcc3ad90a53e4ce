"""`preparar_base`: crea la base vacía con sus roles, para restaurar en ella un respaldo."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from trata.comun.base_de_datos import asegurar_roles


class Command(BaseCommand):
    """Crea la base de datos y los roles `dueno` y `app` si faltan; no crea tablas."""

    help = "Crea la base de datos y sus roles si faltan, sin tablas."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        base = settings.DATABASES["default"]["NAME"]
        asegurar_roles(base)
        self.stdout.write(f"La base «{base}» está lista para restaurar en ella un respaldo.")
