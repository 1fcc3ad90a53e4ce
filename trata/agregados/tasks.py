"""Tareas de Celery de las estadísticas: puertas finas; el trabajo pendiente está en la base."""

from celery import shared_task

from trata.agregados import acciones


@shared_task(name="trata.agregados.tasks.atender_marcas", ignore_result=True)
def atender_marcas() -> int:
    """Atiende las marcas pendientes."""
    return acciones.procesar_marcas()
