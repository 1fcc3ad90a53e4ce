"""Cargas de la serie oficial: cuáles hubo, qué calidad tenían, y subir una nueva."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.urls import reverse
from django.views.generic import DetailView, FormView, ListView

from trata.agregados import acciones, consultas
from trata.agregados.forms import SubirSerieForm
from trata.agregados.models import Carga
from trata.comun.vistas import AccionFormMixin, PermisoMixin
from trata.cuentas.permisos import Permiso


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
    """Subir un archivo: se lee, se revisa y, si no trae errores, reemplaza a la serie vigente."""

    permiso = Permiso.SERIE_IMPORTAR
    template_name = "agregados/subir.html"
    form_class = SubirSerieForm

    def accion(self, form: SubirSerieForm) -> Carga:
        """Importa el archivo."""
        archivo = form.cleaned_data["archivo"]
        return acciones.importar_serie(
            contenido=archivo.read(), archivo=archivo.name, por=self.request.user
        )

    def get_success_url(self) -> str:
        """El informe de la carga, con un mensaje de cómo terminó."""
        carga: Carga = self.object
        avisar = messages.error if carga.estado == Carga.Estado.RECHAZADA else messages.success
        avisar(self.request, f"{carga.get_estado_display()}. {carga.informe['mensaje']}".strip())
        return reverse("agregados:carga", args=[carga.uuid])
