"""La configuración de la casa, con un efecto propio y una sola ruta."""

from trata import settings as casa

globals().update({k: getattr(casa, k) for k in dir(casa) if k.isupper()})

ROOT_URLCONF = "bench.matar.puerta"
EFECTOS_DE_BANDEJA = casa.EFECTOS_DE_BANDEJA | {"matar.envio": "bench.matar.puerta.efecto"}
CELERY_IMPORTS = ("bench.matar.puerta",)
TAREAS_PERIODICAS = {
    nombre: tarea
    for nombre, tarea in casa.TAREAS_PERIODICAS.items()
    if nombre == "trabajos.barrer_bandeja"
}
