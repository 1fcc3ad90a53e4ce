"""Pantallas de posibles duplicados: la cola, la comparación y deshacer."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from casos.acciones import duplicados as verbos
from casos.consultas import duplicados as lecturas
from casos.forms.identidad import DecidirForm
from trata.comun.errores import ConflictoError, ErrorDeDominio
from trata.comun.formularios import anotar_error
from trata.comun.vistas import AccionView, PaginaView
from trata.cuentas.permisos import Permiso


class DuplicadosView(PaginaView):
    """La cola de pares y lo último que se resolvió."""

    permiso = Permiso.DUPLICADO_RESOLVER
    template_name = "casos/duplicados/cola.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Los pendientes por página y las uniones que se pueden deshacer."""
        usuario = self.request.user
        pendientes = lecturas.pares_de(usuario).pendientes()
        pagina = Paginator(pendientes, 25).get_page(self.request.GET.get("pagina"))
        return super().get_context_data(**kwargs) | {
            "pagina": pagina,
            "uniones": lecturas.uniones_de(usuario)[:10],
        }


class ParView(PaginaView):
    """Las dos personas lado a lado, y qué son."""

    permiso = Permiso.DUPLICADO_RESOLVER
    template_name = "casos/duplicados/par.html"
    verbos: ClassVar[dict[str, Any]] = {
        "distintas": verbos.son_distintas,
        "vincular": verbos.vincular,
        "unir": verbos.unir,
    }
    hechos: ClassVar[dict[str, str]] = {
        "distintas": "Quedó anotado: son personas distintas.",
        "vincular": "Los dos registros quedaron vinculados como la misma persona.",
        "unir": "Quedó un solo registro. Puedes deshacerlo desde la cola.",
    }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """La comparación."""
        par = lecturas.par_de(self.request.user, self.kwargs["par"])
        return super().get_context_data(**kwargs) | {
            "par": par,
            "filas": lecturas.comparacion(par),
            "mismo_caso": par.una.caso_id == par.otra.caso_id,
            "form": kwargs.get("form") or DecidirForm(usuario=self.request.user),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lo que se decidió."""
        par = lecturas.par_de(request.user, kwargs["par"])
        form = DecidirForm(request.POST, usuario=request.user)
        if form.is_valid():
            decision = form.cleaned_data["decision"]
            try:
                with transaction.atomic():
                    self.verbos[decision](
                        par=par, motivo=form.cleaned_data["motivo"], por=request.user
                    )
                messages.success(request, self.hechos[decision])
                return redirect("casos:duplicados")
            except (ErrorDeDominio, ConflictoError) as error:
                anotar_error(form, error)
        contexto = self.get_context_data(form=form)
        return TemplateResponse(request, self.template_name, contexto, status=422)


class DeshacerView(AccionView):
    """Deshace una unión, con motivo."""

    permiso = Permiso.DUPLICADO_RESOLVER

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Vuelve atrás y regresa a la cola."""
        union = lecturas.union_de(request.user, kwargs["union"])
        try:
            with transaction.atomic():
                verbos.deshacer(
                    union=union, motivo=request.POST.get("motivo", ""), por=request.user
                )
            messages.success(request, "Se deshizo: todo volvió a como estaba.")
        except (ErrorDeDominio, ConflictoError) as error:
            messages.error(request, error.mensaje)
        return redirect("casos:duplicados")
