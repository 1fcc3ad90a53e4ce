"""Bajar una lista de la pantalla: `?descargar=csv`, exactamente lo filtrado y lo que el rol ve.

Las listas de personas no salen por aquí: la de casos se exporta en segundo plano, con folio.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from trata.comun.planillas import respuesta_csv

Ruta = str


def valor_de(objeto: Any, ruta: Ruta) -> Any:
    """Lo que hay en `a.b.c`; lo que se llama, se llama. Un eslabón vacío da vacío."""
    for nombre in ruta.split("."):
        objeto = getattr(objeto, nombre, None)
        if objeto is None:
            return ""
        if callable(objeto):
            objeto = objeto()
    if isinstance(objeto, bool):
        return "Sí" if objeto else "No"
    if isinstance(objeto, date):
        return objeto.isoformat()
    return objeto if isinstance(objeto, int | float) else str(objeto)


class ArchivoDeListaMixin:
    """Una vista de lista que también se baja. Va antes de la clase de la lista.

    La clase declara `nombre_de_archivo` y `columnas_de_archivo` (encabezado → ruta del valor).
    """

    nombre_de_archivo: ClassVar[str]
    columnas_de_archivo: ClassVar[Mapping[str, Ruta]]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """La página o, si se pide, su archivo."""
        if request.GET.get("descargar") == "csv":
            return self.archivo()
        return super().get(request, *args, **kwargs)

    def filas_de_archivo(self) -> Iterable[Any]:
        """Los objetos que salen: los de la lista entera, sin páginas."""
        return self.get_queryset()

    def archivo(self) -> HttpResponse:
        """El CSV de lo filtrado."""
        columnas = self.columnas_de_archivo
        filas = ([valor_de(o, r) for r in columnas.values()] for o in self.filas_de_archivo())
        nombre = f"{self.nombre_de_archivo}-{timezone.localdate():%Y-%m-%d}.csv"
        return respuesta_csv(nombre, list(columnas), filas)
