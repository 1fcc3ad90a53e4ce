"""Cifras que el propio registro calcula: los pisos altos las ofrecen, la política las usa.

`settings.CIFRAS_DEL_REGISTRO` lista rutas con puntos; cada una es una `CifraDelRegistro`. Así la
política no importa hacia arriba y cada número se puede seguir hasta sus filas.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string

from trata.cuentas.permisos import Permiso

Filtros = Mapping[str, str | list[str]]


@dataclass(frozen=True)
class CifraDelRegistro:
    """Una cifra y el camino a sus filas.

    `contar(desde, hasta)` devuelve el número; `filas(desde, hasta)` da, por cada lista que lo
    compone, su nombre y los filtros de la vista `vista` que muestra exactamente esas filas.
    """

    codigo: str
    nombre: str
    unidad: str
    que_cuenta: str
    contar: Callable[[date, date], int]
    vista: str
    permiso: Permiso
    filas: Callable[[date, date], list[tuple[str, Filtros]]]

    def enlaces(self, desde: date, hasta: date) -> list[tuple[str, str]]:
        """(nombre, dirección) de cada lista de filas; vacío si la vista no existe."""
        try:
            ruta = reverse(self.vista)
        except NoReverseMatch:
            return []
        return [(n, f"{ruta}?{urlencode(f, doseq=True)}") for n, f in self.filas(desde, hasta)]


def cifras() -> dict[str, CifraDelRegistro]:
    """Todas las cifras declaradas, por código."""
    lista = [import_string(ruta) for ruta in settings.CIFRAS_DEL_REGISTRO]
    return {c.codigo: c for c in lista}
