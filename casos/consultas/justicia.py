"""Cuántas personas implicadas hay en cada condición del proceso, para las estadísticas."""

from django.db.models import Count

from casos.models import Caso, Implicado
from casos.reglas.completo import CON_TRATA


def implicados_por_condicion(anio: int) -> dict[tuple[str, str], int]:
    """{(condición, sexo): personas} de casos de trata enviados o conformes registrados en el año.

    Sin identidades. Una consulta.
    """
    filas = (
        Implicado.objects.filter(
            retirado_en=None,
            caso__materia__in=CON_TRATA,
            caso__estado__in=Caso.CONTABLES,
            caso__fecha_de_registro__year=anio,
        )
        .exclude(condicion="")
        .order_by()
        .values_list("condicion", "sexo")
        .annotate(n=Count("pk"))
    )
    return {(condicion, sexo): n for condicion, sexo, n in filas}
