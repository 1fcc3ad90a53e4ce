"""Tarea periódica: lo que espera al antivirus."""

from casos.acciones.adjuntos import revisar_cuarentena


def revisar_lo_que_espera() -> None:
    """Cada pocos minutos vuelve a preguntar por los archivos en cuarentena."""
    revisar_cuarentena()
