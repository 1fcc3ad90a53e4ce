"""Guardar de una vez los reportes de un libro: todos o ninguno."""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from politica.acciones.reportes import guardar_reporte
from politica.consultas.reportes import editables_de
from politica.models import Periodo
from trata.comun.errores import ErrorDeDominio
from trata.comun.formato import plural
from trata.cuentas.models import Usuario


class VarioError(Exception):
    """Los errores de todos los reportes de un libro: (código, causa)."""

    def __init__(self, causas: list[tuple[str, Exception]]) -> None:
        super().__init__(f"{plural(len(causas), 'reporte')} con errores")
        self.causas = causas


@transaction.atomic
def guardar_hoja(
    *,
    periodo: Periodo,
    reportes: Mapping[str, Mapping[str, Any]],
    por: Usuario,
    confirmados: Collection[str] = (),
) -> int:
    """Guarda cada reporte con la versión del libro. Lanza `VarioError` con todo lo que falla."""
    propios = {r.codigo: r for r in editables_de(periodo, por)}
    causas: list[tuple[str, Exception]] = []
    for codigo, datos in reportes.items():
        try:
            with transaction.atomic():
                guardar_reporte(
                    reporte=propios[codigo],
                    datos=datos,
                    version=datos.get("version") or 0,
                    por=por,
                    confirmados=confirmados,
                )
        except (ValidationError, ErrorDeDominio) as error:
            causas.append((codigo, error))
    if causas:
        raise VarioError(causas)
    return len(reportes)
