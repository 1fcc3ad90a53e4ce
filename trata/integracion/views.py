"""Pantallas de convenios y credenciales."""

from datetime import timedelta
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
from trata.comun.vistas import AccionView, CrearView, PermisoMixin
from trata.cuentas.permisos import Permiso
from trata.integracion import acciones, consultas
from trata.integracion.forms import ConvenioForm, CredencialForm
from trata.integracion.models import Convenio

SOLAPE = timedelta(days=7)


class ConvenioListView(PermisoMixin, ListView):
    """Convenios con sus credenciales."""

    permiso = Permiso.CONVENIO_GESTIONAR
    template_name = "integracion/convenio_list.html"

    def get_queryset(self) -> QuerySet[Convenio]:
        """Todos los convenios."""
        return consultas.convenios()


class ConvenioCreateView(CrearView):
    """Alta de un convenio."""

    permiso = Permiso.CONVENIO_GESTIONAR
    form_class = ConvenioForm
    template_name = "integracion/convenio_form.html"

    def accion(self, form: ConvenioForm) -> Convenio:
        """Registra el convenio."""
        return acciones.registrar_convenio(datos=form.datos, por=self.request.user)

    def get_success_url(self) -> str:
        """Vuelve a la lista."""
        messages.success(self.request, "Convenio registrado.")
        return reverse("integracion:convenios")


class CredencialCreateView(PermisoMixin, AccionFormMixin, FormView):
    """Emite una credencial y la muestra una sola vez."""

    permiso = Permiso.CONVENIO_GESTIONAR
    form_class = CredencialForm
    template_name = "integracion/credencial_form.html"

    @cached_property
    def convenio(self) -> Convenio:
        """El convenio de la URL."""
        return get_object_or_404(consultas.convenios(), uuid=self.kwargs["uuid"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Agrega el convenio."""
        return super().get_context_data(**kwargs) | {"convenio": self.convenio}

    def accion(self, form: CredencialForm) -> tuple[Any, str]:
        """Emite."""
        return acciones.emitir_credencial(
            convenio=self.convenio,
            usuario=form.cleaned_data["usuario"],
            datos=form.datos,
            por=self.request.user,
        )

    def form_valid(self, form: CredencialForm) -> HttpResponse:
        """Muestra el token en la misma respuesta: no queda en ninguna dirección ni sesión."""
        respuesta = super().form_valid(form)
        if respuesta.status_code != 302:
            return respuesta
        return mostrar_token(self.request, *self.object)

    def get_success_url(self) -> str:
        """No se usa como destino: la respuesta muestra el token."""
        return reverse("integracion:convenios")


class CredencialAccionView(AccionView):
    """Rota o revoca una credencial."""

    permiso = Permiso.CONVENIO_GESTIONAR

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ejecuta el verbo de la URL."""
        credencial = get_object_or_404(consultas.credenciales(), uuid=kwargs["uuid"])
        try:
            if kwargs["verbo"] == "rotar":
                nueva, token = acciones.rotar_credencial(
                    credencial=credencial, solape=SOLAPE, por=request.user
                )
                return mostrar_token(request, nueva, token)
            acciones.revocar_credencial(credencial=credencial, por=request.user)
            messages.success(request, "Credencial revocada. Deja de valer desde ahora.")
        except ErrorDeDominio as error:
            messages.error(request, error.mensaje)
        return redirect("integracion:convenios")


def mostrar_token(request: HttpRequest, credencial: Any, token: str) -> HttpResponse:
    """La página que muestra el token, una vez."""
    return render(
        request, "integracion/credencial_emitida.html", {"credencial": credencial, "token": token}
    )
