"""Lo común a las pantallas de regiones: hallar la cosa dentro del ámbito y volver a su página."""

from typing import Any, ClassVar

from django.db.models import Model
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.views.generic import FormView

from regiones.consultas.comun import visible
from trata.comun.formularios import BaseForm
from trata.comun.vistas import CrearView, EditarView, PermisoMixin
from trata.cuentas.permisos import Permiso


def consulta_sin_pagina(request: HttpRequest) -> str:
    """Los filtros de la dirección, sin la página: para los enlaces de paginación."""
    datos = request.GET.copy()
    datos.pop("pagina", None)
    return datos.urlencode()


def de_mi_ambito(modelo: type[Model], uuid: Any, usuario: Any, *relaciones: str) -> Any:
    """El objeto, si está en el ámbito de quien pide; si no, 404."""
    encontrado = visible(modelo, uuid, usuario, *relaciones)
    if encontrado is None:
        raise Http404
    return encontrado


class DentroDeView(PermisoMixin):
    """Vista que cuelga de otra cosa (`modelo_padre`), hallada dentro del ámbito."""

    modelo_padre: ClassVar[type[Model]]
    relaciones: ClassVar[tuple[str, ...]] = ()

    @property
    def padre(self) -> Any:
        """La cosa de la que cuelga esta página."""
        if not hasattr(self, "_padre"):
            self._padre = de_mi_ambito(
                self.modelo_padre, self.kwargs["uuid"], self.request.user, *self.relaciones
            )
        return self._padre


class CrearDentroView(DentroDeView, CrearView):
    """Alta dentro de otra cosa. `campo_padre` es su nombre en el modelo."""

    permiso = Permiso.REGION_GESTIONAR
    template_name = "regiones/formulario.html"
    campo_padre: ClassVar[str] = "espacio"
    titulo: ClassVar[str] = ""
    entradilla: ClassVar[str] = ""
    boton: ClassVar[str] = "Guardar"

    def get_form_kwargs(self) -> dict[str, Any]:
        """La instancia ya sabe de quién cuelga: las reglas lo necesitan."""
        argumentos = super().get_form_kwargs()
        instancia = self.form_class.Meta.model(**{self.campo_padre: self.padre})
        return argumentos | {"instance": instancia}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Títulos y a dónde se vuelve."""
        return super().get_context_data(**kwargs) | {
            "entradilla": self.entradilla,
            "boton": self.boton,
            **en_su_sitio(self.padre, self.titulo, self.volver_a()),
        }

    def volver_a(self) -> str:
        """La página del padre."""
        return pagina_de(self.padre)

    def get_success_url(self) -> str:
        """La página del padre, salvo que la vista diga otra."""
        return self.volver_a()


class EditarDentroView(EditarView):
    """Cambio de algo que cuelga de otra cosa: se dice de cuál, y cancelar vuelve a ella."""

    permiso = Permiso.REGION_GESTIONAR
    template_name = "regiones/formulario.html"
    titulo: ClassVar[str] = ""

    def padre_de(self, objeto: Any) -> Any:
        """De qué cuelga; lo dice cada vista."""
        return objeto.espacio

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Títulos y a dónde se vuelve."""
        sitio = en_su_sitio(self.padre_de(self.object), self.titulo, self.get_success_url())
        return super().get_context_data(**kwargs) | sitio

    def get_success_url(self) -> str:
        """La página de aquello de que cuelga."""
        return pagina_de(self.padre_de(self.object))


class FormularioDentroView(DentroDeView, FormView):
    """Formulario suelto sobre algo del ámbito."""

    permiso = Permiso.REGION_GESTIONAR
    template_name = "regiones/formulario.html"
    form_class: type[BaseForm]
    titulo: ClassVar[str] = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Títulos y a dónde se vuelve."""
        sitio = en_su_sitio(self.padre, self.titulo, self.get_success_url())
        return super().get_context_data(**kwargs) | sitio

    def get_success_url(self) -> str:
        """La página del padre, salvo que la vista diga otra."""
        return pagina_de(self.padre)


def en_su_sitio(padre: Any, titulo: str, volver: str) -> dict[str, Any]:
    """Título, antetítulo, migas y regreso de un formulario que cuelga de `padre`."""
    return {
        "titulo": titulo,
        "antetitulo": str(padre),
        "volver": volver,
        "migas": [("Regiones", reverse("regiones:lista")), (str(padre), volver), (titulo, "")],
    }


def pagina_de(cosa: Any) -> str:
    """La página de una cosa de regiones."""
    nombre = type(cosa).__name__
    if nombre == "EspacioRegional":
        return reverse("regiones:espacio", args=[cosa.uuid])
    if nombre == "Sesion":
        return reverse("regiones:sesion", args=[cosa.uuid])
    if nombre == "PlanAnual":
        return reverse("regiones:plan_anual", args=[cosa.uuid])
    if nombre == "Capacitacion":
        return reverse("regiones:capacitacion", args=[cosa.uuid])
    if nombre == "EncuentroMacrorregional":
        return reverse("regiones:encuentro", args=[cosa.uuid])
    if nombre == "Integrante":
        return reverse("regiones:espacio", args=[cosa.espacio.uuid])
    return reverse("regiones:lista")
