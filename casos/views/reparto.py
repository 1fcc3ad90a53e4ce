"""Asignar varios casos a una persona, desde la lista."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from casos import acciones, consultas
from casos.acciones.asignacion import Reparto
from casos.consultas.busqueda import completar_filas
from casos.filtros import CasoFilterSet
from casos.forms.asignacion import AsignarVariosForm
from casos.models import Caso
from trata.comun.errores import ErrorDeDominio
from trata.comun.formato import plural
from trata.comun.formularios import anotar_error
from trata.comun.vistas import PaginaView
from trata.cuentas.permisos import Permiso

# Los que caben en una decisión que todavía se puede leer entera.
TOPE = 200
DICHOS = 20


class AsignarVariosView(PaginaView):
    """Se llega con casos marcados (`?caso=…`) o con los filtros de la lista (`?todos=1&…`)."""

    permiso = Permiso.CASO_ASIGNAR
    template_name = "casos/identidad/asignar_varios.html"

    def elegidos(self) -> list[Caso]:
        """Los casos, siempre dentro del ámbito de quien asigna."""
        datos = self.request.POST or self.request.GET
        if "todos" not in datos:
            return consultas.casos_por_uuid(self.request.user, datos.getlist("caso")[:TOPE])
        visibles = consultas.casos_de(self.request.user)
        filtro = CasoFilterSet(datos, queryset=visibles, request=self.request)
        return list(filtro.qs.order_by("id")[:TOPE]) if filtro.is_valid() else []

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """La lista de lo elegido y el formulario; sin nada elegido, de vuelta a la lista."""
        casos = self.elegidos()
        if not casos:
            messages.warning(request, "Marca al menos un caso.")
            return redirect("casos:lista")
        return self.pintar(casos, AsignarVariosForm(usuario=request.user))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Asigna y vuelve a la lista con lo que se hizo y lo que no."""
        casos, form = self.elegidos(), AsignarVariosForm(request.POST, usuario=request.user)
        if not casos:
            messages.warning(request, "Marca al menos un caso.")
            return redirect("casos:lista")
        if form.is_valid():
            datos = form.cleaned_data
            try:
                reparto = acciones.asignar_casos(
                    casos=casos,
                    a=datos["persona"],
                    responsable=datos["responsable"],
                    motivo=datos["motivo"],
                    por=request.user,
                )
            except ErrorDeDominio as error:
                anotar_error(form, error)
            else:
                self.decir(reparto, datos["persona"])
                return redirect("casos:lista")
        return self.pintar(casos, form, estado=422)

    def decir(self, reparto: Reparto, persona: Any) -> None:
        """Un mensaje por lo que se hizo y uno por cada razón de lo que no."""
        cuantos = plural(len(reparto.nuevos), "caso")
        if reparto.nuevos:
            messages.success(self.request, f"{persona} ahora lleva {cuantos} más.")
        if reparto.ya_llevaba:
            ya = plural(len(reparto.ya_llevaba), "caso")
            messages.info(self.request, f"{persona} ya llevaba {ya}.")
        for razon, codigos in (
            ("está anulado", reparto.anulados),
            (f"{persona} no lo ve en su territorio", reparto.fuera_de_su_ambito),
        ):
            if codigos:
                cuales = ", ".join(codigos[:DICHOS]) + ("…" if len(codigos) > DICHOS else "")
                sin = plural(len(codigos), "caso")
                messages.warning(self.request, f"Sin asignar {sin}, porque {razon}: {cuales}.")

    def pintar(self, casos: list[Caso], form: AsignarVariosForm, estado: int = 200) -> HttpResponse:
        """La página."""
        contexto = self.get_context_data(
            casos=completar_filas(casos), form=form, lleno=len(casos) == TOPE, tope=TOPE
        )
        return TemplateResponse(self.request, self.template_name, contexto, status=estado)
