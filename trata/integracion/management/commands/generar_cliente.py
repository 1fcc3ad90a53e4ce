"""`manage.py generar_cliente [--salida trata_cliente.py]`: el cliente de Python de la API."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer

from trata.integracion.cliente import escribir


class Command(BaseCommand):
    """Escribe un solo archivo, sin dependencias, desde el documento OpenAPI de esta copia."""

    help = "Escribe el cliente de Python de la API."

    def add_arguments(self, parser: CommandParser) -> None:
        """Dónde dejarlo."""
        parser.add_argument("--salida", type=Path, default=Path("trata_cliente.py"))

    def handle(self, *args: Any, **opciones: Any) -> None:
        """Genera y guarda."""
        esquema = SchemaGenerator().get_schema(request=None, public=True)
        documento = json.loads(OpenApiJsonRenderer().render(esquema, renderer_context={}))
        opciones["salida"].write_text(escribir(documento), encoding="utf-8")
        self.stdout.write(f"{opciones['salida']}: {len(documento['paths'])} rutas")
