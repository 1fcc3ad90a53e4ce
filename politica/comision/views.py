"""Pantallas de la Comisión."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView

from politica.comision import acciones, consultas
from politica.comision.catalogo import leer
from politica.comision.forms import (
    ActaForm,
    AcuerdoForm,
    AsistenciaForm,
    CierreForm,
    RepresentanteForm,
    SesionForm,
    SuspensionForm,
)
from politica.comision.models import Acuerdo, Sesion
from trata.comun.formularios import AccionFormMixin
from trata.comun.vistas import CrearView, EditarView, PaginaView, PermisoMixin
from trata.cuentas.permisos import Permiso

RAIZ = "Comisión Multisectorial"


class ComisionView(PaginaView):
    """La Comisión hoy: próxima sesión, acuerdos y obligaciones por venir."""

    permiso = Permiso.COMISION_VER
    template_name = "comision/inicio.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lo que viene y lo que se debe."""
        anio = timezone.localdate().year
        return super().get_context_data(**kwargs) | {
            "comision": leer()["comision"],
            "proxima": consultas.proxima_sesion(),
            "sesiones": list(consultas.sesiones()[:12]),
            "cuenta": consultas.cuenta_de_acuerdos(),
            "vencidos": consultas.acuerdos_filtrados({"situacion": "vencidos"})[:6],
            "vencimientos": consultas.vencimientos([anio, anio + 1]),
            "gestiona": self.request.user.tiene_permiso(Permiso.COMISION_GESTIONAR),
            "llave": consultas.llave_de_calendario(self.request.user),
        }


class MiembrosView(PaginaView):
    """Quiénes integran, por versión de la norma, y a quién designaron."""

    permiso = Permiso.COMISION_VER
    template_name = "comision/miembros.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Composiciones y representantes."""
        return super().get_context_data(**kwargs) | {
            "comision": leer()["comision"],
            "composiciones": consultas.composiciones(),
            "representantes": consultas.representantes(),
            "gestiona": self.request.user.tiene_permiso(Permiso.COMISION_GESTIONAR),
            "migas": [(RAIZ, reverse("comision:inicio")), ("Quiénes la integran", "")],
        }


