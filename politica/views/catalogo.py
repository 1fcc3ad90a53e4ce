"""Pantallas del catálogo: completar un vacío, abrir una versión, incorporar, retirar, bandas."""

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.views.generic import FormView

from politica.acciones import catalogo as acciones
from politica.consultas import catalogo as consultas
from politica.forms import SemaforoForm
from politica.forms_catalogo import (
    CompletarForm,
    IndicadorNuevoForm,
    LogroForm,
    RetirarForm,
    SustentoForm,
    VersionForm,
)
from trata.comun.formularios import AccionFormMixin
from trata.comun.vistas import CrearView, PermisoMixin
from trata.cuentas.permisos import Permiso


class DelCatalogoMixin:
    """Título, entradilla y vuelta al catálogo."""

    permiso = Permiso.POLITICA_COMPLETAR
    template_name = "politica/catalogo_form.html"
    titulo = ""
    entradilla = ""
    hecho = "Guardado en el catálogo, con su sustento."

    def get_success_url(self) -> str:
        """Al catálogo."""
        messages.success(self.request, self.hecho)
        return reverse("politica:catalogo")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Título y migas."""
        return super().get_context_data(**kwargs) | {
            "titulo": self.titulo,
            "entradilla": self.entradilla,
            "migas": [
                ("Política Nacional", reverse("politica:mapa")),
                ("Catálogo", reverse("politica:catalogo")),
                (self.titulo, ""),
            ],
        }


class VersionCrearView(DelCatalogoMixin, CrearView):
    """Abre una versión."""

    form_class = VersionForm
    titulo = "Nueva versión del catálogo"
    entradilla = (
        "Una Resolución Ministerial, con informe técnico y opinión favorable de CEPLAN, puede "
        "cambiar indicadores y servicios (DS 029-2018-PCM, 5.ª disposición complementaria final)."
    )

    def accion(self, form: VersionForm) -> Any:
        """La registra."""
        return acciones.registrar_version(datos=form.datos, por=self.request.user)


class SemaforoView(DelCatalogoMixin, CrearView):
    """Cambia las bandas."""

    form_class = SemaforoForm
    titulo = "Bandas del semáforo"
    entradilla = "Rigen desde la fecha que digas; los periodos anteriores conservan las suyas."

    def accion(self, form: SemaforoForm) -> Any:
        """Las fija."""
        return acciones.fijar_semaforo(datos=form.datos, por=self.request.user)


class ConSustentoView(DelCatalogoMixin, PermisoMixin, AccionFormMixin, FormView):
    """Un cambio del catálogo con su norma."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """Con las versiones."""
        return super().get_form_kwargs() | {"versiones": consultas.versiones()}

    def comunes(self, form: SustentoForm) -> dict[str, Any]:
        """Versión, sustento y quién."""
        return {
            "version": form.cleaned_data["version_catalogo"],
            "sustento": form.cleaned_data["sustento"],
            "por": self.request.user,
        }


class CompletarView(ConSustentoView):
    """Completa o cambia un elemento del árbol."""

    form_class = CompletarForm
    entradilla = (
        "Si rellenas un vacío, vale desde el inicio de la política; si cambias un dato, desde que "
        "rige la norma."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        """Con el elemento."""
        elemento = consultas.elemento(self.kwargs["elemento"], self.kwargs["codigo"])
        if elemento is None or self.kwargs["elemento"] not in acciones.EDITABLES:
            raise Http404
        self.titulo = f"Completar {elemento.pk}"
        campos = acciones.EDITABLES[self.kwargs["elemento"]]
        return super().get_form_kwargs() | {"elemento": elemento, "campos": campos}

    def accion(self, form: CompletarForm) -> Any:
        """Lo cambia."""
        return acciones.cambiar_elemento(
            elemento=self.kwargs["elemento"],
            codigo=self.kwargs["codigo"],
            cambios=form.cambios,
            **self.comunes(form),
        )


class IndicadorNuevoView(ConSustentoView):
    """Incorpora un indicador."""

    form_class = IndicadorNuevoForm
    titulo = "Incorporar un indicador"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Con los servicios."""
        return super().get_form_kwargs() | {"servicios": consultas.servicios()}

    def accion(self, form: IndicadorNuevoForm) -> Any:
        """Lo incorpora."""
        return acciones.incorporar_indicador(datos=form.datos, **self.comunes(form))


class LogroView(ConSustentoView):
    """Fija el logro esperado de un año."""

    form_class = LogroForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Con el indicador en el título."""
        self.indicador = consultas.elemento("indicador", self.kwargs["codigo"])
        if self.indicador is None:
            raise Http404
        self.titulo = f"Logro esperado de {self.indicador.pk}"
        return super().get_form_kwargs()

    def accion(self, form: LogroForm) -> Any:
        """Lo fija."""
        return acciones.fijar_logro(
            indicador=self.indicador,
            anio=form.cleaned_data["anio"],
            valor=form.cleaned_data["valor"],
            **self.comunes(form),
        )


class RetirarView(ConSustentoView):
    """Retira un servicio o un indicador desde que rige la norma."""

    form_class = RetirarForm
    entradilla = "Los periodos anteriores lo siguen mostrando."

    def get_form_kwargs(self) -> dict[str, Any]:
        """Con el elemento en el título."""
        if consultas.elemento(self.kwargs["elemento"], self.kwargs["codigo"]) is None:
            raise Http404
        self.titulo = f"Retirar {self.kwargs['codigo']}"
        return super().get_form_kwargs()

    def accion(self, form: RetirarForm) -> Any:
        """Lo retira."""
        return acciones.retirar_elemento(
            elemento=self.kwargs["elemento"], codigo=self.kwargs["codigo"], **self.comunes(form)
        )
