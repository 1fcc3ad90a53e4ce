"""Repartir un hecho por una o más dimensiones, dentro del ámbito de quien consulta."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Sum

from regiones.hechos import HECHOS, Hecho
from trata.comun.errores import ErrorDeDominio


@dataclass(frozen=True)
class Cruce:
    """Un hecho repartido: por cada combinación, sus claves y cuánto."""

    hecho: Hecho
    por: tuple[str, ...]
    filas: list[dict[str, Any]]

    @property
    def total(self) -> int:
        """La suma de las filas: cada cosa cae en una sola."""
        return sum(f["n"] for f in self.filas)


def hecho(codigo: str) -> Hecho | None:
    """El hecho por su código."""
    return HECHOS.get(codigo)


def repartir(definido: Hecho, *, por: Sequence[str], usuario: Any) -> Cruce:
    """Cuenta el hecho por esas dimensiones. Lanza `ErrorDeDominio` si una no es suya."""
    ajenas = [d for d in por if d not in definido.dimensiones]
    if ajenas or not por:
        conocidas = ", ".join(definido.dimensiones)
        raise ErrorDeDominio("dimension_desconocida", f"Elige entre: {conocidas}.")
    claves = {f"por_{d}": F(definido.dimensiones[d].campo) for d in por}
    filas = (
        definido.modelo._default_manager.visibles_para(usuario)
        .filter(**definido.filtro)
        .annotate(peso=definido.peso)
        .order_by()
        .values(**claves)
        .annotate(n=Sum("peso"))
        .order_by(*claves)
    )
    return Cruce(
        definido,
        tuple(por),
        [{d: fila[f"por_{d}"] for d in por} | {"n": fila["n"]} for fila in filas],
    )
