"""Portada de control, sello, alertas, incidentes y solicitudes."""

from typing import Any

from django.contrib import messages
from django.db import connection
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, ListView
from django.views.generic.base import View

from trata.auditoria import acciones, consultas
from trata.auditoria.forms import (
    CanarioForm,
    IncidenteForm,
    RespuestaForm,
    RevisionDeAlertaForm,
    SolicitudForm,
)
from trata.auditoria.models import Alerta, Incidente, RegistroCanario, SolicitudArco
from trata.auditoria.sello.anclas import ultima_ancla
from trata.comun import formato
from trata.comun.cifrado import descifrar
from trata.comun.errores import ErrorDeDominio
from trata.comun.formularios import AccionFormMixin
from trata.comun.planillas import respuesta_csv
from trata.comun.vistas import AccionView, CrearView, EditarView, PaginaView, PermisoMixin
from trata.cuentas.permisos import Permiso

PASOS = (
    ("borrador_en", "Borrador de la notificación", "Antes de 24 horas"),
    ("notificado_en", "Notificación a la Autoridad Nacional de Protección de Datos", "48 horas"),
    ("avisado_csd_en", "Aviso al Centro Nacional de Seguridad Digital", "Si es digital"),
    ("afectados_en", "Aviso a las personas afectadas", "48 horas"),
    ("cerrado_en", "Cierre", ""),
)


class InicioView(PaginaView):
    """La portada de control."""

    permiso = Permiso.AUDITORIA_VER
    template_name = "auditoria/inicio.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Integridad, lecturas de hoy y lo pendiente."""
        resumen = consultas.resumen_de_control()
        vencidas = resumen["solicitudes_vencidas"]
        return (
            super().get_context_data(**kwargs)
            | resumen
            | {
                "personas_hoy_texto": formato.plural(resumen["personas_hoy"], "persona"),
                "vencidas_texto": f"{formato.plural(vencidas, 'vencida')}" if vencidas else "",
            }
        )


class SelloView(PaginaView):
    """El sello: estado, verificaciones, lotes y ancla."""

    permiso = Permiso.AUDITORIA_VER
    template_name = "auditoria/sello.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Todo lo del sello."""
        sello = consultas.resumen_del_sello()
        ultimo = formato.fecha_hora(sello["ultimo"]) if sello["ultimo"] else ""
        return super().get_context_data(**kwargs) | {
            "sello": sello,
            "ultimo_lote_texto": f"El último, el {ultimo}" if ultimo else "",
            "verificaciones": consultas.verificaciones(),
            "ultima": consultas.ultima_verificacion(),
            "lotes": consultas.lotes()[:12],
        }


class PedirVerificacionView(AccionView):
    """Pide al sellador que verifique ahora."""

    permiso = Permiso.AUDITORIA_VER

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Deja el pedido y vuelve."""
        acciones.pedir_verificacion(por=request.user)
        messages.success(request, "Pedido. El sellador verificará en unos segundos.")
        return redirect("auditoria:sello")


class AnclaView(PermisoMixin, View):
    """El ancla del último lote, para guardarla fuera."""

    permiso = Permiso.AUDITORIA_VER

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Una línea de JSON como archivo."""
        with connection.cursor() as cursor:
            ancla = ultima_ancla(cursor)
        if ancla is None:
            raise Http404
        respuesta = HttpResponse(ancla.como_texto() + "\n", content_type="application/json")
        respuesta["Content-Disposition"] = f'attachment; filename="ancla-{ancla.numero}.json"'
        return respuesta


