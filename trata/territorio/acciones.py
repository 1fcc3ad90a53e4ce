"""Lo que se corrige del territorio: sólo las Macro Regiones Policiales."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from trata.territorio.models import MacroRegionPolicial, Ubigeo


@transaction.atomic
def corregir_macro_region_policial(
    *,
    macrorregion: MacroRegionPolicial,
    nombre: str,
    departamentos: Collection[Ubigeo],
    fuente: str,
    por: Any,
) -> MacroRegionPolicial:
    """Cambia nombre, departamentos y fuente. Lo corregido no lo pisa la carga de catálogos."""
    macrorregion.nombre, macrorregion.fuente = nombre, fuente
    macrorregion.editada = True
    macrorregion.full_clean()
    macrorregion.save()
    macrorregion.departamentos.set(departamentos)
    return macrorregion
