"""Pantallas de lo que pide dos personas: lo que pedí y lo que me toca decidir."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from trata.comun.errores import ErrorDeDominio
from trata.comun.formularios import anotar_error
from trata.comun.vistas import PaginaView
from trata.cuentas import consultas
from trata.cuentas.acciones import autorizaciones as verbos
from trata.cuentas.actos import acto_de
from trata.cuentas.forms import DecisionForm
from trata.cuentas.permisos import Permiso


class AutorizacionesView(PaginaView):
    """Lo que espera mi decisión y lo que yo pedí."""

    permiso = Permiso.TRABAJO_VER
    template_name = "cuentas/autorizaciones.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Las dos listas."""
        usuario = self.request.user
        return super().get_context_data(**kwargs) | {
            "por_decidir": [
                (a, acto_de(a.tipo)) for a in consultas.autorizaciones_por_decidir(usuario)
            ],
            "pedidas": [
                (a, acto_de(a.tipo)) for a in consultas.autorizaciones_pedidas(usuario)[:50]
            ],
        }


class AutorizacionView(PaginaView):
    """Un pedido: quién, qué, para qué; y aprobar, negar o retirarlo."""

    permiso = Permiso.TRABAJO_VER
    template_name = "cuentas/autorizacion.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El pedido y, si toca, el formulario."""
        usuario = self.request.user
        pedido = consultas.autorizacion_de(usuario, self.kwargs["uuid"])
        abierto = pedido.estado == "pendiente" and not pedido.vencio
        return super().get_context_data(**kwargs) | {
            "pedido": pedido,
            "acto": acto_de(pedido.tipo),
            "es_propio": pedido.solicitante_id == usuario.pk,
            "abierto": abierto,
            "form": kwargs.get("form") or DecisionForm(usuario=usuario),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Aprueba, niega o retira."""
        pedido = consultas.autorizacion_de(request.user, kwargs["uuid"])
        form = DecisionForm(request.POST, usuario=request.user)
        try:
            if "retirar" in request.POST:
                verbos.retirar_autorizacion(autorizacion=pedido, por=request.user)
                messages.success(request, "Retiraste el pedido.")
                return redirect("cuentas:autorizaciones")
            if form.is_valid():
                aprueba = "aprobar" in request.POST
                verbo = verbos.aprobar_autorizacion if aprueba else verbos.negar_autorizacion
                verbo(autorizacion=pedido, motivo=form.cleaned_data["motivo"], por=request.user)
                messages.success(request, "Aprobado y hecho." if aprueba else "Negado.")
                return redirect("cuentas:autorizaciones")
        except ErrorDeDominio as error:
            form.is_valid()
            anotar_error(form, error)
        contexto = self.get_context_data(form=form)
        return TemplateResponse(request, self.template_name, contexto, status=422)
