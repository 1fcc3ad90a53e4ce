"""Solicitudes de enlace entre instituciones: pedir, responder y ver el otro lado."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from casos import consultas
from casos.acciones import intercambio
from casos.consultas import intercambio as lecturas
from casos.forms.enlaces import PedirEnlaceForm
from casos.models import SolicitudDeEnlace
from trata.comun.errores import ErrorDeDominio
from trata.comun.formularios import anotar_error
from trata.comun.vistas import AccionView, PaginaView
from trata.cuentas.permisos import Permiso

MOSTRADAS = 50


class EnlacesView(PaginaView):
    """Lo que piden a quien mira y lo que su institución pidió."""

    permiso = Permiso.CASO_VER
    template_name = "casos/enlaces/lista.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Las pendientes con el caso que nombran, y las enviadas."""
        usuario = self.request.user
        pendientes = lecturas.recibidas(usuario).filter(estado=SolicitudDeEnlace.Estado.PENDIENTE)
        recibidas = [(s, lecturas.caso_nombrado(s, usuario)) for s in pendientes[:MOSTRADAS]]
        return super().get_context_data(**kwargs) | {
            "recibidas": [
                (s, caso, lecturas.puede_responder(caso, usuario)) for s, caso in recibidas
            ],
            "enviadas": lecturas.enviadas(usuario)[:MOSTRADAS],
            "puede_retirar": usuario.tiene_permiso(Permiso.ATENCION_REGISTRAR),
        }


class EnlacesDeCasoView(PaginaView):
    """Los enlaces de un caso y el formulario para pedir otro."""

    permiso = Permiso.CASO_VER
    permiso_por_metodo: ClassVar[dict[str, Permiso]] = {"POST": Permiso.ATENCION_REGISTRAR}
    template_name = "casos/enlaces/caso.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Los aceptados, los pedidos y el formulario."""
        usuario = self.request.user
        caso = consultas.caso_de(usuario, self.kwargs["uuid"])
        return super().get_context_data(**kwargs) | {
            "caso": caso,
            "enlaces": lecturas.enlaces_de(caso),
            "pedidas": lecturas.enviadas(usuario).filter(caso=caso)[:MOSTRADAS],
            "puede_pedir": usuario.tiene_permiso(Permiso.ATENCION_REGISTRAR),
            "form": kwargs.get("form") or PedirEnlaceForm(),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lo pide; la respuesta es la misma exista o no el otro caso."""
        caso = consultas.caso_de(request.user, kwargs["uuid"])
        form = PedirEnlaceForm(request.POST)
        if form.is_valid():
            try:
                intercambio.pedir_enlace(caso=caso, datos=form.cleaned_data, por=request.user)
                messages.success(request, "Solicitud enviada. Te avisaremos si la responden.")
                return redirect("casos:enlaces-de-caso", caso.uuid)
            except (ErrorDeDominio, ValidationError) as error:
                anotar_error(form, error)
        contexto = self.get_context_data(form=form)
        return TemplateResponse(request, self.template_name, contexto, status=422)


class EnlaceAccionView(AccionView):
    """Acepta, no acepta o retira una solicitud."""

    permiso = Permiso.CASO_VER
    hechos: ClassVar[dict[str, str]] = {
        "aceptar": "Enlace aceptado: cada lado ve el código del otro.",
        "rechazar": "Quedó anotado que no se acepta.",
        "retirar": "Solicitud retirada.",
    }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ejecuta el verbo de la dirección."""
        solicitud = lecturas.solicitud_visible(request.user, kwargs["uuid"])
        verbo = kwargs["verbo"]
        try:
            if verbo == "retirar":
                intercambio.retirar_enlace(solicitud=solicitud, por=request.user)
            else:
                intercambio.responder_enlace(
                    solicitud=solicitud,
                    acepta=verbo == "aceptar",
                    respuesta=request.POST.get("respuesta", "").replace("\x00", ""),
                    por=request.user,
                )
            messages.success(request, self.hechos[verbo])
        except ErrorDeDominio as error:
            messages.error(request, error.mensaje)
        return redirect("casos:enlaces")
