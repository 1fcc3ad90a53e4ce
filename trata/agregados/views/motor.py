"""El motor a la vista: cada vuelta, sus diferencias, y los botones para rehacer y revisar."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.generic import ListView

from trata.agregados import consultas
from trata.agregados.models import Corrida
from trata.comun.vistas import AccionView, PermisoMixin, View
from trata.cuentas.permisos import Permiso
from trata.trabajos.acciones import encargar

TITULOS = {
    "agregados.recalcular": "Recálculo completo de las estadísticas",
    "agregados.revisar": "Revisión de celdas contra hechos",
}


class CorridasView(PermisoMixin, ListView):
    """Las vueltas del motor y el trabajo que está en marcha, si lo hay."""

    permiso = Permiso.TABLERO_VER
    template_name = "agregados/corridas.html"
    context_object_name = "corridas"
    paginate_by = 30
    page_kwarg = "pagina"

    def get_queryset(self) -> QuerySet[Corrida]:
        """Todas, la última primero."""
        return consultas.corridas()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Estado de la cola, última revisión y trabajo en marcha."""
        return super().get_context_data(**kwargs) | {
            "pendientes": consultas.marcas_pendientes(),
            "ultima_revision": consultas.ultima_revision(),
            "trabajo": consultas.trabajo_del_motor(self.request.user),
            "puede_recalcular": self.request.user.tiene_permiso(Permiso.ESTADISTICA_RECALCULAR),
        }


class AvanceView(PermisoMixin, View):
    """El fragmento con la barra de avance, que se refresca solo mientras el trabajo vive."""

    permiso = Permiso.ESTADISTICA_RECALCULAR

    def get(self, request: HttpRequest) -> HttpResponse:
        """La barra."""
        trabajo = consultas.trabajo_del_motor(request.user)
        return render(request, "agregados/_avance.html", {"trabajo": trabajo})


class EncargarView(AccionView):
    """«Recalcular» y «Revisar ahora»: encargan el trabajo y vuelven a la lista."""

    permiso = Permiso.ESTADISTICA_RECALCULAR
    tipo = ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Encarga, salvo que ya haya uno en marcha."""
        trabajo = consultas.trabajo_del_motor(request.user)
        if trabajo is not None and trabajo.esta_vivo:
            messages.info(request, "Ya hay un recálculo en marcha.")
        else:
            encargar(tipo=self.tipo, datos={}, por=request.user, titulo=TITULOS[self.tipo])
        return redirect("agregados:corridas")
