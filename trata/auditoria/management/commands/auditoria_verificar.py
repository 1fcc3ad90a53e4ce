"""`manage.py auditoria_verificar`: dice si la historia está íntegra y, si no, dónde no."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from trata.auditoria.sello.anclas import archivos_propios, leer_anclas
from trata.auditoria.sello.conciliar import conciliar
from trata.auditoria.sello.llave import llaves_de_sello
from trata.auditoria.sello.verificar import verificar


class Command(BaseCommand):
    """Verifica la cadena, las anclas, cada fila sellada y los datos contra su último evento."""

    help = "Verifica que nadie alteró la historia; termina con error si halla algo."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anclas",
            type=Path,
            nargs="*",
            default=[],
            help="archivos de anclas guardados fuera, además de los del sellador",
        )

    def handle(self, *args: Any, anclas: list[Path], **options: Any) -> None:
        guardadas = leer_anclas([*archivos_propios(), *anclas])
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            resultado = verificar(cursor, llaves_de_sello(), guardadas)
            resultado.hallazgos += conciliar(cursor)
        self.stdout.write(
            f"Lotes: {resultado.lotes}. Filas selladas: {resultado.filas}. "
            f"Por sellar: {resultado.por_sellar}. Anclas: {len(guardadas)}."
        )
        if resultado.es_integra:
            self.stdout.write(self.style.SUCCESS("Íntegra: no se halló ninguna alteración."))
            return
        for hallazgo in resultado.hallazgos:
            self.stdout.write(f"- {hallazgo}")
        raise CommandError(f"{len(resultado.hallazgos)} alteraciones.")
