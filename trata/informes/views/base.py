"""Lo que comparten las pantallas de un informe: encontrarlo y volver a él."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView

from trata.comun.errores import ErrorDeDominio
from trata.comun.formularios import AccionFormMixin
from trata.comun.vistas import AccionView, PermisoMixin
from trata.cuentas.permisos import Permiso
from trata.informes import consultas
from trata.informes.models import Informe, VersionPublicada


class InformeMixin(PermisoMixin):
    """Busca el informe de la dirección, después del permiso."""

    permiso = Permiso.INFORME_VER

    @cached_property
    def informe(self) -> Informe:
        """El informe, si se ve."""
        return get_object_or_404(consultas.informes(self.request.user), uuid=self.kwargs["uuid"])

    def ruta_del_informe(self, ancla: str = "") -> str:
        """La página del informe, en una de sus secciones."""
        ruta = reverse("informes:detalle", kwargs={"uuid": self.informe.uuid})
        return f"{ruta}#seccion-{ancla}" if ancla else ruta

    def migas(self, *mas: tuple[str, str]) -> list[tuple[str, str]]:
        """Informes › este informe › lo demás."""
        propio = "" if not mas else self.ruta_del_informe()
        return [("Informes", reverse("informes:lista")), (str(self.informe), propio), *mas]


class VersionMixin(InformeMixin):
    """Busca además la versión publicada de la dirección."""

    @cached_property
    def version(self) -> VersionPublicada:
        """La versión, o 404."""
        hallada = consultas.version_de(self.informe, self.kwargs["version"])
        if hallada is None:
            raise Http404
        return hallada

    def ruta_de_la_version(self) -> str:
        """La página de la versión publicada."""
        return reverse(
            "informes:publicada",
            kwargs={"uuid": self.informe.uuid, "version": self.version.version},
        )


class InformeFormView(InformeMixin, AccionFormMixin, FormView):
    """Un formulario sobre un informe, con la plantilla común."""

    template_name = "informes/formulario.html"
    titulo = ""
    entradilla = ""
    boton = "Guardar"
    hecho = ""
    con_archivo = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lo que la plantilla común necesita."""
        return super().get_context_data(**kwargs) | {
            "informe": self.informe,
            "antetitulo": self.informe,
            "titulo": self.titulo,
            "entradilla": self.entradilla,
            "boton": self.boton,
            "volver": self.get_success_url(),
            "con_archivo": self.con_archivo,
            "migas": self.migas((self.titulo, "")),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        """Dice lo que se hizo."""
        respuesta = super().form_valid(form)
        if self.hecho and respuesta.status_code == 302:
            messages.success(self.request, self.hecho)
        return respuesta

    def get_success_url(self) -> str:
        """Vuelve al informe."""
        return self.ruta_del_informe(self.kwargs.get("clave", ""))


class InformeAccionView(InformeMixin, AccionView):
    """Un verbo sobre un informe; el error se dice arriba de la página a la que se vuelve."""

    hecho = ""

    def actuar(self) -> Any:
        """Llama a la acción; lo define cada vista."""
        raise NotImplementedError

    def volver(self) -> str:
        """A dónde se va después."""
        return self.ruta_del_informe(self.kwargs.get("clave", ""))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Actúa y vuelve."""
        try:
            self.actuar()
        except ErrorDeDominio as error:
            messages.error(request, error.mensaje)
        else:
            if self.hecho:
                messages.success(request, self.hecho)
        return redirect(self.volver())
