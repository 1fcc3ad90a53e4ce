"""Paginación de la API."""

from typing import Any

from rest_framework.pagination import CursorPagination


class PaginaPorCursor(CursorPagination):
    """Cursor estable: la página 10 000 cuesta lo mismo que la primera."""

    ordering = "-id"
    page_size_query_param = "limite"
    cursor_query_param = "cursor"
    max_page_size = 500

    def get_ordering(self, request: Any, queryset: Any, view: Any) -> tuple[str, ...]:
        """El orden de la vista si lo declara; si no, lo último primero."""
        propio = getattr(view, "ordering", None)
        return tuple(propio) if propio else (self.ordering,)
