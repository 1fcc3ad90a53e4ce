"""El reloj de Celery, con su latido en la base."""

import time
from typing import Any

from django_celery_beat.schedulers import DatabaseScheduler

from trata.trabajos.latidos import CADA_SEGUNDOS, latir_y_soltar


class PlanificadorConLatido(DatabaseScheduler):
    """Planificador de la base de datos que anota que sigue vivo."""

    _ultimo_latido = 0.0

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Un paso del reloj; cada 15 segundos, un latido."""
        ahora = time.monotonic()
        if ahora - self._ultimo_latido >= CADA_SEGUNDOS:
            self._ultimo_latido = ahora
            latir_y_soltar("beat")
        return min(super().tick(*args, **kwargs), CADA_SEGUNDOS)
