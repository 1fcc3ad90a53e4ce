"""`manage.py cargar_catalogos [--verificar]`: la base, igual a los archivos de catálogos."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from trata.comun.catalogos import ErroresDeCatalogo, cargar_todos


class Command(BaseCommand):
    """Lee todos los catálogos declarados en `settings.CATALOGOS` y los sincroniza."""

    help = "Carga los catálogos oficiales desde sus archivos; no borra nada."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--verificar",
            action="store_true",
            help="Sólo revisa los archivos y dice qué cambiaría; no escribe.",
        )

    def handle(self, *args: Any, verificar: bool, **options: Any) -> None:
        try:
            cargar_todos(verificar=verificar, al_avanzar=lambda r: self.stdout.write(str(r)))
        except ErroresDeCatalogo as error:
            for texto in error.errores:
                self.stderr.write(f"- {texto}")
            raise CommandError(
                f"{len(error.errores)} errores en los catálogos. No se guardó nada."
            ) from None
