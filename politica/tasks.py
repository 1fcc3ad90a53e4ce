"""Tareas periódicas de la política."""

from politica.acciones.recordatorios import recordar_plazos
from trata.trabajos.periodicas import una_vez_por


@una_vez_por("dia")
def recordar() -> int:
    """Cada mañana, los recordatorios del plazo que tocan."""
    return recordar_plazos()
