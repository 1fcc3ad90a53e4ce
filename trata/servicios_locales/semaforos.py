"""Cómo reparte Celery su trabajo en esta máquina.

Con procesos (`prefork`) hacen falta semáforos del sistema, que en Linux viven en `/dev/shm`. Hay
máquinas donde una persona corriente no puede crearlos (una raíz mínima sin `/dev/shm` montado): ahí
el trabajador no arranca. Con hilos no los necesita. En hilos no hay límite blando de tiempo.
"""

import multiprocessing

EN_PROCESOS = ("--pool", "prefork")
EN_HILOS = ("--pool", "threads")


def hay_semaforos() -> bool:
    """Dice si este usuario puede crear un semáforo."""
    try:
        multiprocessing.Semaphore(1)
    except (ImportError, OSError):
        return False
    return True


def piscina_de_celery() -> tuple[str, ...]:
    """Las opciones de `celery worker` que sirven en esta máquina."""
    return EN_PROCESOS if hay_semaforos() else EN_HILOS
