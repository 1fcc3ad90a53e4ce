"""Suscripciones: verlas, hacer una, abrir su informe con los permisos de ahora y darse de baja."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import ListView

from trata.comun.errores import ErrorDeDominio
from trata.comun.vistas import CrearView, PaginaView, PermisoMixin
from trata.cuentas.permisos import Permiso
from trata.informes import acciones, consultas
from trata.informes.forms.entrega import SuscripcionForm
from trata.informes.models import SuscripcionDeInformes
from trata.informes.tipos import TIPOS

MIGAS = ("Suscripciones", "informes:suscripciones")


class SuscripcionesView(PermisoMixin, ListView):
    """Las propias; la Secretaría ve todas."""

    permiso = Permiso.INFORME_VER
    template_name = "informes/suscripciones.html"
    paginate_by = 50
    page_kwarg = "pagina"

    def get_queryset(self) -> QuerySet[SuscripcionDeInformes]:
        """Las que puede ver."""
        return consultas.suscripciones_de(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Con el nombre de cada informe."""
        return super().get_context_data(**kwargs) | {
            "nombres": {codigo: tipo.nombre for codigo, tipo in TIPOS.items()},
            "tramita": self.request.user.tiene_permiso(Permiso.INFORME_TRAMITAR),
            "migas": [("Informes", reverse("informes:lista")), (MIGAS[0], "")],
        }


class SuscribirView(CrearView):
    """Hacer una suscripción."""

    permiso = Permiso.INFORME_VER
    form_class = SuscripcionForm
    template_name = "informes/formulario.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lo que la plantilla común necesita."""
        return super().get_context_data(**kwargs) | {
            "titulo": "Suscribirse a un informe",
            "entradilla": "Llega un correo con un enlace, nunca con archivos. Al abrirlo verás lo "
            "que tu cuenta pueda ver ese día.",
            "boton": "Suscribir",
            "volver": self.get_success_url(),
            "migas": [
                ("Informes", reverse("informes:lista")),
                (MIGAS[0], reverse(MIGAS[1])),
                ("Suscribirse", ""),
            ],
        }

    def accion(self, form: SuscripcionForm) -> SuscripcionDeInformes:
        """Suscribe."""
        return acciones.suscribir(datos=form.cleaned_data, por=self.request.user)

    def get_success_url(self) -> str:
        """A la lista."""
        return reverse("informes:suscripciones")


class SuscripcionMixin(PermisoMixin):
    """La suscripción de la dirección, si es propia o de la Secretaría, y sigue viva."""

    permiso = Permiso.INFORME_VER

    def suscripcion(self) -> SuscripcionDeInformes:
        """La suscripción, o 404."""
        return get_object_or_404(
            consultas.suscripciones_de(self.request.user), uuid=self.kwargs["uuid"]
        )


class SuscripcionView(SuscripcionMixin, PaginaView):
    """El informe al día, compuesto con los permisos que la persona tiene al abrirlo."""

    template_name = "informes/suscripcion.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El documento de ahora y la última versión publicada."""
        suscripcion, usuario = self.suscripcion(), self.request.user
        espacio = suscripcion.espacio
        if suscripcion.tipo not in TIPOS or (
            espacio is not None and not consultas.ve_el_espacio(usuario, espacio)
        ):
            raise Http404
        informe = consultas.informe_de_ejemplo(suscripcion.tipo, usuario, espacio)
        return super().get_context_data(**kwargs) | {
            "suscripcion": suscripcion,
            "documento": consultas.sin_textos(informe, usuario),
            "ultima": consultas.ultima_publicada(suscripcion),
            "migas": [
                ("Informes", reverse("informes:lista")),
                (MIGAS[0], reverse(MIGAS[1])),
                (TIPOS[suscripcion.tipo].nombre, ""),
            ],
        }


class SuscripcionBajaView(SuscripcionMixin, PaginaView):
    """Confirmar la baja: el enlace del correo llega aquí."""

    template_name = "informes/suscripcion_baja.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Qué se deja de recibir."""
        suscripcion = self.suscripcion()
        tipo = TIPOS.get(suscripcion.tipo)
        nombre = tipo.nombre if tipo else suscripcion.tipo
        return super().get_context_data(**kwargs) | {"suscripcion": suscripcion, "nombre": nombre}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """La da de baja."""
        try:
            acciones.dar_de_baja(suscripcion=self.suscripcion(), por=request.user)
        except ErrorDeDominio as error:
            messages.error(request, error.mensaje)
        else:
            messages.success(request, "Listo: ya no llegarán esos correos.")
        return redirect("informes:suscripciones")
