"""El filtro de acuerdos, el mismo de la pantalla; sin él, todos."""

from typing import Any

import django_filters as filtros
from django.db.models import Q, QuerySet
from django.utils import timezone

from politica.comision.models import Acuerdo, Sesion

ABIERTOS = Q(estado__in=[Acuerdo.Estado.PENDIENTE, Acuerdo.Estado.EN_PROCESO])
SITUACIONES = (
    ("abiertos", "Abiertos"),
    ("vencidos", "Vencidos"),
    ("cumplidos", "Cumplidos"),
    ("todos", "Todos"),
)


class AcuerdoFilterSet(filtros.FilterSet):
    """Por situación y entidad responsable."""

    situacion = filtros.ChoiceFilter(
        label="Situación", choices=SITUACIONES, method="por_situacion", empty_label=None
    )

    class Meta:
        model = Acuerdo
        fields = ("responsable", "servicio")

    def por_situacion(self, conjunto: QuerySet, nombre: str, valor: str) -> Any:
        """Abierto y vencido se calculan del estado y el plazo."""
        if valor == "abiertos":
            return conjunto.filter(ABIERTOS)
        if valor == "vencidos":
            return conjunto.filter(ABIERTOS, plazo__lt=timezone.localdate())
        if valor == "cumplidos":
            return conjunto.filter(estado=Acuerdo.Estado.CUMPLIDO)
        return conjunto


class SesionFilterSet(filtros.FilterSet):
    """Por año, tipo y estado."""

    class Meta:
        model = Sesion
        fields = ("anio", "tipo", "estado")