class DeLaComisionMixin:
    """Un formulario de la Comisión: de dónde se viene y a dónde se vuelve sin guardar."""

    @property
    def camino(self) -> list[tuple[str, str]]:
        """Las páginas de las que cuelga."""
        return [(RAIZ, reverse("comision:inicio"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Las migas y el regreso."""
        contexto = super().get_context_data(**kwargs)
        volver = {"volver": self.camino[-1][1], "antetitulo": self.camino[-1][0]}
        return contexto | volver | {"migas": [*self.camino, (contexto["titulo"], "")]}


class RepresentanteCrearView(DeLaComisionMixin, CrearView):
    """Designa a un representante."""

    permiso = Permiso.COMISION_GESTIONAR
    form_class = RepresentanteForm
    template_name = "comision/formulario.html"
    extra_context = {"titulo": "Designar representante", "boton": "Guardar designación"}

    def accion(self, form: RepresentanteForm) -> Any:
        """Lo designa."""
        return acciones.designar_representante(datos=form.datos, por=self.request.user)

    def get_success_url(self) -> str:
        """A los miembros."""
        messages.success(self.request, "Designación registrada.")
        return reverse("comision:miembros")


class SesionCrearView(DeLaComisionMixin, CrearView):
    """Convoca."""

    permiso = Permiso.COMISION_GESTIONAR
    form_class = SesionForm
    template_name = "comision/formulario.html"
    extra_context = {"titulo": "Convocar sesión", "boton": "Convocar"}

    def accion(self, form: SesionForm) -> Sesion:
        """Convoca y avisa."""
        return acciones.convocar_sesion(datos=form.datos, agenda=form.lineas, por=self.request.user)

    def get_success_url(self) -> str:
        """A la sesión."""
        messages.success(self.request, "Sesión convocada. Se avisa a los representantes.")
        return reverse("comision:sesion", args=[self.object.uuid])


class SesionEditarView(DeLaComisionMixin, EditarView):
    """Cambia la convocatoria."""

    permiso = Permiso.COMISION_GESTIONAR
    es_territorial = False
    form_class = SesionForm
    template_name = "comision/formulario.html"
    extra_context = {"titulo": "Cambiar la convocatoria", "boton": "Guardar"}

    def get_queryset(self) -> QuerySet[Sesion]:
        """Las sesiones."""
        return consultas.sesiones()

    def accion(self, form: SesionForm) -> Sesion:
        """Guarda."""
        return acciones.editar_sesion(
            sesion=self.object,
            datos=form.datos,
            agenda=form.lineas,
            version=form.version_editada or 0,
            por=self.request.user,
        )

    @property
    def camino(self) -> list[tuple[str, str]]:
        """Cuelga de su sesión."""
        return [*super().camino, (str(self.object), self.get_success_url())]

    def get_success_url(self) -> str:
        """A la sesión."""
        return reverse("comision:sesion", args=[self.object.uuid])


class ConSesionMixin:
    """La sesión de la dirección."""

    @cached_property
    def sesion(self) -> Sesion:
        """La sesión."""
        return get_object_or_404(consultas.sesiones(), uuid=self.kwargs["uuid"])

    def direccion(self) -> str:
        """Su página."""
        return reverse("comision:sesion", args=[self.sesion.uuid])


class SesionView(ConSesionMixin, PaginaView):
    """Una sesión: agenda, asistencia y quórum, acuerdos y acta."""

    permiso = Permiso.COMISION_VER
    template_name = "comision/sesion.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """La sesión con lo suyo."""
        asistencias = consultas.asistencias_de(self.sesion)
        abierta = self.sesion.estado == Sesion.Estado.CONVOCADA
        acuerdos = [a for a in consultas.acuerdos() if a.sesion_id == self.sesion.pk]
        return super().get_context_data(**kwargs) | {
            "sesion": self.sesion,
            "agenda": list(self.sesion.agenda.all()),
            "asistencias": asistencias,
            "quorum": consultas.quorum_de_sesion(self.sesion, asistencias),
            "acuerdos": acuerdos,
            "abierta": abierta,
            "gestiona": self.request.user.tiene_permiso(Permiso.COMISION_GESTIONAR),
            "cierre": CierreForm(),
            "acta_form": ActaForm(),
            "migas": [(RAIZ, reverse("comision:inicio")), (str(self.sesion), "")],
        }


class FormularioDeSesionView(
    DeLaComisionMixin, ConSesionMixin, PermisoMixin, AccionFormMixin, FormView
):
    """Un formulario sobre una sesión."""

    permiso = Permiso.COMISION_GESTIONAR
    template_name = "comision/formulario.html"
    hecho = "Guardado."

    @property
    def camino(self) -> list[tuple[str, str]]:
        """Cuelga de su sesión."""
        return [*super().camino, (str(self.sesion), self.direccion())]

    def get_success_url(self) -> str:
        """Vuelve a la sesión."""
        messages.success(self.request, self.hecho)
        return self.direccion()


class AsistenciaView(FormularioDeSesionView):
    """Marca la asistencia."""

    form_class = AsistenciaForm
    template_name = "comision/asistencia.html"
    hecho = "Asistencia guardada."
    extra_context = {"titulo": "Pasar asistencia"}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Con los puestos."""
        return super().get_form_kwargs() | {"asistencias": consultas.asistencias_de(self.sesion)}

    def accion(self, form: AsistenciaForm) -> Sesion:
        """La guarda."""
        return acciones.registrar_asistencia(
            sesion=self.sesion, presentes=form.presentes, por=self.request.user
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Con la sesión."""
        return super().get_context_data(**kwargs) | {"sesion": self.sesion}


class CerrarView(FormularioDeSesionView):
    """Cierra la sesión."""

    form_class = CierreForm
    hecho = "Sesión cerrada."
    extra_context = {"titulo": "Cerrar la sesión", "boton": "Cerrar la sesión"}

    def accion(self, form: CierreForm) -> Sesion:
        """La cierra."""
        return acciones.cerrar_sesion(
            sesion=self.sesion, desarrollo=form.cleaned_data["desarrollo"], por=self.request.user
        )


class SuspenderView(FormularioDeSesionView):
    """Suspende la sesión."""

    form_class = SuspensionForm
    hecho = "Sesión suspendida."
    extra_context = {"titulo": "Suspender la sesión", "boton": "Suspender la sesión"}

    def accion(self, form: SuspensionForm) -> Sesion:
        """La suspende."""
        return acciones.suspender_sesion(
            sesion=self.sesion, motivo=form.cleaned_data["desarrollo"], por=self.request.user
        )


class ActaSubirView(FormularioDeSesionView):
    """Adjunta el acta."""

    form_class = ActaForm
    hecho = "Acta guardada."
    extra_context = {"titulo": "Adjuntar el acta firmada", "boton": "Guardar acta"}

    def accion(self, form: ActaForm) -> Sesion:
        """La guarda."""
        return acciones.adjuntar_acta(
            sesion=self.sesion, archivo=form.cleaned_data["archivo"], por=self.request.user
        )


class AcuerdoCrearView(FormularioDeSesionView):
    """Anota un acuerdo."""

    form_class = AcuerdoForm
    hecho = "Acuerdo registrado."
    extra_context = {"titulo": "Registrar acuerdo", "boton": "Guardar acuerdo"}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Con la sesión."""
        return super().get_form_kwargs() | {"sesion": self.sesion}

    def accion(self, form: AcuerdoForm) -> Acuerdo:
        """Lo anota."""
        return acciones.registrar_acuerdo(
            sesion=self.sesion, datos=form.datos, por=self.request.user
        )


class ActaView(ConSesionMixin, PaginaView):
    """Descarga el acta."""

    permiso = Permiso.COMISION_VER

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        """El archivo, siempre como descarga."""
        if not self.sesion.acta:
            raise Http404
        return FileResponse(
            self.sesion.acta.open("rb"), as_attachment=True, filename=self.sesion.acta_nombre
        )
