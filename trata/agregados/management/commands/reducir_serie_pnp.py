"""`manage.py reducir_serie_pnp ORIGINAL`: vuelve a hacer la serie reducida que trae el proyecto."""

import hashlib
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localdate

from trata.agregados.acciones import INFORME_INCLUIDO
from trata.agregados.serie import calidad, lectura, reducida
from trata.agregados.serie.celdas import datos_de
from trata.agregados.serie.tipos import ArchivoIlegibleError


class Command(BaseCommand):
    """Del archivo publicado al archivo reducido y su informe de calidad. Para quien mantiene."""

    help = "Escribe la serie reducida y su informe de calidad desde el archivo publicado."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("original")
        parser.add_argument("--destino", default=str(reducida.RUTA))

    def handle(self, *args: Any, original: str, destino: str, **options: Any) -> None:
        contenido = Path(original).read_bytes()
        try:
            informe, revisado = calidad.revisar(lectura.leer(contenido))
        except ArchivoIlegibleError as error:
            raise CommandError(error.mensaje) from None
        anios = sorted(informe.totales)
        meta = {
            "fuente": "MININTER/PNP, datos abiertos «Trata de personas»",
            "cobertura": f"{anios[0]} a {anios[-1]}, hasta el mes {informe.ultimo_mes[anios[-1]]}",
            "original": f"{informe.hoja or informe.formato}, {informe.filas} filas",
            "sha256_original": hashlib.sha256(contenido).hexdigest(),
            "que_es": "cantidades distintas de cero por departamento, mes y rótulo, sin totales; "
            "más los subtotales por sexo de los años sin edades",
            "fecha": localdate().isoformat(),
        }
        n = reducida.escribir_reducida(datos_de(revisado), meta, Path(destino))
        INFORME_INCLUIDO.write_text(
            json.dumps(informe.como_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
        self.stdout.write(f"{n} cantidades en {destino}")
