"""Paso de la demostración: los hechos de Cusco con su fuente y contenido sintético marcado."""

from collections.abc import Callable

from django.db import transaction

from regiones.demostracion.cusco import cargar_hechos_de_cusco
from regiones.demostracion.encuentros import cargar_encuentros
from regiones.demostracion.espacios import cargar_espacios
from regiones.demostracion.lista import cargar_lista_de_participantes
from regiones.models import EspacioRegional
from trata.auditoria.contexto import como
from trata.cuentas.models import Usuario


def cargar(decir: Callable[[str], None]) -> None:
    """Carga el contenido de regiones si todavía no está. Se puede repetir sin daño."""
    por = Usuario.objects.get(username="vera")
    if EspacioRegional.objects.filter(es_sintetico=True).exists():
        decir("Regiones: el contenido de demostración ya estaba")
        return
    with como(por, motivo="carga de la demostración"), transaction.atomic():
        cargar_hechos_de_cusco(por)
        espacios = cargar_espacios(por)
        cargar_encuentros(por)
        personas = cargar_lista_de_participantes(por)
    decir(
        f"Regiones: hechos de Cusco con su fuente, {espacios} espacios y {personas} participantes"
    )
