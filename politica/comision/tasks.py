"""Tareas periódicas de la Comisión."""

from politica.comision.acciones import recordar_acuerdos
from trata.trabajos.periodicas import una_vez_por


@una_vez_por("dia")
def recordar() -> int:
    """Cada mañana, los acuerdos por vencer o vencidos."""
    return recordar_acuerdos()
