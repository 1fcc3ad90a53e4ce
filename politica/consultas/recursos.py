"""Lecturas de los recursos de los servicios."""

from politica.models import RecursoServicio


def recursos_del_anio(anio: int) -> list[RecursoServicio]:
    """PIA, PIM y devengado de los servicios que lo tienen en el año, por número de servicio."""
    filas = RecursoServicio.objects.filter(anio=anio).select_related("servicio")
    return list(filas.order_by("servicio__numero"))
