"""Pantallas de quien revisa: observar, validar, dar conformidad; y de los periodos."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView

from politica.acciones import periodos, revision
from politica.consultas import pagina_de_reporte as pagina
from politica.consultas import reportes as consultas
from politica.forms import ExcepcionForm, ObservarForm, PeriodoForm
from politica.models import Periodo, Reporte
from politica.views.base import ReporteAccionView, ReporteFormView
from trata.comun.errores import ErrorDeDominio
from trata.comun.formularios import AccionFormMixin
from trata.comun.vistas import AccionView, CrearView, EditarView, PaginaView, PermisoMixin
from trata.cuentas.permisos import Permiso


class ObservarView(ReporteFormView):
    """Observa campo por campo."""

    permiso = Permiso.REPORTE_VALIDAR
    form_class = ObservarForm
    template_name = "politica/observar_form.html"
    hecho = "Observaciones enviadas a la entidad."

    def get_form_kwargs(self) -> dict[str, Any]:
        """Con el reporte."""
        return super().get_form_kwargs() | {"reporte": self.reporte}

    def accion(self, form: ObservarForm) -> Reporte:
        """Observa."""
        return revision.observar_reporte(
            reporte=self.reporte, observaciones=form.observaciones, por=self.request.user
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Con lo reportado al lado."""
        return super().get_context_data(**kwargs) | {
            "filas": pagina.filas_de(self.reporte),
            "migas": self.migas(("Observar", "")),
        }


class ValidarView(ReporteAccionView):
    """Valida."""

    permiso = Permiso.REPORTE_VALIDAR
    hecho = "Reporte validado. Falta la conformidad de la OGPP."

    def actuar(self) -> Any:
        """Valida."""
        return revision.validar_reporte(reporte=self.reporte, por=self.request.user)


class ConformidadView(ReporteAccionView):
    """Da conformidad."""

    permiso = Permiso.REPORTE_CONFORMIDAD
    hecho = "Conformidad registrada."

    def actuar(self) -> Any:
        """Da conformidad."""
        return revision.dar_conformidad(reporte=self.reporte, por=self.request.user)


class PeriodoListView(PaginaView):
    """Los periodos, su ventana y cómo va cada uno."""

    permiso = Permiso.PERIODO_GESTIONAR
    template_name = "politica/periodo_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Los periodos con sus cuentas."""
        return super().get_context_data(**kwargs) | {"periodos": consultas.periodos_con_cuentas()}


class PeriodoCrearView(CrearView):
    """Abre un periodo."""

    permiso = Permiso.PERIODO_GESTIONAR
    form_class = PeriodoForm
    template_name = "politica/periodo_form.html"

    def accion(self, form: PeriodoForm) -> Periodo:
        """Lo registra y pide los reportes."""
        return periodos.registrar_periodo(datos=form.datos, por=self.request.user)

    def get_success_url(self) -> str:
        """A su página."""
        messages.success(self.request, "Periodo creado. Se pidió un reporte por cada servicio.")
        return reverse("politica:periodo", args=[self.object.uuid])


class ConPeriodoMixin:
    """El periodo de la dirección."""

    @cached_property
    def periodo(self) -> Periodo:
        """El periodo."""
        return get_object_or_404(consultas.todos_los_periodos(), uuid=self.kwargs["uuid"])


class PeriodoView(ConPeriodoMixin, PermisoMixin, AccionFormMixin, FormView):
    """Un periodo: lo que falta, sus excepciones, y cerrarlo."""

    permiso = Permiso.PERIODO_GESTIONAR
    form_class = ExcepcionForm
    template_name = "politica/periodo_detail.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Sólo se exceptúa a quien reporta."""
        return super().get_form_kwargs() | {"personas": consultas.quienes_reportan()}

    def accion(self, form: ExcepcionForm) -> Any:
        """Da la excepción."""
        return periodos.dar_excepcion(periodo=self.periodo, datos=form.datos, por=self.request.user)

    def get_success_url(self) -> str:
        """Vuelve al periodo."""
        messages.success(self.request, "Excepción registrada, con nombre y plazo.")
        return self.request.path

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lo que falta por entidad y las excepciones dadas."""
        return super().get_context_data(**kwargs) | {
            "periodo": self.periodo,
            "faltantes": consultas.faltantes(self.periodo, self.request.user),
            "excepciones": consultas.excepciones_de(self.periodo),
            "migas": [
                ("Política Nacional", reverse("politica:mapa")),
                ("Periodos", reverse("politica:periodos")),
                (str(self.periodo), ""),
            ],
        }


class PeriodoEditarView(EditarView):
    """Cambia la ventana de un periodo sin cerrar."""

    permiso = Permiso.PERIODO_GESTIONAR
    es_territorial = False
    form_class = PeriodoForm
    template_name = "politica/periodo_form.html"

    def get_queryset(self) -> QuerySet[Periodo]:
        """Los periodos."""
        return consultas.todos_los_periodos()

    def accion(self, form: PeriodoForm) -> Periodo:
        """Lo cambia."""
        return periodos.editar_periodo(periodo=self.object, datos=form.datos, por=self.request.user)

    def get_success_url(self) -> str:
        """A su página."""
        messages.success(self.request, "Periodo guardado.")
        return reverse("politica:periodo", args=[self.object.uuid])


class PeriodoCerrarView(ConPeriodoMixin, AccionView):
    """Cierra un periodo vencido."""

    permiso = Permiso.PERIODO_GESTIONAR

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseRedirect:
        """Cierra y vuelve."""
        try:
            periodos.cerrar_periodo(periodo=self.periodo, por=request.user)
            messages.success(request, f"{self.periodo}: cerrado.")
        except ErrorDeDominio as error:
            messages.error(request, error.mensaje)
        return HttpResponseRedirect(reverse("politica:periodo", args=[self.periodo.uuid]))
