"""El reloj de Celery, que además late (`trata.comun.latidos`)."""

import time
from contextlib import suppress
from typing import Any

from django_celery_beat.schedulers import DatabaseScheduler
from redis.exceptions import RedisError

from trata.comun import latidos


class PlanificadorConLatido(DatabaseScheduler):
    """Planificador de la base de datos que anota que sigue vivo."""

    _ultimo_latido = float("-inf")

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Un paso del reloj y, cada 10 segundos, un latido."""
        ahora = time.monotonic()
        if ahora - self._ultimo_latido >= latidos.CADA_SEGUNDOS:
            self._ultimo_latido = ahora
            with suppress(RedisError):
                latidos.latir(latidos.PLANIFICADOR)
        return min(super().tick(*args, **kwargs), latidos.CADA_SEGUNDOS)
