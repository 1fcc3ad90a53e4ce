"""Los cortes territoriales y de población de un avance."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from politica.acciones.comun import bloquear, exigir_paso, exigir_periodo
from politica.models import AvanceIndicador, Desagregacion
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso


def reemplazar(avance: AvanceIndicador, filas: Sequence[Mapping[str, Any]]) -> None:
    """Pone los cortes del avance iguales a `filas` (dimensión, categoría, valor)."""
    avance.desagregaciones.all().delete()
    Desagregacion.objects.bulk_create(
        Desagregacion(
            avance=avance,
            dimension=fila["dimension"],
            categoria=fila["categoria"],
            valor=fila["valor"],
        )
        for fila in filas
        if fila.get("valor") is not None
    )


@transaction.atomic
def desagregar_avance(
    *, avance: AvanceIndicador, filas: Sequence[Mapping[str, Any]], por: Usuario
) -> AvanceIndicador:
    """Guarda los cortes de un avance mientras su reporte se puede editar."""
    exigir(por, Permiso.REPORTE_REGISTRAR)
    reporte = bloquear(avance.reporte, por)
    exigir_periodo(reporte.periodo, por)
    exigir_paso(reporte, "guardar")
    reemplazar(avance, filas)
    return avance
