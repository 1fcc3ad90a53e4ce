"""Tareas de Celery: cuatro puertas finas. La cola de verdad está en la base."""

from celery import shared_task

from trata.trabajos import bandeja, encargos, periodicas


@shared_task(name="trata.trabajos.tasks.barrer_bandeja", ignore_result=True)
def barrer_bandeja() -> int:
    """Entrega lo pendiente de la bandeja."""
    return bandeja.barrer()


@shared_task(name="trata.trabajos.tasks.ejecutar_trabajo", ignore_result=True)
def ejecutar_trabajo(pk: int) -> bool:
    """Ejecuta un trabajo encargado."""
    return encargos.ejecutar(pk)


@shared_task(name="trata.trabajos.tasks.correr_periodica", ignore_result=True)
def correr_periodica(nombre: str) -> None:
    """Corre la función declarada en `settings.TAREAS_PERIODICAS`."""
    periodicas.correr(nombre)
