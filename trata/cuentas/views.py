"""Pantallas de cuentas: usuarios, designaciones, recertificación, roles y lo propio."""

from typing import Any
from urllib.parse import parse_qsl

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import FormView, ListView, TemplateView
from django.views.generic.base import View

from trata.comun.cifrado import descifrar
from trata.comun.errores import ErrorDeDominio
from trata.comun.formularios import AccionFormMixin
from trata.comun.vistas import AccionView, CrearView, EditarView, PaginaView, PermisoMixin
from trata.cuentas import acciones, consultas
from trata.cuentas.designaciones import pedir_designacion
from trata.cuentas.forms import (
    DesignacionForm,
    FiltroDeUsuariosForm,
    UsuarioEditarForm,
    UsuarioForm,
)
from trata.cuentas.models import Autorizacion, Designacion, Usuario
from trata.cuentas.navegacion import primera_vista
from trata.cuentas.permisos import Permiso
from trata.cuentas.roles import ROLES


class UsuarioListView(PermisoMixin, ListView):
    """Lista de usuarios con filtros en la URL."""

    permiso = Permiso.USUARIO_GESTIONAR
    paginate_by = 50
    page_kwarg = "pagina"
    template_name = "cuentas/usuario_list.html"

    def get_queryset(self) -> QuerySet[Usuario]:
        """Los usuarios que cumplen el filtro."""
        self.filtro = FiltroDeUsuariosForm(self.request.GET or None)
        return consultas.usuarios_filtrados(
            self.filtro.cleaned_data if self.filtro.is_valid() else {}
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Agrega el filtro y la consulta sin página, para los enlaces de paginación."""
        consulta = self.request.GET.copy()
        consulta.pop("pagina", None)
        return super().get_context_data(**kwargs) | {
            "filtro": self.filtro,
            "consulta": consulta.urlencode(),
        }


class UsuarioCreateView(CrearView):
    """Alta de usuario."""

    permiso = Permiso.USUARIO_GESTIONAR
    form_class = UsuarioForm
    template_name = "cuentas/usuario_form.html"

    def accion(self, form: UsuarioForm) -> Usuario:
        """Registra al usuario."""
        return acciones.registrar_usuario(datos=form.datos, por=self.request.user)

    def get_success_url(self) -> str:
        """Sigue con su primera designación."""
        messages.success(self.request, "Usuario creado. Ahora dale un rol.")
        return reverse("cuentas:designar", kwargs={"uuid": self.object.uuid})


class UsuarioUpdateView(EditarView):
    """Cambio de datos de contacto."""

    permiso = Permiso.USUARIO_GESTIONAR
    es_territorial = False
    form_class = UsuarioEditarForm
    template_name = "cuentas/usuario_form.html"

    def get_queryset(self) -> QuerySet[Usuario]:
        """Todos los usuarios."""
        return consultas.usuarios()

    def accion(self, form: UsuarioEditarForm) -> Usuario:
        """Guarda los datos."""
        return acciones.editar_usuario(usuario=self.object, datos=form.datos, por=self.request.user)

    def get_success_url(self) -> str:
        """Vuelve a la ficha."""
        messages.success(self.request, "Datos guardados.")
        return reverse("cuentas:usuario", kwargs={"uuid": self.object.uuid})


class UsuarioDetailView(PaginaView):
    """Ficha de un usuario: designaciones, sesiones y segundo factor."""

    permiso = Permiso.USUARIO_GESTIONAR
    template_name = "cuentas/usuario_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El usuario con todo lo suyo."""
        usuario = get_object_or_404(consultas.usuarios(), uuid=kwargs["uuid"])
        return super().get_context_data(**kwargs) | {
            "usuario": usuario,
            "designaciones": consultas.designaciones_de(usuario),
            "segundo_factor": consultas.tiene_segundo_factor(usuario),
            "n_sesiones": consultas.n_sesiones(usuario),
        }


class DesignacionCreateView(PermisoMixin, AccionFormMixin, FormView):
    """Da un rol a un usuario."""

    permiso = Permiso.USUARIO_GESTIONAR
    form_class = DesignacionForm
    template_name = "cuentas/designacion_form.html"

    @cached_property
    def usuario(self) -> Usuario:
        """El usuario de la URL. Se busca después de comprobar el permiso."""
        return get_object_or_404(consultas.usuarios(), uuid=self.kwargs["uuid"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Agrega al usuario y la tabla de roles."""
        return super().get_context_data(**kwargs) | {
            "usuario": self.usuario,
            "roles": ROLES.values(),
        }

    def accion(self, form: DesignacionForm) -> Autorizacion:
        """Lo pide: dar un rol lo aprueba otra persona."""
        return pedir_designacion(
            usuario=self.usuario,
            datos=form.datos,
            motivo=form.cleaned_data["motivo"],
            por=self.request.user,
        )

    def get_success_url(self) -> str:
        """Vuelve a la ficha."""
        messages.success(
            self.request,
            "Pedido enviado. Rige cuando otra persona lo apruebe; tiene 24 horas para hacerlo.",
        )
        return reverse("cuentas:usuario", kwargs={"uuid": self.usuario.uuid})


class AccionDeUsuarioView(AccionView):
    """Un verbo sobre un usuario, con su mensaje."""

    permiso = Permiso.USUARIO_GESTIONAR
    verbos = {
        "desactivar": (acciones.desactivar_usuario, "Cuenta desactivada y sesiones cerradas."),
        "reactivar": (acciones.reactivar_usuario, "Cuenta reactivada."),
        "enlace": (acciones.enviar_enlace_de_contrasena, "Enlace enviado a su correo."),
    }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ejecuta el verbo de la URL y vuelve a la ficha."""
        usuario = get_object_or_404(consultas.usuarios(), uuid=kwargs["uuid"])
        accion, mensaje = self.verbos[kwargs["verbo"]]
        avisar(request, lambda: accion(usuario=usuario, por=request.user), mensaje)
        return redirect("cuentas:usuario", uuid=usuario.uuid)


class RevocarView(AccionView):
    """Termina una designación."""

    permiso = Permiso.USUARIO_GESTIONAR

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Revoca y vuelve a la ficha del usuario."""
        designacion = get_object_or_404(consultas.designaciones(), uuid=kwargs["uuid"])
        avisar(
            request,
            lambda: acciones.revocar_designacion(designacion=designacion, por=request.user),
            "Designación revocada. Deja de valer desde ahora.",
        )
        return redirect("cuentas:usuario", uuid=designacion.usuario.uuid)


class RecertificacionView(PermisoMixin, ListView):
    """Accesos que toca revisar este trimestre."""

    permiso = Permiso.RECERTIFICAR
    template_name = "cuentas/recertificacion.html"
    paginate_by = 50
    page_kwarg = "pagina"

    def get_queryset(self) -> QuerySet[Designacion]:
        """Las designaciones por recertificar."""
        return consultas.designaciones_por_recertificar()


class RecertificarView(AccionView):
    """Confirma que un acceso sigue haciendo falta."""

    permiso = Permiso.RECERTIFICAR

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Recertifica y vuelve a la lista."""
        designacion = get_object_or_404(consultas.designaciones(), uuid=kwargs["uuid"])
        avisar(
            request,
            lambda: acciones.recertificar_designacion(designacion=designacion, por=request.user),
            "Acceso recertificado.",
        )
        return redirect("cuentas:recertificacion")


class RolesView(PaginaView):
    """La tabla de roles y permisos, tal como rige."""

    permiso = Permiso.TERRITORIO_VER
    template_name = "cuentas/roles.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Roles en columnas, permisos en filas."""
        filas = [
            (permiso.descripcion, [rol.puede(permiso) for rol in ROLES.values()])
            for permiso in Permiso
        ]
        return super().get_context_data(**kwargs) | {"roles": ROLES.values(), "filas": filas}


class MiCuentaView(PermisoMixin, TemplateView):
    """Lo propio: datos, accesos, contraseña, segundo factor y sesiones."""

    permiso = Permiso.TERRITORIO_VER
    template_name = "cuentas/mi_cuenta.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Designaciones y segundo factor de quien entra."""
        return super().get_context_data(**kwargs) | {
            "designaciones": consultas.designaciones_de(self.request.user),
            "segundo_factor": consultas.tiene_segundo_factor(self.request.user),
        }


class EntradaView(View):
    """Adónde va cada quien al entrar: lo pendiente, o la primera pantalla de su menú.

    No pide permiso: sólo haber entrado. Quien no tiene rol vigente ve que no lo tiene.
    """

    permiso = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Redirige."""
        if consultas.envio_pendiente(request.user) is not None:
            return redirect("cuentas:pendiente")
        vista = primera_vista(request.user)
        return redirect(vista or "cuentas:sin_rol")


class SinRolView(TemplateView):
    """La cuenta existe, pero no tiene una designación vigente."""

    permiso = None
    template_name = "cuentas/sin_rol.html"


class EnvioPendienteView(TemplateView):
    """Ofrece reenviar el formulario que llegó con la sesión vencida."""

    permiso = None
    template_name = "cuentas/envio_pendiente.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Los campos del envío, salvo la ficha CSRF vieja."""
        pendiente = consultas.envio_pendiente(self.request.user)
        campos: list[tuple[str, str]] = []
        if pendiente is not None:
            pares = parse_qsl(descifrar(pendiente.cuerpo), keep_blank_values=True)
            campos = [(n, v) for n, v in pares if n != "csrfmiddlewaretoken"]
        return super().get_context_data(**kwargs) | {"pendiente": pendiente, "campos": campos}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Descarta lo pendiente."""
        acciones.descartar_envio_pendiente(por=request.user)
        return redirect("cuentas:entrada")


class PreferenciaDeTablaView(View):
    """Guarda la densidad de las tablas y vuelve a donde estaba."""

    permiso = None
    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Guarda y vuelve."""
        acciones.elegir_tabla_compacta(
            compacta=request.POST.get("compacta") == "si", por=request.user
        )
        destino = request.POST.get("volver", "")
        if not url_has_allowed_host_and_scheme(destino, allowed_hosts={request.get_host()}):
            destino = reverse("cuentas:mi_cuenta")
        return HttpResponseRedirect(destino)


def avisar(request: HttpRequest, hacer: Any, mensaje: str) -> None:
    """Ejecuta y deja el mensaje; si la casa no lo permite, deja su explicación."""
    try:
        hacer()
    except ErrorDeDominio as error:
        messages.error(request, error.mensaje)
    else:
        messages.success(request, mensaje)
