"""Los acuerdos de la Comisión: la lista, uno con su seguimiento y lo que aporta su entidad."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView

from politica.comision import acciones, consultas
from politica.comision.forms import AporteForm, FiltroDeAcuerdosForm, SeguimientoForm
from politica.comision.models import Acuerdo
from politica.comision.views import RAIZ
from politica.consultas.lectura import entidades
from trata.comun.archivo_de_lista import ArchivoDeListaMixin
from trata.comun.errores import ErrorDeDominio
from trata.comun.formularios import AccionFormMixin
from trata.comun.numeros import natural
from trata.comun.vistas import AccionView, PaginaView, PermisoMixin
from trata.cuentas.permisos import Permiso

ACUERDO_EN_ARCHIVO = {
    "Sesión": "sesion",
    "Número": "numero",
    "Acuerdo": "texto",
    "Responsable": "responsable",
    "Servicio": "servicio",
    "Acordado el": "acordado_el",
    "Plazo": "plazo",
    "Situación": "get_estado_display",
    "Vencido": "esta_vencido",
    "Cumplido el": "cumplido_el",
    "De demostración": "es_sintetico",
}


class AcuerdoListView(ArchivoDeListaMixin, PaginaView):
    """Los acuerdos a través de las sesiones."""

    nombre_de_archivo = "acuerdos-de-la-comision"
    columnas_de_archivo = ACUERDO_EN_ARCHIVO

    permiso = Permiso.COMISION_VER
    template_name = "comision/acuerdos.html"

    @cached_property
    def filtro(self) -> FiltroDeAcuerdosForm:
        """El de la URL."""
        return FiltroDeAcuerdosForm(self.request.GET or None, entidades=entidades())

    def filas_de_archivo(self) -> list[Acuerdo]:
        """Los filtrados: los mismos que se ven y se bajan."""
        datos = self.filtro.cleaned_data if self.filtro.is_valid() else {}
        return consultas.acuerdos_filtrados(datos)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Filtrados por la URL."""
        return super().get_context_data(**kwargs) | {
            "filtro": self.filtro,
            "acuerdos": self.filas_de_archivo(),
            "cuenta": consultas.cuenta_de_acuerdos(),
            "migas": [(RAIZ, reverse("comision:inicio")), ("Acuerdos", "")],
        }


class AcuerdoView(PermisoMixin, AccionFormMixin, FormView):
    """Un acuerdo y su seguimiento."""

    permiso = Permiso.COMISION_VER
    permiso_por_metodo = {"POST": Permiso.COMISION_GESTIONAR}
    form_class = SeguimientoForm
    template_name = "comision/acuerdo.html"

    @cached_property
    def acuerdo(self) -> Acuerdo:
        """El acuerdo de la dirección."""
        return get_object_or_404(consultas.acuerdos(), uuid=self.kwargs["uuid"])

    def puede_aportar(self) -> bool:
        """Es de la entidad responsable y reporta por ella."""
        return consultas.puede_aportar(self.request.user, self.acuerdo)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Con las sesiones y el estado actual."""
        return super().get_form_kwargs() | {
            "sesiones": consultas.sesiones(),
            "initial": {"estado": self.acuerdo.estado},
        }

    def accion(self, form: SeguimientoForm) -> Any:
        """Anota el seguimiento."""
        version = form.data.get("version", "")
        return acciones.seguir_acuerdo(
            acuerdo=self.acuerdo,
            datos=form.cleaned_data,
            version=natural(version) or 0,
            por=self.request.user,
        )

    def get_success_url(self) -> str:
        """Vuelve al acuerdo."""
        messages.success(self.request, "Seguimiento guardado.")
        return reverse("comision:acuerdo", args=[self.acuerdo.uuid])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El acuerdo con su historia."""
        return super().get_context_data(**kwargs) | {
            "acuerdo": self.acuerdo,
            "aporte": AporteForm() if self.puede_aportar() else None,
            "gestiona": self.request.user.tiene_permiso(Permiso.COMISION_GESTIONAR),
            "migas": [
                (RAIZ, reverse("comision:inicio")),
                ("Acuerdos", reverse("comision:acuerdos")),
                (f"Acuerdo {self.acuerdo.numero}", ""),
            ],
        }


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
                messages.error(request, form.errors["texto"][0])
        except ErrorDeDominio as error:
            messages.error(request, error.mensaje)
        return redirect("comision:acuerdo", uuid=acuerdo.uuid)
