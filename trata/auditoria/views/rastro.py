"""Quién cambió y quién miró."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.generic import ListView
from django.views.generic.base import View

from trata.auditoria import consultas, rastro
from trata.auditoria.forms import (
    FiltroDeAccesosForm,
    FiltroDeEntradasForm,
    FiltroDeHistoriaForm,
)
from trata.auditoria.models import Acceso, Entrada
from trata.comun.planillas import respuesta_csv
from trata.comun.vistas import PaginaView, PermisoMixin
from trata.cuentas.consultas import usuarios
from trata.cuentas.permisos import Permiso

POR_PAGINA = 50
MAXIMO_EN_ARCHIVO = 20_000


def consulta_sin(request: HttpRequest, *claves: str) -> str:
    """La consulta de la dirección sin esas claves, para enlaces de página y de descarga."""
    consulta = request.GET.copy()
    for clave in claves:
        consulta.pop(clave, None)
    return consulta.urlencode()


def filtro_de_historia(request: HttpRequest) -> tuple[FiltroDeHistoriaForm, dict[str, Any]]:
    """El formulario y los criterios: un usuario que no existe no da ningún evento."""
    form = FiltroDeHistoriaForm(request.GET or None)
    criterios = dict(form.cleaned_data) if form.is_valid() else {}
    nombre = criterios.pop("usuario", "")
    if nombre:
        hallado = usuarios().filter(username=nombre.strip().lower()).first()
        criterios["usuario"] = hallado.pk if hallado else 0
    return form, criterios


class HistoriaView(PaginaView):
    """El rastro de cambios de todas las tablas."""

    permiso = Permiso.AUDITORIA_VER
    template_name = "auditoria/historia.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Una página de cambios y desde dónde seguir hacia atrás."""
        form, criterios = filtro_de_historia(self.request)
        criterios["antes"] = self._antes()
        eventos = rastro.eventos(criterios, limite=POR_PAGINA + 1)
        siguiente = eventos[POR_PAGINA - 1].momento if len(eventos) > POR_PAGINA else None
        return super().get_context_data(**kwargs) | {
            "filtro": form,
            "eventos": eventos[:POR_PAGINA],
            "siguiente": siguiente.isoformat() if siguiente else "",
            "consulta": consulta_sin(self.request, "antes"),
            "es_primera": criterios["antes"] is None,
        }

    def _antes(self) -> datetime | None:
        try:
            return parse_datetime(self.request.GET.get("antes", ""))
        except ValueError:
            return None


class EventoView(PaginaView):
    """Un cambio: qué campos, con su antes y su después."""

    permiso = Permiso.AUDITORIA_VER
    template_name = "auditoria/evento.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El evento y sus diferencias."""
        evento = rastro.evento(kwargs["tabla"], kwargs["pk"])
        if evento is None:
            raise Http404
        return super().get_context_data(**kwargs) | {
            "evento": evento,
            "diferencias": rastro.diferencias(evento.tabla, evento.pk),
        }


class HistoriaCsvView(PermisoMixin, View):
    """El rastro filtrado, como archivo."""

    permiso = Permiso.AUDITORIA_VER

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """CSV sin valores: quién, cuándo, qué y sobre qué."""
        _, criterios = filtro_de_historia(request)
        return respuesta_csv(
            f"historia-{timezone.localdate():%Y-%m-%d}.csv",
            ("momento", "acción", "qué", "identificador", "quién", "rol", "dirección", "motivo"),
            (
                (
                    timezone.localtime(e.momento).isoformat(sep=" ", timespec="seconds"),
                    *(e.accion, e.que, e.objeto, e.autor, e.rol),
                    *(e.contexto.get("direccion"), e.contexto.get("motivo")),
                )
                for e in rastro.eventos(criterios, limite=MAXIMO_EN_ARCHIVO)
            ),
        )


class AccesosMixin(PermisoMixin):
    """Los accesos que cumplen el filtro de la dirección."""

    permiso = Permiso.AUDITORIA_VER

    def filtrados(self) -> QuerySet[Acceso]:
        """El conjunto filtrado; un filtro inválido no da nada."""
        self.filtro = FiltroDeAccesosForm(self.request.GET or None)
        if self.filtro.is_bound and not self.filtro.is_valid():
            return consultas.accesos({}).none()
        return consultas.accesos(self.filtro.cleaned_data if self.filtro.is_bound else {})


class AccesosView(AccesosMixin, ListView):
    """Quién vio qué, entre dos fechas."""

    paginate_by = POR_PAGINA
    page_kwarg = "pagina"
    template_name = "auditoria/accesos.html"

    def get_queryset(self) -> QuerySet[Acceso]:
        """Los accesos filtrados."""
        return self.filtrados()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Agrega quién vio el registro elegido, en resumen."""
        contexto = super().get_context_data(**kwargs)
        elegido = self.filtro.cleaned_data if self.filtro.is_bound else {}
        personas = None
        if elegido.get("objeto_tipo") and elegido.get("objeto_id"):
            personas = consultas.resumen_por_persona(elegido)
        return contexto | {
            "filtro": self.filtro,
            "personas": personas,
            "consulta": consulta_sin(self.request, "pagina"),
        }


class AccesosCsvView(AccesosMixin, View):
    """Los accesos filtrados, como archivo."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """CSV de accesos."""
        return respuesta_csv(
            f"accesos-{timezone.localdate():%Y-%m-%d}.csv",
            (
                *("momento", "usuario", "nombre", "rol", "qué", "identificador"),
                *("campos", "motivo", "resultado", "dirección"),
            ),
            (
                (
                    timezone.localtime(a.momento).isoformat(sep=" ", timespec="seconds"),
                    *(a.usuario.username, str(a.usuario), a.rol, a.objeto_tipo, a.objeto_id),
                    *(", ".join(a.campos), a.motivo, a.resultado, a.direccion),
                )
                for a in self.filtrados()[:MAXIMO_EN_ARCHIVO]
            ),
        )


class EntradasView(PermisoMixin, ListView):
    """Quién entró, quién salió y quién no pudo."""

    permiso = Permiso.AUDITORIA_VER
    paginate_by = POR_PAGINA
    page_kwarg = "pagina"
    template_name = "auditoria/entradas.html"

    def get_queryset(self) -> QuerySet[Entrada]:
        """Las entradas filtradas."""
        self.filtro = FiltroDeEntradasForm(self.request.GET or None)
        return consultas.entradas(self.filtro.cleaned_data if self.filtro.is_valid() else {})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Agrega el filtro."""
        return super().get_context_data(**kwargs) | {
            "filtro": self.filtro,
            "consulta": consulta_sin(self.request, "pagina"),
        }
