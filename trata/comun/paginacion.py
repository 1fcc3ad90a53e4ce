"""Paginación de la API."""

from rest_framework.pagination import CursorPagination


class PaginaPorCursor(CursorPagination):
    """Cursor estable: la página 10 000 cuesta lo mismo que la primera."""

    ordering = "-id"
    page_size_query_param = "limite"
    cursor_query_param = "cursor"
    max_page_size = 500
