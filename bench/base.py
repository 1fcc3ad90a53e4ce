"""Una base desechable para medir: los servicios embebidos, migrada, con catálogos y registro."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from tests import entorno

entorno.preparar()

import django  # noqa: E402

django.setup()

from tests import bases  # noqa: E402


@contextmanager
def base_desechable() -> Iterator[None]:
    """Arranca los servicios, prepara la base y, al salir, lo apaga y borra todo."""
    os.environ.setdefault("NIVEL_DE_REGISTRO", "ERROR")
    entorno.arrancar_redis()
    bases.preparar()
    try:
        yield
    finally:
        entorno.apagar()


def medir(funcion: Callable[[], Any], veces: int = 9) -> float:
    """Mediana de segundos, tras una vuelta de calentamiento."""
    funcion()
    tiempos = []
    for _ in range(veces):
        inicio = time.perf_counter()
        funcion()
        tiempos.append(time.perf_counter() - inicio)
    return median(tiempos)


def decir(*partes: object) -> None:
    """Escribe una línea al momento."""
    sys.stdout.write(" ".join(str(p) for p in partes) + "\n")
    sys.stdout.flush()
