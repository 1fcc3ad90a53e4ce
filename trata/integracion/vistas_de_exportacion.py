"""Pedir una exportación de casos."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from trata.comun.errores import ErrorDeDominio
from trata.comun.vistas import AccionView
from trata.cuentas.permisos import Permiso
from trata.integracion.exportacion import FORMATOS, casos_filtrados
from trata.trabajos.acciones import encargar


class ExportarCasosView(AccionView):
    """Encarga la exportación de lo que la lista muestra y lleva a su avance."""

    permiso = Permiso.CASO_EXPORTAR

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Comprueba el filtro y encarga el trabajo."""
        consulta = request.POST.get("consulta", "")[:2000]
        formato = request.POST.get("formato", "")
        try:
            if formato not in FORMATOS:
                raise ErrorDeDominio("formato_desconocido", "Elige CSV, XLSX o JSON.")
            casos_filtrados(consulta, request.user)
        except ErrorDeDominio as error:
            messages.error(request, error.mensaje)
            return redirect("casos:lista")
        trabajo = encargar(
            tipo="integracion.exportar_casos",
            datos={"consulta": consulta, "formato": formato},
            por=request.user,
        )
        return redirect("trabajos:detalle", uuid=trabajo.uuid)
