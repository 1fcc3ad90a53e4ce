"""Pantallas de los avisos a otros sistemas."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, ListView

from trata.comun.errores import ErrorDeDominio
from trata.comun.formularios import AccionFormMixin
from trata.comun.vistas import AccionView, PermisoMixin
from trata.cuentas.permisos import Permiso
from trata.integracion import avisos, consultas
from trata.integracion.forms import SuscripcionForm
from trata.integracion.models import Convenio, Suscripcion

ENTREGAS_QUE_SE_MUESTRAN = 50


class SuscripcionListView(PermisoMixin, ListView):
    """Suscripciones y últimas entregas."""

    permiso = Permiso.WEBHOOK_GESTIONAR
    template_name = "integracion/suscripcion_list.html"

    def get_queryset(self) -> QuerySet[Suscripcion]:
        """Todas."""
        return consultas.suscripciones()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Agrega las últimas entregas."""
        return super().get_context_data(**kwargs) | {
            "entregas": consultas.entregas()[:ENTREGAS_QUE_SE_MUESTRAN]
        }


class SuscripcionCreateView(PermisoMixin, AccionFormMixin, FormView):
    """Suscribe y muestra el secreto una sola vez."""

    permiso = Permiso.WEBHOOK_GESTIONAR
    form_class = SuscripcionForm
    template_name = "integracion/suscripcion_form.html"

    @cached_property
    def convenio(self) -> Convenio:
        """El convenio de la URL."""
        return get_object_or_404(consultas.convenios(), uuid=self.kwargs["uuid"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Agrega el convenio."""
        return super().get_context_data(**kwargs) | {"convenio": self.convenio}

    def accion(self, form: SuscripcionForm) -> tuple[Suscripcion, str]:
        """Suscribe."""
        return avisos.suscribir(
            convenio=self.convenio, datos=form.cleaned_data, por=self.request.user
        )

    def form_valid(self, form: SuscripcionForm) -> HttpResponse:
        """Muestra el secreto en la misma respuesta."""
        respuesta = super().form_valid(form)
        if respuesta.status_code != 302:
            return respuesta
        suscripcion, secreto = self.object
        return render(
            self.request,
            "integracion/suscripcion_creada.html",
            {"suscripcion": suscripcion, "secreto": secreto},
        )

    def get_success_url(self) -> str:
        """No se usa como destino: la respuesta muestra el secreto."""
        return reverse("integracion:avisos")


class SuscripcionAccionView(AccionView):
    """Detiene o reanuda."""

    permiso = Permiso.WEBHOOK_GESTIONAR

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ejecuta el verbo."""
        suscripcion = get_object_or_404(consultas.suscripciones(), uuid=kwargs["uuid"])
        activa = kwargs["verbo"] == "reanudar"
        avisos.activar(suscripcion=suscripcion, activa=activa, por=request.user)
        messages.success(request, "Avisos reanudados." if activa else "Avisos detenidos.")
        return redirect("integracion:avisos")


class ReenviarView(AccionView):
    """Reenvía un aviso que no llegó."""

    permiso = Permiso.WEBHOOK_GESTIONAR

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lo vuelve a poner en camino."""
        entrega = get_object_or_404(consultas.entregas(), mensaje=kwargs["mensaje"])
        try:
            avisos.reenviar(entrega=entrega, por=request.user)
            messages.success(request, "El aviso vuelve a estar en camino.")
        except ErrorDeDominio as error:
            messages.error(request, error.mensaje)
        return redirect("integracion:avisos")
