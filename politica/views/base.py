"""Lo común a las pantallas de un reporte."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView

from politica.consultas.reportes import reportes_visibles
from politica.models import AvanceIndicador, Reporte
from trata.comun.errores import ErrorDeDominio
from trata.comun.formularios import AccionFormMixin
from trata.comun.vistas import AccionView, PermisoMixin
from trata.cuentas.permisos import Permiso


class ConReporteMixin:
    """El reporte de la dirección, dentro del alcance de quien pide; lo ajeno no existe."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def reporte(self) -> Reporte:
        """El reporte con lo que la pantalla usa."""
        return get_object_or_404(reportes_visibles(self.request.user), uuid=self.kwargs["uuid"])

    def avance(self) -> AvanceIndicador:
        """El avance de la dirección (su indicador), dentro del reporte."""
        avances = self.reporte.avances.select_related("indicador", "reporte__periodo")
        return get_object_or_404(avances, indicador__uuid=self.kwargs["indicador"])

    def direccion(self) -> str:
        """La página del reporte."""
        return reverse("politica:reporte", args=[self.reporte.uuid])

    def migas(self, *mas: tuple[str, str]) -> list[tuple[str, str]]:
        """De dónde cuelga la página."""
        return [
            ("Política Nacional", reverse("politica:mapa")),
            (str(self.reporte.periodo), reverse("politica:mis_reportes")),
            (self.reporte.codigo, self.direccion() if mas else ""),
            *mas,
        ]


class ReporteFormView(ConReporteMixin, PermisoMixin, AccionFormMixin, FormView):
    """Formulario sobre un reporte: vuelve a su página al terminar."""

    hecho = "Guardado."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Agrega el reporte."""
        return super().get_context_data(**kwargs) | {"reporte": self.reporte}

    def get_success_url(self) -> str:
        """Vuelve al reporte."""
        messages.success(self.request, self.hecho)
        return self.direccion()


class ReporteAccionView(ConReporteMixin, AccionView):
    """Un verbo sobre un reporte: lo hace y vuelve, diciendo qué pasó."""

    permiso = Permiso.REPORTE_REGISTRAR
    hecho = "Listo."

    def actuar(self) -> Any:
        """Llama al verbo; lo define cada vista."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Un error vuelve como mensaje; nada se pierde."""
        try:
            self.actuar()
        except ErrorDeDominio as error:
            messages.error(request, error.mensaje)
        except ValidationError as error:
            for mensaje in dict.fromkeys(error.messages):
                messages.error(request, mensaje)
        else:
            messages.success(request, self.hecho)
        return HttpResponseRedirect(self.direccion())
