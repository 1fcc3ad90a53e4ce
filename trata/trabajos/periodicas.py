"""Tareas periódicas a salvo de dos relojes: cada periodo se hace una vez y queda anotado."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from trata.auditoria.contexto import como
from trata.trabajos.models import EjecucionPeriodica

PERIODOS: dict[str, Callable[[datetime], str]] = {
    "minuto": lambda m: f"{m:%Y-%m-%dT%H:%M}",
    "hora": lambda m: f"{m:%Y-%m-%dT%H}",
    "dia": lambda m: f"{m:%Y-%m-%d}",
    "semana": lambda m: f"{m:%G-S%V}",
    "mes": lambda m: f"{m:%Y-%m}",
    "trimestre": lambda m: f"{m:%Y}-T{(m.month - 1) // 3 + 1}",
    "anio": lambda m: f"{m:%Y}",
}


def periodo_de(periodo: str, momento: datetime) -> str:
    """Recibe el nombre del periodo y un momento; devuelve su etiqueta en hora de Lima."""
    return PERIODOS[periodo](timezone.localtime(momento))


def una_vez_por(periodo: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorador: la función corre una vez por `periodo` (`minuto`, `hora`, `dia`, `semana`, `mes`,
    `trimestre`, `anio`), aunque la llamen dos relojes a la vez o el reloj retroceda.

    La marca y el efecto van en la misma transacción: si la función falla, se intenta en la
    siguiente llamada. Devuelve `None` si el periodo ya estaba hecho.
    """
    if periodo not in PERIODOS:
        raise ValueError(f"Periodo desconocido: {periodo}")

    def decorar(funcion: Callable[..., Any]) -> Callable[..., Any]:
        nombre = f"{funcion.__module__}.{funcion.__qualname__}"[-120:]

        @wraps(funcion)
        def envuelta(*args: Any, **kwargs: Any) -> Any:
            with transaction.atomic():
                etiqueta = periodo_de(periodo, timezone.now())
                if not _marcar(nombre, etiqueta):
                    return None
                return funcion(*args, **kwargs)

        return envuelta

    return decorar


def _marcar(nombre: str, etiqueta: str) -> bool:
    """Anota la ejecución; falso si ya estaba. Espera a quien la esté haciendo a la vez."""
    creada = EjecucionPeriodica.objects.filter(nombre=nombre, periodo=etiqueta).exists()
    if creada:
        return False
    _, nueva = EjecucionPeriodica.objects.get_or_create(nombre=nombre, periodo=etiqueta)
    return nueva


def correr(nombre: str) -> Any:
    """Corre la tarea declarada con ese nombre; sus eventos dicen quién fue."""
    funcion = import_string(settings.TAREAS_PERIODICAS[nombre][0])
    with como(None, motivo=f"tarea periódica: {nombre}", proceso=nombre):
        return funcion()
