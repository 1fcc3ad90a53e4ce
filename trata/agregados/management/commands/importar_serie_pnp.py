"""`manage.py importar_serie_pnp ARCHIVO`: carga la serie oficial y dice qué defectos trae."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from trata.agregados.acciones import importar_serie
from trata.agregados.models import Carga
from trata.comun.formato import decimal, entero

MARCA = {"error": "ERROR", "aviso": "AVISO", "nota": "NOTA"}


class Command(BaseCommand):
    """Importa el XLSX o CSV del Ministerio tal como se publica."""

    help = "Carga la serie oficial de trata de personas (XLSX o CSV de datos abiertos)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archivo", help="XLSX o CSV publicado por el Ministerio")

    def handle(self, *args: Any, archivo: str, **options: Any) -> None:
        ruta = Path(archivo)
        try:
            contenido = ruta.read_bytes()
        except OSError as error:
            raise CommandError(f"No se puede leer {ruta}: {error.strerror}.") from None
        carga = importar_serie(
            contenido=contenido,
            archivo=ruta.name,
            por=None,
            al_avanzar=lambda n, texto: self.stdout.write(f"{n:3d} % {texto}"),
        )
        self._informe(carga.informe)
        if carga.estado == Carga.Estado.RECHAZADA:
            raise CommandError(f"No se cargó nada. {carga.informe['mensaje']}")
        self.stdout.write(
            f"{carga.get_estado_display()}. {entero(carga.filas)} filas, {entero(carga.celdas)} "
            f"celdas, {decimal(carga.milisegundos / 1000)} s."
        )

    def _informe(self, informe: dict[str, Any]) -> None:
        for anio, n in informe["totales"].items():
            self.stdout.write(f"  {anio}: {entero(n)} registros")
        for h in informe["hallazgos"]:
            self.stdout.write(f"{MARCA[h['gravedad']]} {h['titulo']} ({entero(h['cantidad'])})")
            self.stdout.write(f"      {h['que_se_hizo']}")
            for ejemplo in h["ejemplos"]:
                self.stdout.write(f"      · {ejemplo}")