class AlertasView(PermisoMixin, ListView):
    """Lecturas fuera de lo habitual."""

    permiso = Permiso.ALERTA_DE_ACCESO_VER
    paginate_by = 30
    page_kwarg = "pagina"
    template_name = "auditoria/alertas.html"

    def get_queryset(self) -> QuerySet[Alerta]:
        """Primero las abiertas."""
        return consultas.alertas(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Agrega los señuelos, si los lleva quien mira."""
        lleva = self.request.user.tiene_permiso(Permiso.INCIDENTE_GESTIONAR)
        return super().get_context_data(**kwargs) | {
            "lleva_senuelos": lleva,
            "canarios": consultas.canarios()[:50] if lleva else [],
        }


class AlertaView(PermisoMixin, AccionFormMixin, FormView):
    """Revisar una alerta."""

    permiso = Permiso.ALERTA_DE_ACCESO_VER
    form_class = RevisionDeAlertaForm
    template_name = "auditoria/alerta.html"

    @cached_property
    def alerta(self) -> Alerta:
        """La alerta de la dirección."""
        return get_object_or_404(consultas.alertas(self.request.user), uuid=self.kwargs["uuid"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Agrega la alerta y sus lecturas."""
        return super().get_context_data(**kwargs) | {
            "alerta": self.alerta,
            "accesos": consultas.accesos_de_alerta(self.alerta)[:200],
            "migas": [("Alertas", reverse("auditoria:alertas")), (str(self.alerta), "")],
        }

    def accion(self, form: RevisionDeAlertaForm) -> Alerta:
        """Cierra la alerta."""
        return acciones.revisar_alerta(
            alerta=self.alerta,
            estado=form.cleaned_data["estado"],
            nota=form.cleaned_data["nota"],
            por=self.request.user,
        )

    def get_success_url(self) -> str:
        """A la lista, o a registrar el incidente."""
        messages.success(self.request, "Alerta revisada.")
        if self.object.estado == Alerta.Estado.INCIDENTE and self.request.user.tiene_permiso(
            Permiso.INCIDENTE_GESTIONAR
        ):
            return reverse("auditoria:incidente_nuevo")
        return reverse("auditoria:alertas")


class CanarioCreateView(CrearView):
    """Declara un registro señuelo."""

    permiso = Permiso.INCIDENTE_GESTIONAR
    form_class = CanarioForm
    template_name = "auditoria/canario_form.html"

    def accion(self, form: CanarioForm) -> RegistroCanario:
        """Lo guarda."""
        return acciones.poner_canario(datos=form.datos, por=self.request.user)

    def get_success_url(self) -> str:
        """A las alertas."""
        messages.success(self.request, "Señuelo puesto. Cualquier lectura dará una alerta.")
        return reverse("auditoria:alertas")


class IncidentesView(PermisoMixin, ListView):
    """Los incidentes y su reloj."""

    permiso = Permiso.INCIDENTE_GESTIONAR
    paginate_by = 30
    page_kwarg = "pagina"
    template_name = "auditoria/incidentes.html"

    def get_queryset(self) -> QuerySet[Incidente]:
        """Primero los abiertos."""
        return consultas.incidentes()


class IncidenteCreateView(CrearView):
    """Abre un incidente."""

    permiso = Permiso.INCIDENTE_GESTIONAR
    form_class = IncidenteForm
    template_name = "auditoria/incidente_form.html"

    def accion(self, form: IncidenteForm) -> Incidente:
        """Lo registra."""
        return acciones.registrar_incidente(datos=form.datos, por=self.request.user)

    def get_success_url(self) -> str:
        """A su ficha."""
        return reverse("auditoria:incidente", kwargs={"uuid": self.object.uuid})


class IncidenteUpdateView(EditarView):
    """Corrige un incidente abierto."""

    permiso = Permiso.INCIDENTE_GESTIONAR
    es_territorial = False
    form_class = IncidenteForm
    template_name = "auditoria/incidente_form.html"

    def get_queryset(self) -> QuerySet[Incidente]:
        """Todos."""
        return consultas.incidentes()

    def accion(self, form: IncidenteForm) -> Incidente:
        """Guarda con la versión que se tenía delante."""
        return acciones.editar_incidente(
            incidente=self.object,
            datos=form.datos,
            version=form.version_editada or self.object.version,
            por=self.request.user,
        )

    def get_success_url(self) -> str:
        """A su ficha."""
        messages.success(self.request, "Incidente guardado.")
        return reverse("auditoria:incidente", kwargs={"uuid": self.object.uuid})


class IncidenteView(PaginaView):
    """Un incidente: reloj, pasos, afectados y accesos."""

    permiso = Permiso.INCIDENTE_GESTIONAR
    template_name = "auditoria/incidente.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El incidente con sus afectados y accesos."""
        incidente = get_object_or_404(consultas.incidentes(), uuid=kwargs["uuid"])
        afectados = consultas.afectados_de_incidente(incidente)
        return super().get_context_data(**kwargs) | {
            "incidente": incidente,
            "pasos": [(h, t, n, getattr(incidente, h)) for h, t, n in PASOS],
            "afectados": [
                a | {"que": consultas.nombre_del_tipo(a["objeto_tipo"]).capitalize()}
                for a in afectados[:200]
            ],
            "n_afectados": afectados.count(),
            "n_accesos": consultas.accesos_de_incidente(incidente).count(),
            "accesos": consultas.accesos_de_incidente(incidente)[:50],
            "tipo_de_objeto": consultas.nombre_del_tipo(incidente.objeto_tipo),
            "migas": [("Incidentes", reverse("auditoria:incidentes")), (incidente.numero, "")],
        }


class IncidenteHitoView(AccionView):
    """Anota un paso del incidente."""

    permiso = Permiso.INCIDENTE_GESTIONAR

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Marca y vuelve a la ficha."""
        incidente = get_object_or_404(consultas.incidentes(), uuid=kwargs["uuid"])
        try:
            acciones.marcar_hito(incidente=incidente, hito=kwargs["hito"], por=request.user)
        except ErrorDeDominio as error:
            messages.warning(request, error.mensaje)
        else:
            messages.success(request, "Anotado.")
        return redirect("auditoria:incidente", uuid=incidente.uuid)


class IncidenteCsvView(PermisoMixin, View):
    """Los accesos de un incidente, como archivo para el expediente."""

    permiso = Permiso.INCIDENTE_GESTIONAR

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """CSV de accesos."""
        incidente = get_object_or_404(consultas.incidentes(), uuid=kwargs["uuid"])
        return respuesta_csv(
            f"{incidente.numero}-accesos.csv",
            ("momento", "usuario", "qué", "identificador", "campos", "motivo", "dirección"),
            (
                (
                    timezone.localtime(a.momento).isoformat(sep=" ", timespec="seconds"),
                    *(a.usuario.username, a.objeto_tipo, a.objeto_id),
                    *(", ".join(a.campos), a.motivo, a.direccion),
                )
                for a in consultas.accesos_de_incidente(incidente)
            ),
        )


class SolicitudesView(PermisoMixin, ListView):
    """Las solicitudes ARCO y su plazo."""

    permiso = Permiso.INCIDENTE_GESTIONAR
    paginate_by = 30
    page_kwarg = "pagina"
    template_name = "auditoria/solicitudes.html"

    def get_queryset(self) -> QuerySet[SolicitudArco]:
        """Primero las abiertas que vencen antes."""
        return consultas.solicitudes()


class SolicitudCreateView(CrearView):
    """Registra una solicitud."""

    permiso = Permiso.INCIDENTE_GESTIONAR
    form_class = SolicitudForm
    template_name = "auditoria/solicitud_form.html"

    def accion(self, form: SolicitudForm) -> SolicitudArco:
        """La guarda, con el nombre cifrado."""
        return acciones.registrar_solicitud(datos=form.datos, por=self.request.user)

    def get_success_url(self) -> str:
        """A la lista."""
        messages.success(self.request, f"Solicitud {self.object.numero} registrada.")
        return reverse("auditoria:solicitudes")


class SolicitudView(EditarView):
    """Atender una solicitud."""

    permiso = Permiso.INCIDENTE_GESTIONAR
    es_territorial = False
    form_class = RespuestaForm
    template_name = "auditoria/solicitud.html"

    def get_queryset(self) -> QuerySet[SolicitudArco]:
        """Todas."""
        return consultas.solicitudes()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Agrega quién la pide, descifrado para quien la atiende; la lectura queda anotada."""
        acciones.registrar_acceso(
            usuario=self.request.user,
            objeto=self.object,
            campos=["solicitante", "contacto"],
            motivo=f"Atención de la solicitud {self.object.numero}",
        )
        return super().get_context_data(**kwargs) | {
            "solicitante": descifrar(self.object.solicitante),
            "contacto": descifrar(self.object.contacto),
            "migas": [
                ("Solicitudes ARCO", reverse("auditoria:solicitudes")),
                (str(self.object), ""),
            ],
        }

    def accion(self, form: RespuestaForm) -> SolicitudArco:
        """Guarda el avance o la respuesta."""
        return acciones.atender_solicitud(
            solicitud=self.object,
            datos=form.datos,
            version=form.version_editada or self.object.version,
            por=self.request.user,
        )

    def get_success_url(self) -> str:
        """A la lista."""
        messages.success(self.request, "Solicitud guardada.")
        return reverse("auditoria:solicitudes")
