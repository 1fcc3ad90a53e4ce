"""Pone el calendario del reloj igual a `settings.TAREAS_PERIODICAS`."""

import re
from typing import Any

from celery.schedules import ParseException, crontab
from django.conf import settings
from django.utils.module_loading import import_string
from django_celery_beat.models import CrontabSchedule, IntervalSchedule, PeriodicTask

from trata.comun.catalogos import ErroresDeCatalogo, Resultado

TAREA = "trata.trabajos.tasks.correr_periodica"
CADA = re.compile(r"^cada (\d+) s$")
CAMPOS_DE_CRON = ("minute", "hour", "day_of_month", "month_of_year", "day_of_week")


def errores_de_periodicas() -> list[str]:
    """Revisa que cada función exista y que su «cuándo» se entienda."""
    errores = []
    for nombre, (ruta, cuando) in settings.TAREAS_PERIODICAS.items():
        try:
            import_string(ruta)
        except ImportError as error:
            errores.append(f"{nombre}: {error}")
        if CADA.match(cuando):
            continue
        try:
            crontab(**dict(zip(CAMPOS_DE_CRON, cuando.split(), strict=True)))
        except (ValueError, ParseException):
            errores.append(f"{nombre}: no se entiende «{cuando}»")
    return errores


def _horario(cuando: str) -> dict[str, Any]:
    cada = CADA.match(cuando)
    if cada:
        intervalo, _ = IntervalSchedule.objects.get_or_create(
            every=int(cada.group(1)), period=IntervalSchedule.SECONDS
        )
        return {"interval": intervalo, "crontab": None, "expire_seconds": int(cada.group(1)) * 4}
    cron, _ = CrontabSchedule.objects.get_or_create(
        **dict(zip(CAMPOS_DE_CRON, cuando.split(), strict=True)), timezone=settings.TIME_ZONE
    )
    return {"interval": None, "crontab": cron, "expire_seconds": 3600}


def cargar(*, verificar: bool) -> list[Resultado]:
    """Sincroniza el calendario; lo que ya no está declarado se desactiva."""
    errores = errores_de_periodicas()
    if errores:
        raise ErroresDeCatalogo(errores)
    propias = PeriodicTask.objects.filter(task=TAREA)
    actuales = {t.name: t for t in propias}
    sobran = [
        t for t in actuales.values() if t.enabled and t.name not in settings.TAREAS_PERIODICAS
    ]
    nuevas = [n for n in settings.TAREAS_PERIODICAS if n not in actuales]
    if not verificar:
        for nombre, (_, cuando) in settings.TAREAS_PERIODICAS.items():
            PeriodicTask.objects.update_or_create(
                name=nombre,
                defaults={"task": TAREA, "args": f'["{nombre}"]', "enabled": True}
                | _horario(cuando),
            )
        for tarea in sobran:
            tarea.enabled = False
            tarea.save()
    iguales = len(settings.TAREAS_PERIODICAS) - len(nuevas)
    return [Resultado("tareas periódicas", len(nuevas), 0, len(sobran), iguales)]
