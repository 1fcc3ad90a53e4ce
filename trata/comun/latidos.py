"""Latidos: cada proceso de fondo deja en Redis la hora en que dio su última vuelta.

El planificador (beat) late en cada vuelta y el trabajador late con una tarea del calendario, de
modo que su latido prueba la cadena entera: calendario, cola y trabajador. Perderlos no es grave:
vuelven solos a la vuelta siguiente.
"""

import time

from django.core.cache import cache

PLANIFICADOR = "planificador"
TRABAJADOR = "trabajador"
CADA_SEGUNDOS = 10
VENCE_A_LOS_SEGUNDOS = 45


def latir(nombre: str) -> None:
    """Anota que el proceso `nombre` sigue vivo ahora."""
    cache.set(_clave(nombre), time.time(), timeout=None)


def edad(nombre: str) -> float | None:
    """Devuelve los segundos desde el último latido de `nombre`; `None` si nunca latió."""
    ultimo = cache.get(_clave(nombre))
    return None if ultimo is None else max(0.0, time.time() - ultimo)


def vive(nombre: str) -> bool:
    """Dice si el último latido de `nombre` es reciente."""
    segundos = edad(nombre)
    return segundos is not None and segundos <= VENCE_A_LOS_SEGUNDOS


def _clave(nombre: str) -> str:
    return f"latido:{nombre}"
