"""Cargas de la serie oficial: cuáles hubo, qué calidad tenían, y subir una nueva."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.views.generic import DetailView, FormView, ListView

from trata.agregados import consultas
from trata.agregados.forms import SubirSerieForm
from trata.agregados.models import Carga
from trata.comun.vistas import AccionFormMixin, PermisoMixin
from trata.cuentas.permisos import Permiso
from trata.trabajos.acciones import encargar
from trata.trabajos.models import Trabajo


class CargasView(PermisoMixin, ListView):
    """Historial de cargas, con la vigente marcada."""

    permiso = Permiso.TABLERO_VER
    template_name = "agregados/cargas.html"
    context_object_name = "cargas"
    paginate_by = 20

    def get_queryset(self) -> QuerySet[Carga]:
        """Las cargas, la última primero."""
        return consultas.cargas()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Agrega la carga vigente y si quien mira puede cargar otra."""
        return super().get_context_data(**kwargs) | {
            "vigente": consultas.cobertura_de_la_serie().carga,
            "puede_cargar": self.request.user.tiene_permiso(Permiso.SERIE_IMPORTAR),
        }


class CargaView(PermisoMixin, DetailView):
    """El informe de calidad de una carga."""

    permiso = Permiso.TABLERO_VER
    template_name = "agregados/carga.html"
    context_object_name = "carga"
    slug_field = slug_url_kwarg = "uuid"

    def get_queryset(self) -> QuerySet[Carga]:
        """Todas: la serie es pública y no tiene ámbito."""
        return consultas.cargas()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Los hallazgos por gravedad y el camino de vuelta."""
        informe = self.object.informe
        return super().get_context_data(**kwargs) | {
            "migas": [("Serie oficial", reverse("agregados:cargas")), (self.object.archivo, "")],
            "totales": [
                (anio, n, informe["ultimo_mes"].get(anio, 12))
                for anio, n in informe["totales"].items()
            ],
        }


class SubirSerieView(PermisoMixin, AccionFormMixin, FormView):
    """Subir un archivo: se lee y se revisa en segundo plano y, si no trae errores, reemplaza a la
    serie vigente."""

    permiso = Permiso.SERIE_IMPORTAR
    template_name = "agregados/subir.html"
    form_class = SubirSerieForm

    def accion(self, form: SubirSerieForm) -> Trabajo:
        """Encarga la carga."""
        archivo = form.cleaned_data["archivo"]
        return encargar(
            tipo="agregados.cargar_serie",
            datos={"archivo": archivo.name[-200:], "volver": reverse("agregados:cargas")},
            por=self.request.user,
            titulo=f"Cargar la serie oficial: {archivo.name[-100:]}",
            entrada=archivo.read(),
        )

    def get_success_url(self) -> str:
        """La página del trabajo, con su avance."""
        return reverse("trabajos:detalle", args=[self.object.uuid])
