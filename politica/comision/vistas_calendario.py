"""El calendario de obligaciones: página, archivo .ics y suscripción con llave firmada."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from politica.comision import acciones, consultas
from politica.comision.calendario import calendario
from politica.comision.forms import RendicionForm
from politica.comision.models import Obligacion
from trata.comun.formularios import AccionFormMixin
from trata.comun.numeros import natural
from trata.comun.vistas import PaginaView, PermisoMixin
from trata.cuentas.permisos import Permiso

TIPO_ICS = "text/calendar; charset=utf-8"


def _archivo() -> bytes:
    anio = timezone.localdate().year
    return calendario(
        consultas.vencimientos([anio, anio + 1]),
        list(consultas.sesiones()),
        consultas.acuerdos_filtrados({"situacion": "abiertos"}),
    )


class CalendarioView(PaginaView):
    """Qué se debe rendir, ante quién y hasta cuándo."""

    permiso = Permiso.COMISION_VER
    template_name = "comision/calendario.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Los vencimientos de tres años y la dirección de suscripción."""
        anio = timezone.localdate().year
        ruta = reverse(
            "comision:suscripcion", args=[consultas.llave_de_calendario(self.request.user)]
        )
        return super().get_context_data(**kwargs) | {
            "vencimientos": consultas.vencimientos([anio - 1, anio, anio + 1]),
            "suscripcion": self.request.build_absolute_uri(ruta),
            "gestiona": self.request.user.tiene_permiso(Permiso.COMISION_GESTIONAR),
            "migas": [
                ("Comisión Multisectorial", reverse("comision:inicio")),
                ("Calendario de obligaciones", ""),
            ],
        }


class CalendarioIcsView(PaginaView):
    """Descarga el .ics con la sesión abierta."""

    permiso = Permiso.COMISION_VER

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """El archivo."""
        respuesta = HttpResponse(_archivo(), content_type=TIPO_ICS)
        respuesta["Content-Disposition"] = 'attachment; filename="comision.ics"'
        return respuesta


@login_not_required
@require_safe
def suscripcion(request: HttpRequest, llave: str) -> HttpResponse:
    """El mismo .ics para un programa de calendario: la llave firmada dice de quién es.

    No lleva datos de víctimas. Deja de servir cuando la persona pierde su rol.
    """
    if consultas.usuario_de_calendario(llave) is None:
        raise Http404
    return HttpResponse(_archivo(), content_type=TIPO_ICS)


class RendicionView(PermisoMixin, AccionFormMixin, FormView):
    """Anota con qué documento se cumplió una obligación."""

    permiso = Permiso.COMISION_GESTIONAR
    form_class = RendicionForm
    template_name = "comision/formulario.html"

    @cached_property
    def obligacion(self) -> Obligacion:
        """La de la dirección, o 404."""
        return get_object_or_404(consultas.obligaciones(), pk=self.kwargs["codigo"])

    def get_initial(self) -> dict[str, Any]:
        """El año que se rinde, si la dirección lo trae."""
        anio = natural(self.request.GET.get("anio"), cifras=4)
        return super().get_initial() | ({"anio": anio} if anio else {})

    def accion(self, form: RendicionForm) -> Any:
        """La anota."""
        return acciones.registrar_rendicion(
            obligacion=self.obligacion, datos=form.cleaned_data, por=self.request.user
        )

    def get_success_url(self) -> str:
        """Al calendario."""
        messages.success(self.request, "Cumplimiento registrado.")
        return reverse("comision:calendario")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Qué obligación es, y a dónde se vuelve."""
        volver = reverse("comision:calendario")
        return super().get_context_data(**kwargs) | {
            "titulo": "Registrar el cumplimiento",
            "antetitulo": self.obligacion.titulo,
            "entradilla": f"{self.obligacion.norma}. Rinde: {self.obligacion.quien}. "
            f"Ante: {self.obligacion.ante}.",
            "boton": "Guardar",
            "volver": volver,
            "migas": [
                ("Comisión Multisectorial", reverse("comision:inicio")),
                ("Calendario de obligaciones", volver),
                ("Registrar el cumplimiento", ""),
            ],
        }
