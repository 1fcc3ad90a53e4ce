"""Descargar la plantilla XLSX de la entidad y subirla llena."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView

from politica import importador
from politica.consultas import reportes as consultas
from politica.forms import HojaForm
from politica.models import Periodo
from trata.comun.formato import plural
from trata.comun.vistas import PaginaView, PermisoMixin
from trata.cuentas.permisos import Permiso

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ConPeriodoDeUrlMixin:
    """El periodo de `?periodo=`, o el que se está reportando."""

    @cached_property
    def periodo(self) -> Periodo:
        """El periodo."""
        periodo = consultas.periodo_pedido(self.request.GET.get("periodo"))
        periodo = periodo or consultas.periodo_en_curso()
        if periodo is None:
            raise Http404
        return periodo


class PlantillaView(ConPeriodoDeUrlMixin, PaginaView):
    """El libro con listas desplegables y lo ya guardado."""

    permiso = Permiso.REPORTE_REGISTRAR

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """El archivo."""
        contenido = importador.plantilla(self.periodo, request.user)
        respuesta = HttpResponse(contenido, content_type=XLSX)
        nombre = f"reporte-{self.periodo.clave}.xlsx"
        respuesta["Content-Disposition"] = f'attachment; filename="{nombre}"'
        return respuesta


class SubirHojaView(ConPeriodoDeUrlMixin, PermisoMixin, FormView):
    """Sube el libro: todos los errores a la vez, o todo guardado como borrador."""

    permiso = Permiso.REPORTE_REGISTRAR
    form_class = HojaForm
    template_name = "politica/hoja_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Con el usuario."""
        return super().get_form_kwargs() | {"usuario": self.request.user}

    def form_valid(self, form: HojaForm) -> HttpResponse:
        """Importa; con errores, la misma página con su tabla (422)."""
        archivo = form.cleaned_data["archivo"]
        guardados, errores = importador.importar(
            archivo=archivo,
            octetos=archivo.size,
            periodo=self.periodo,
            por=self.request.user,
            confirmados=self.request.POST.getlist("confirmar"),
        )
        if errores:
            contexto = self.get_context_data(form=form, errores=errores)
            return self.render_to_response(contexto, status=422)
        messages.success(
            self.request, f"Se guardaron {plural(guardados, 'borrador', 'borradores')}."
        )
        return HttpResponseRedirect(self.destino())

    def form_invalid(self, form: HojaForm) -> HttpResponse:
        """Falta el archivo."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def destino(self) -> str:
        """Los reportes del periodo."""
        return f"{reverse('politica:mis_reportes')}?periodo={self.periodo.clave}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El periodo y, si los hay, los errores."""
        errores = kwargs.get("errores", [])
        return super().get_context_data(**kwargs) | {
            "periodo": self.periodo,
            "solo_avisos": bool(errores) and all(e.es_aviso for e in errores),
            "migas": [
                ("Política Nacional", reverse("politica:mapa")),
                ("Reportes", self.destino()),
                ("Subir XLSX", ""),
            ],
        }
