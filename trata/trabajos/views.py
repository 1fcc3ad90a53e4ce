"""Pantallas de los trabajos propios, de la bandeja y de los correos de la demostración."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import DetailView, ListView
from django.views.generic.base import View

from trata.comun.errores import ErrorDeDominio
from trata.comun.vistas import AccionView, DetalleView, PermisoMixin
from trata.cuentas.permisos import Permiso
from trata.trabajos import acciones, consultas
from trata.trabajos.descarga import ALTERADO, descargar
from trata.trabajos.models import CorreoRetenido, Salida, Trabajo


class FragmentoMixin:
    """Con htmx devuelve sólo el fragmento que se refresca."""

    fragmento = "estado"

    def get_template_names(self) -> list[str]:
        """La página o su fragmento."""
        if self.request.htmx and not self.request.htmx.boosted:
            return [f"{self.template_name}#{self.fragmento}"]
        return [self.template_name]


class TrabajoListView(FragmentoMixin, PermisoMixin, ListView):
    """Los trabajos de quien mira; se refresca mientras alguno avanza."""

    permiso = Permiso.TRABAJO_VER
    paginate_by = 30
    page_kwarg = "pagina"
    template_name = "trabajos/trabajo_list.html"

    def get_queryset(self) -> QuerySet[Trabajo]:
        """Sólo los propios."""
        return consultas.trabajos_de(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Agrega si hay algo que todavía avanza."""
        contexto = super().get_context_data(**kwargs)
        vivos = [t for t in contexto["object_list"] if t.esta_vivo]
        return contexto | {"hay_vivos": bool(vivos), "tonos": consultas.TONOS}


class TrabajoDetailView(FragmentoMixin, DetalleView):
    """Un trabajo, con su avance al segundo."""

    permiso = Permiso.TRABAJO_VER
    queryset = Trabajo.objects.all()
    template_name = "trabajos/trabajo_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Agrega el tono del estado y las migas."""
        return super().get_context_data(**kwargs) | {
            "tono": consultas.TONOS[self.object.estado],
            "resumen": list(self.object.resumen.items()),
            "migas": [("Tus trabajos", reverse("trabajos:lista")), (str(self.object), "")],
        }


class TrabajoCancelarView(AccionView):
    """Pide parar un trabajo propio."""

    permiso = Permiso.TRABAJO_VER

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Cancela y vuelve a la página del trabajo."""
        trabajo = get_object_or_404(consultas.trabajos_de(request.user), uuid=kwargs["uuid"])
        try:
            acciones.cancelar_trabajo(trabajo=trabajo, por=request.user)
        except ErrorDeDominio as error:
            messages.warning(request, error.mensaje)
        return redirect("trabajos:detalle", uuid=trabajo.uuid)


class TrabajoArchivoView(PermisoMixin, View):
    """Descarga el resultado de un trabajo propio; la descarga queda anotada antes."""

    permiso = Permiso.TRABAJO_VER

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """El archivo, siempre como descarga; si no es el que se guardó, se dice y no sale."""
        trabajo = get_object_or_404(consultas.trabajos_de(request.user), uuid=kwargs["uuid"])
        respuesta = descargar(trabajo, request.user)
        if respuesta is None:
            messages.error(request, ALTERADO)
            return redirect("trabajos:detalle", uuid=trabajo.uuid)
        return respuesta


class SalidaListView(PermisoMixin, ListView):
    """Lo que espera en la bandeja y lo que está atascado."""

    permiso = Permiso.BANDEJA_VER
    paginate_by = 50
    page_kwarg = "pagina"
    template_name = "trabajos/salida_list.html"

    def get_queryset(self) -> QuerySet[Salida]:
        """Lo pendiente."""
        return consultas.salidas_pendientes()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Agrega las cifras de la bandeja."""
        return super().get_context_data(**kwargs) | {"bandeja": consultas.resumen_de_la_bandeja()}


class SalidaReintentarView(AccionView):
    """Pone una salida al frente de la cola."""

    permiso = Permiso.BANDEJA_VER

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Reintenta ahora."""
        salida = get_object_or_404(consultas.salidas_pendientes(), pk=kwargs["pk"])
        acciones.reintentar_salida(salida=salida, por=request.user)
        messages.success(request, "Se intentará en unos segundos.")
        return redirect("trabajos:bandeja")


class CorreoListView(PermisoMixin, ListView):
    """Los correos que la demostración no envió."""

    permiso = Permiso.CORREO_VER
    paginate_by = 30
    page_kwarg = "pagina"
    template_name = "trabajos/correo_list.html"

    def get_queryset(self) -> QuerySet[CorreoRetenido]:
        """El más reciente primero."""
        return consultas.correos_retenidos()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Agrega si esta instalación retiene correos."""
        return super().get_context_data(**kwargs) | {"retiene": consultas.retiene_correos()}


class CorreoDetailView(PermisoMixin, DetailView):
    """Un correo retenido."""

    permiso = Permiso.CORREO_VER
    slug_field = "uuid"
    slug_url_kwarg = "uuid"
    template_name = "trabajos/correo_detail.html"

    def get_queryset(self) -> QuerySet[CorreoRetenido]:
        """Todos los retenidos."""
        return consultas.correos_retenidos()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Agrega las migas."""
        return super().get_context_data(**kwargs) | {
            "migas": [("Correos retenidos", reverse("trabajos:correos")), (str(self.object), "")]
        }
