"""Señales de vida de los procesos, para `/salud/lista/` y para quien opera.

Cada proceso anota su `Latido` con `latir("worker")` (`beat`, `worker`, `sellador`).
`estado_de_los_procesos()` devuelve, por nombre, la última señal y si está al día. La tabla está en
PostgreSQL a propósito: la salud se puede leer con Redis caído.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from celery import bootsteps
from django.db import DatabaseError, connection
from django.utils import timezone

from trata.trabajos.models import Latido

CADA_SEGUNDOS = 15
TOLERANCIA = timedelta(seconds=60)
PROCESOS = ("worker", "beat", "sellador")


@dataclass(frozen=True)
class Senal:
    """La última señal de un proceso."""

    proceso: str
    momento: datetime | None
    detalle: str
    al_dia: bool


def latir(proceso: str, detalle: str = "") -> None:
    """Anota que `proceso` está vivo ahora."""
    Latido.objects.bulk_create(
        [Latido(proceso=proceso, momento=timezone.now(), detalle=detalle[:200])],
        update_conflicts=True,
        unique_fields=["proceso"],
        update_fields=["momento", "detalle"],
    )


def latir_y_soltar(proceso: str) -> None:
    """Como `latir`, desde un proceso que no atiende pedidos: con la base caída no falla, y no
    deja la conexión abierta para que la hereden sus hijos."""
    try:
        latir(proceso)
    except DatabaseError:
        pass
    finally:
        connection.close()


def estado_de_los_procesos() -> dict[str, Senal]:
    """La última señal de cada proceso esperado y si llegó hace menos de un minuto."""
    latidos = {latido.proceso: latido for latido in Latido.objects.all()}
    limite = timezone.now() - TOLERANCIA
    return {
        nombre: Senal(
            nombre,
            latidos[nombre].momento if nombre in latidos else None,
            latidos[nombre].detalle if nombre in latidos else "",
            nombre in latidos and latidos[nombre].momento >= limite,
        )
        for nombre in PROCESOS
    }


class LatidoDelWorker(bootsteps.StartStopStep):
    """Paso del worker de Celery que anota su latido mientras vive."""

    requires = {"celery.worker.components:Timer"}

    def __init__(self, parent: Any, **kwargs: Any) -> None:
        self.tref: Any = None

    def start(self, parent: Any) -> None:
        """Empieza a latir."""
        self.tref = parent.timer.call_repeatedly(
            CADA_SEGUNDOS, latir_y_soltar, ("worker",), priority=10
        )

    def stop(self, parent: Any) -> None:
        """Deja de latir."""
        if self.tref:
            self.tref.cancel()
            self.tref = None
