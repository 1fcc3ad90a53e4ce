"""Los filtros de la API son los de la pantalla; uno mal escrito se dice, no se ignora."""

import re
from typing import Any

from django.db.models import QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.request import Request

from trata.comun.lectura import comprobar

DE_LA_CASA = frozenset({"campos", "incluir", "orden", "limite", "cursor", "format", "pagina"})


class FiltroEstricto(DjangoFilterBackend):
    """Sin filtros pedidos no arma ninguno. Una fecha se puede pedir por partes (`desde_0`…)."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        """El conjunto filtrado. 400 si algún parámetro no existe."""
        pedidos = {re.sub(r"_\d$", "", n) for n in request.query_params} - DE_LA_CASA
        pedidos |= {n for n in request.query_params if n in self._nombres(view, queryset)}
        if not pedidos:
            return queryset
        comprobar(pedidos, {*self._nombres(view, queryset), *DE_LA_CASA}, "filtros")
        return super().filter_queryset(request, queryset, view)

    def _nombres(self, view: Any, queryset: QuerySet) -> set[str]:
        clase = self.get_filterset_class(view, queryset)
        return set(clase.base_filters) if clase else set()
