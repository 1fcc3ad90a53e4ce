"""Una base desechable para medir: los servicios embebidos, migrada, con catálogos y registro."""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from tests import entorno

entorno.preparar()

import django  # noqa: E402

django.setup()

from django.db import connection  # noqa: E402

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


@dataclass(frozen=True)
class Medida:
    """Medianas de segundos: de reloj, y de procesador (este proceso y su conexión a la base)."""

    reloj: float
    procesador: float


def _procesador() -> float:
    """Segundos de procesador de este proceso y del que lo atiende en PostgreSQL."""
    propios = time.process_time()
    pid = connection.connection.get_backend_pid() if connection.connection else 0
    try:
        en_la_base = int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except (OSError, ValueError, IndexError):
        en_la_base = 0.0  # un servidor de otra máquina
    return propios + en_la_base


def medir_a_la_par(*funciones: Callable[[], Any], veces: int = 25) -> list[Medida]:
    """Mide varias cosas por turnos: así lo que haga otro en la máquina las toca por igual.

    El reloj depende de quién más la usa; el procesador, casi nada.
    """
    tiempos: list[list[tuple[float, float]]] = [[] for _ in funciones]
    for funcion in funciones:
        funcion()
    for _ in range(veces):
        for funcion, suyos in zip(funciones, tiempos, strict=True):
            inicio, usado = time.perf_counter(), _procesador()
            funcion()
            suyos.append((time.perf_counter() - inicio, _procesador() - usado))
    return [Medida(median(r for r, _ in suyos), median(p for _, p in suyos)) for suyos in tiempos]


def opciones(doc: str | None) -> argparse.ArgumentParser:
    """El lector de la orden de un banco: `--help` dice su docstring tal como está escrito."""
    return argparse.ArgumentParser(
        description=doc, formatter_class=argparse.RawDescriptionHelpFormatter
    )


def decir(*partes: object) -> None:
    """Escribe una línea al momento."""
    sys.stdout.write(" ".join(str(p) for p in partes) + "\n")
    sys.stdout.flush()
