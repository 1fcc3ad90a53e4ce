"""El empujón: avisa por Redis que hay algo pendiente. Si se pierde, el barrido lo encuentra."""

import structlog
from celery import current_app
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

registro = structlog.get_logger(__name__)

TAREA_DE_BANDEJA = "trata.trabajos.tasks.barrer_bandeja"
TAREA_DE_TRABAJO = "trata.trabajos.tasks.ejecutar_trabajo"


def _publicar(tarea: str, *args: object) -> None:
    try:
        current_app.send_task(tarea, args=args, retry=False, expires=120)
    except (OperationalError, RedisError, OSError) as error:
        registro.warning("redis_no_responde", tarea=tarea, error=type(error).__name__)


def avisar_bandeja() -> None:
    """Avisa que hay salidas nuevas."""
    _publicar(TAREA_DE_BANDEJA)


def avisar_trabajo(pk: int) -> None:
    """Avisa que hay un trabajo nuevo."""
    _publicar(TAREA_DE_TRABAJO, pk)


def avisar_tarea(tarea: str) -> None:
    """Avisa a otra tarea que tiene algo pendiente en la base; ella misma lo encuentra."""
    _publicar(tarea)
