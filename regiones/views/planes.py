"""Planes regionales, planes anuales con su cronograma y asistencias técnicas."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from regiones import figuras
from regiones.acciones import planes as acciones
from regiones.consultas import espacios
from regiones.forms.espacios import PlanAnualForm, PlanRegionalForm
from regiones.forms.vida import ActividadForm, AsistenciaTecnicaForm, MetaForm
from regiones.models import (
    Actividad,
    AsistenciaTecnica,
    EspacioRegional,
    PlanAnual,
    PlanRegional,
)
from regiones.views.base import CrearDentroView, EditarDentroView, FormularioDentroView, pagina_de
from trata.comun.formularios import AccionFormMixin
from trata.comun.vistas import DetalleView
from trata.cuentas.permisos import Permiso


class PlanNuevoView(CrearDentroView):
    """Registra un plan regional."""

    modelo_padre = EspacioRegional
    form_class = PlanRegionalForm
    titulo = "Registrar un plan regional"

    def accion(self, form: Any) -> PlanRegional:
        """Llama al verbo."""
        return acciones.registrar_plan(espacio=self.padre, datos=form.datos, por=self.request.user)


class PlanEditarView(EditarDentroView):
    """Cambia la etapa o la vigencia de un plan regional."""

    form_class = PlanRegionalForm
    queryset = PlanRegional.objects.select_related("espacio")
    titulo = "Cambiar el plan regional"

    def accion(self, form: Any) -> PlanRegional:
        """Llama al verbo."""
        return acciones.editar_plan(
            plan=form.instance,
            datos=form.datos,
            version=form.version_editada,
            por=self.request.user,
        )


class PlanAnualNuevoView(CrearDentroView):
    """Abre un plan anual."""

    modelo_padre = EspacioRegional
    form_class = PlanAnualForm
    titulo = "Registrar un plan anual de trabajo"

    def accion(self, form: Any) -> PlanAnual:
        """Llama al verbo."""
        return acciones.registrar_plan_anual(
            espacio=self.padre, datos=form.datos, por=self.request.user
        )

    def get_success_url(self) -> str:
        """El plan."""
        return pagina_de(self.object)


class PlanAnualEditarView(EditarDentroView):
    """Aprueba, cierra o corrige un plan anual."""

    form_class = PlanAnualForm
    queryset = PlanAnual.objects.select_related("espacio")
    titulo = "Corregir el plan anual de trabajo"

    def accion(self, form: Any) -> PlanAnual:
        """Llama al verbo."""
        return acciones.editar_plan_anual(
            plan=form.instance,
            datos=form.datos,
            version=form.version_editada,
            por=self.request.user,
        )

    def padre_de(self, objeto: Any) -> Any:
        """El mismo plan: se corrige desde su página."""
        return objeto


class PlanAnualView(DetalleView):
    """El plan anual: cronograma, avance y dinero."""

    permiso = Permiso.REGION_VER
    template_name = "regiones/plan_anual.html"
    context_object_name = "plan"
    queryset = PlanAnual.objects.select_related("espacio", "plan_regional")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Actividades y figura."""
        datos = espacios.plan_anual_con_avance(self.object)
        titulo = f"Actividades del {str(self.object).lower()} de {self.object.espacio.region}"
        gestiona = self.request.user.tiene_permiso(Permiso.REGION_GESTIONAR)
        hoy = timezone.localdate()
        return (
            super().get_context_data(**kwargs)
            | datos
            | {
                "figura": figuras.cronograma(
                    datos["actividades"], titulo, hoy, con_enlaces=gestiona
                ),
                "puede_gestionar": gestiona,
                "migas": [
                    ("Regiones", reverse("regiones:lista")),
                    (self.object.espacio.region, pagina_de(self.object.espacio)),
                    (str(self.object), ""),
                ],
            }
        )


class ActividadNuevaView(CrearDentroView):
    """Agrega una actividad al plan anual."""

    modelo_padre = PlanAnual
    relaciones = ("espacio",)
    campo_padre = "plan"
    form_class = ActividadForm
    titulo = "Agregar una actividad"

    def accion(self, form: Any) -> Actividad:
        """Llama al verbo."""
        return acciones.registrar_actividad(
            plan=self.padre,
            datos=form.datos,
            por=self.request.user,
            confirmados=form.instance.avisos_confirmados,
        )


class ActividadView(EditarDentroView):
    """Cambia una actividad o registra su avance."""

    form_class = ActividadForm
    queryset = Actividad.objects.select_related("plan__espacio")
    titulo = "Actividad del plan anual"

    def accion(self, form: Any) -> Actividad:
        """Llama al verbo."""
        return acciones.editar_actividad(
            actividad=form.instance,
            datos=form.datos,
            version=form.version_editada,
            por=self.request.user,
            confirmados=form.instance.avisos_confirmados,
        )

    def padre_de(self, objeto: Any) -> Any:
        """El plan."""
        return objeto.plan


class AsistenciaTecnicaNuevaView(CrearDentroView):
    """Registra una asistencia técnica al espacio."""

    modelo_padre = EspacioRegional
    form_class = AsistenciaTecnicaForm
    titulo = "Registrar una asistencia técnica"

    def accion(self, form: Any) -> AsistenciaTecnica:
        """Llama al verbo."""
        return acciones.registrar_asistencia_tecnica(
            espacio=self.padre, datos=form.datos, por=self.request.user
        )


class AsistenciaTecnicaView(EditarDentroView):
    """Registra el resultado de una asistencia técnica."""

    form_class = AsistenciaTecnicaForm
    queryset = AsistenciaTecnica.objects.select_related("espacio")
    titulo = "Asistencia técnica"

    def accion(self, form: Any) -> AsistenciaTecnica:
        """Llama al verbo."""
        return acciones.editar_asistencia_tecnica(
            asistencia=form.instance,
            datos=form.datos,
            version=form.version_editada,
            por=self.request.user,
        )


class MetaView(AccionFormMixin, FormularioDentroView):
    """Fija cuántas asistencias se programan para un espacio en un año."""

    modelo_padre = EspacioRegional
    form_class = MetaForm
    titulo = "Programar asistencias técnicas"

    def get_initial(self) -> dict[str, Any]:
        """Este año."""
        return super().get_initial() | {"anio": timezone.localdate().year}

    def accion(self, form: Any) -> Any:
        """Llama al verbo."""
        return acciones.fijar_meta(espacio=self.padre, por=self.request.user, **form.cleaned_data)
