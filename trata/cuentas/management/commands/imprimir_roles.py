"""Imprime la tabla de roles en Markdown, o la pone en `docs/seguridad.md`."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from trata.cuentas.permisos import Permiso
from trata.cuentas.roles import ROLES

INICIO = "<!-- tabla de roles: la escribe `manage.py imprimir_roles --escribir` -->"
FIN = "<!-- fin de la tabla de roles -->"


def tabla_de_roles() -> str:
    """La tabla rige tal como está en `roles.py`: un rol por fila y luego sus permisos."""
    lineas = ["| Rol | Para | Puede |", "|---|---|---|"]
    for rol in ROLES.values():
        permisos = "; ".join(p.descripcion for p in Permiso if rol.puede(p))
        lineas.append(f"| {rol.nombre} | {rol.para} | {permisos} |")
    return "\n".join(lineas)


def con_tabla(texto: str) -> str:
    """Recibe el documento; lo devuelve con la tabla de hoy entre sus marcas."""
    antes, _, resto = texto.partition(INICIO)
    _, fin, despues = resto.partition(FIN)
    if not fin:
        raise CommandError(f"El documento no tiene las marcas «{INICIO}» y «{FIN}».")
    return f"{antes}{INICIO}\n\n{tabla_de_roles()}\n\n{FIN}{despues}"


class Command(BaseCommand):
    """Imprime la tabla de roles."""

    help = "Imprime la tabla de roles; con --escribir la pone en docs/seguridad.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--escribir", action="store_true")

    def handle(self, *args: Any, **opciones: Any) -> None:
        if not opciones["escribir"]:
            self.stdout.write(tabla_de_roles())
            return
        archivo = Path(settings.BASE_DIR) / "docs" / "seguridad.md"
        archivo.write_text(con_tabla(archivo.read_text(encoding="utf-8")), encoding="utf-8")
        self.stdout.write(f"Tabla escrita en {archivo.name}")
