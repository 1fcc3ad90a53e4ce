"""La página de «Ir a…»."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from trata.cuentas.destinos import LARGO_MAXIMO, destinos


class IrView(TemplateView):
    """Lleva al único destino exacto o muestra los que hay.

    No pide permiso: sólo haber entrado; cada buscador mira lo que el usuario puede ver.
    """

    permiso = None
    template_name = "cuentas/ir.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Busca. Un solo destino exacto, o uno solo en total, abre directamente."""
        texto = request.POST.get("texto", "")[:LARGO_MAXIMO]
        hallados = destinos(request.user, texto)
        exactos = [d for d in hallados if d.es_exacto]
        elegidos = exactos if len(exactos) == 1 else hallados
        if len(elegidos) == 1:
            return redirect(elegidos[0].url)
        contexto = self.get_context_data(texto=texto, destinos=hallados, buscado=True)
        return self.render_to_response(contexto)
