"""Lo que dice cada institución."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from casos import consultas
from casos.acciones.procedencia import declarar_dato
from casos.consultas import necesidad
from casos.consultas.procedencia import dichos_de, personas_de
from casos.forms.procedencia import DeclararForm
from trata.comun.errores import ErrorDeDominio
from trata.comun.formularios import anotar_error
from trata.comun.vistas import PaginaView
from trata.cuentas.permisos import Permiso


class DichosView(PaginaView):
    """Los datos con su fuente, y el formulario para agregar el de la institución propia."""

    permiso = Permiso.CASO_VER
    template_name = "casos/identidad/dichos.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lo declarado junto a lo registrado."""
        usuario = self.request.user
        caso = consultas.caso_de(usuario, self.kwargs["uuid"])
        personas = personas_de(caso)
        abierto = necesidad.esta_abierto(caso, usuario)
        return super().get_context_data(**kwargs) | {
            "caso": caso,
            "abierto": abierto,
            "dichos": dichos_de(caso, personas),
            "puede_declarar": abierto
            and bool(personas)
            and usuario.tiene_permiso(Permiso.ATENCION_REGISTRAR),
            "form": kwargs.get("form") or DeclararForm(personas=personas, usuario=usuario),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Agrega un dato."""
        caso = consultas.caso_de(request.user, kwargs["uuid"])
        form = DeclararForm(request.POST, personas=personas_de(caso), usuario=request.user)
        if form.is_valid():
            try:
                dato = declarar_dato(
                    caso=caso, persona=form.persona, por=request.user, **form.declarado
                )
                messages.success(
                    request,
                    "Guardado. No coincide con lo registrado: quedan los dos."
                    if dato.contradice
                    else "Guardado con su fuente.",
                )
                return redirect("casos:dichos", caso.uuid)
            except ErrorDeDominio as error:
                anotar_error(form, error)
        contexto = self.get_context_data(form=form)
        return TemplateResponse(request, self.template_name, contexto, status=422)
