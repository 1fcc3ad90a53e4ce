"""Vistas base: con permiso, con alcance territorial y con conflicto de versiones resuelto.

Toda vista declara `permiso`. Lista y detalle parten de `visibles_para`; lo ajeno responde 404.
"""

from typing import Any, ClassVar

from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.generic import CreateView, DetailView, ListView, TemplateView, UpdateView
from django.views.generic.base import View
from django_filters.views import FilterMixin

from trata.comun.formularios import AccionFormMixin
from trata.comun.paginas_de_error import responder


class PermisoMixin(View):
    """Pide un permiso de la tabla de roles. Sin `permiso` declarado, la vista no funciona.

    `permiso_por_metodo` permite exigir otro permiso para escribir (`{"POST": Permiso.X}`).
    """

    # Sin PUT: Django lo atendería con `post`, y `permiso_por_metodo` no lo nombra.
    http_method_names = ("get", "head", "post", "options")
    permiso: ClassVar[Any] = None
    permiso_por_metodo: ClassVar[dict[str, Any]] = {}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        permiso = self.permiso_por_metodo.get(request.method or "", self.permiso)
        if permiso is None:
            raise ImproperlyConfigured(f"{type(self).__name__} no declara `permiso`.")
        if not request.user.tiene_permiso(permiso):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def http_method_not_allowed(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Quien recarga o escribe la dirección de un botón lee qué pasó."""
        respuesta = responder(request, "metodo_no_permitido")
        respuesta["Allow"] = ", ".join(self._allowed_methods())
        return respuesta


class AlcanceMixin:
    """Aplica `visibles_para` al conjunto de la vista. Un modelo sin territorio lo declara."""

    es_territorial: ClassVar[bool] = True

    def get_queryset(self) -> QuerySet:
        """El conjunto de la vista, recortado al ámbito de quien pide."""
        conjunto = super().get_queryset()
        if not self.es_territorial:
            return conjunto
        return conjunto.visibles_para(self.request.user)


class PaginaView(PermisoMixin, TemplateView):
    """Página suelta con permiso."""


class ListaView(PermisoMixin, AlcanceMixin, FilterMixin, ListView):
    """Lista con filtros en la URL. Con htmx devuelve sólo el fragmento `#lista`."""

    paginate_by = 50
    page_kwarg = "pagina"
    filterset_class = None
    fragmento = "lista"

    def get_queryset(self) -> QuerySet:
        """El conjunto visible con los filtros; un filtro inválido da lista vacía y error."""
        conjunto = super().get_queryset()
        if self.filterset_class is None:
            return conjunto
        self.filterset = self.filterset_class(
            self.request.GET or None, queryset=conjunto, request=self.request
        )
        if self.filterset.is_bound and not self.filterset.is_valid():
            return conjunto.none()
        return self.filterset.qs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Agrega el conjunto de filtros."""
        return super().get_context_data(**kwargs) | {"filtro": getattr(self, "filterset", None)}

    def get_template_names(self) -> list[str]:
        """La página, o su fragmento si pide htmx."""
        nombres = super().get_template_names()
        if self.request.htmx and not self.request.htmx.boosted:
            return [f"{nombre}#{self.fragmento}" for nombre in nombres]
        return nombres


class DetalleView(PermisoMixin, AlcanceMixin, DetailView):
    """Detalle por identificador público."""

    slug_field = "uuid"
    slug_url_kwarg = "uuid"


class CrearView(PermisoMixin, AccionFormMixin, CreateView):
    """Formulario de alta: la vista entrega los datos a `accion`."""


class EditarView(PermisoMixin, AlcanceMixin, AccionFormMixin, UpdateView):
    """Formulario de cambio con versión."""

    slug_field = "uuid"
    slug_url_kwarg = "uuid"


class AccionView(PermisoMixin, View):
    """Un verbo sin formulario: sólo POST."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lo define cada vista."""
        raise NotImplementedError
