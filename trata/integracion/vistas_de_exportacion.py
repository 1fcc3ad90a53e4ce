"""Pedir una exportación de casos."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from trata.comun.errores import ErrorDeDominio
from trata.comun.vistas import AccionView
from trata.cuentas.models import Autorizacion
from trata.cuentas.permisos import Permiso
from trata.integracion.exportacion_masiva import CASOS_SIN_SEGUNDA_PERSONA, pedir_exportacion
from trata.integracion.forms import ExportarMuchoForm


class ExportarCasosView(AccionView):
    """Encarga la exportación de lo que la lista muestra y lleva a su avance.

    Si es mucho, pregunta para qué y lo deja a la espera de otra persona.
    """

    permiso = Permiso.CASO_EXPORTAR

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Comprueba el filtro y encarga el trabajo, o lo pide."""
        consulta = request.POST.get("consulta", "")[:2000]
        formato = request.POST.get("formato", "")
        try:
            hecho = pedir_exportacion(
                consulta=consulta,
                formato=formato,
                por=request.user,
                motivo=request.POST.get("motivo", ""),
            )
        except ErrorDeDominio as error:
            if error.codigo == "falta_motivo":
                return self._preguntar(consulta, formato)
            messages.error(request, error.mensaje)
            return redirect("casos:lista")
        if isinstance(hecho, Autorizacion):
            messages.success(request, "Pedido enviado. Otra persona tiene 24 horas para decidirlo.")
            return redirect("cuentas:autorizacion", uuid=hecho.uuid)
        return redirect("trabajos:detalle", uuid=hecho.uuid)

    def _preguntar(self, consulta: str, formato: str) -> HttpResponse:
        ya_se_pregunto = "motivo" in self.request.POST
        form = ExportarMuchoForm(
            self.request.POST if ya_se_pregunto else None,
            initial={"consulta": consulta, "formato": formato},
            usuario=self.request.user,
        )
        if ya_se_pregunto:
            form.is_valid()
        contexto = {"form": form, "tope": CASOS_SIN_SEGUNDA_PERSONA}
        return TemplateResponse(
            self.request,
            "integracion/exportar_mucho.html",
            contexto,
            status=422 if ya_se_pregunto else 200,
        )
