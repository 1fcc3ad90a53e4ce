"""Lo que la entidad responsable de un acuerdo dice que hizo."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from politica.comision import acciones, consultas
from politica.comision.forms import AporteForm
from trata.comun.errores import ErrorDeDominio
from trata.comun.vistas import AccionView
from trata.cuentas.permisos import Permiso


class AporteView(AccionView):
    """La entidad responsable dice qué hizo de un acuerdo."""

    permiso = Permiso.REPORTE_REGISTRAR

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lo anota y vuelve al acuerdo; lo que falte se dice arriba."""
        acuerdo = get_object_or_404(consultas.acuerdos(), uuid=kwargs["uuid"])
        form = AporteForm(request.POST)
        try:
            if form.is_valid():
                texto = form.cleaned_data["texto"]
                acciones.aportar_seguimiento(acuerdo=acuerdo, texto=texto, por=request.user)
                messages.success(request, "Quedó anotado lo que hizo tu entidad.")
            else:
                messages.error(request, "Escribe qué hizo tu entidad, en menos de 4 000 letras.")
        except ErrorDeDominio as error:
            messages.error(request, error.mensaje)
        return redirect("comision:acuerdo", uuid=acuerdo.uuid)
