"""La tabla de permisos por ruta, escrita aparte de las vistas, y en qué se apartan ellas de ella.

Las vistas dicen qué permiso piden y la tabla lo que deben pedir: rebajar una vista sin tocar la
tabla se nota, y tocar la tabla se lee en la revisión.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from tests.arquitectura.rutas import Ruta, permiso_que_pide

TABLA = Path(__file__).parent / "permisos_por_ruta.yaml"
NADIE = "nadie"


def tabla_de_permisos() -> dict[str, str | dict[str, str]]:
    """Ruta → permiso, o ruta → método → permiso."""
    return yaml.safe_load(TABLA.read_text(encoding="utf-8"))


def permiso_debido(tabla: Mapping[str, str | dict[str, str]], ruta: str, metodo: str) -> str:
    """Lo que la tabla exige; un método que no nombra no es de nadie."""
    debido = tabla[ruta]
    return debido if isinstance(debido, str) else debido.get(metodo, NADIE)


def apartadas(
    rutas: Sequence[Ruta], tabla: Mapping[str, str | dict[str, str]]
) -> list[tuple[str, str, str, str]]:
    """Cada (ruta, método, pide, debe) en que una vista no pide lo que la tabla dice.

    Una ruta sin fila, o una fila sin ruta, también se aparta.
    """
    nombres = {r.nombre for r in rutas}
    malas = [(sobra, "", "no existe", "") for sobra in tabla if sobra not in nombres]
    for ruta in rutas:
        if ruta.nombre not in tabla:
            malas.append((ruta.nombre, "", "", "falta en la tabla"))
            continue
        for metodo in ruta.metodos:
            pide = str(permiso_que_pide(ruta, metodo) or NADIE)
            debe = permiso_debido(tabla, ruta.nombre, metodo)
            if pide != debe:
                malas.append((ruta.nombre, metodo, pide, debe))
    return malas
