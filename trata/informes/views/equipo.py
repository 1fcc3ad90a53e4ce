"""El trabajo en equipo: comentarios, secciones repartidas y pasos que piden motivo."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import ListView

from trata.comun.vistas import PermisoMixin
from trata.cuentas.permisos import Permiso
from trata.informes import acciones, consultas
from trata.informes.forms.redaccion import AsignacionForm, ComentarioForm, MotivoForm
from trata.informes.models import Asignacion, Comentario, Informe
from trata.informes.views.base import InformeAccionView, InformeFormView

TITULOS_DE_PASO = {
    "devolver": ("Devolver a borrador", "Di qué falta: quedará como un comentario por resolver."),
    "retirar": ("Retirar la aprobación", "El informe vuelve a borrador. Di por qué."),
    "reabrir": (
        "Corregir un informe publicado",
        "Lo publicado no cambia: la corrección será otra versión, con este motivo a la vista de "
        "quien la verifique.",
    ),
}


class ComentarioView(InformeFormView):
    """Comentar una sección, o todo el informe."""

    permiso = Permiso.INFORME_REDACTAR
    form_class = ComentarioForm
    titulo = "Comentar"
    boton = "Comentar"
    hecho = "Comentario agregado."

    def accion(self, form: ComentarioForm) -> Comentario:
        """Comenta."""
        return acciones.comentar(
            informe=self.informe,
            clave=self.kwargs["clave"],
            texto=form.cleaned_data["comentario"],
            por=self.request.user,
        )


class ComentarioEstadoView(InformeAccionView):
    """Da por atendido un comentario, o lo vuelve a abrir."""

    permiso = Permiso.INFORME_REDACTAR

    def actuar(self) -> Any:
        """Cambia su estado."""
        comentario = get_object_or_404(
            consultas.comentarios_de(self.informe), uuid=self.kwargs["comentario"]
        )
        self.kwargs["clave"] = comentario.clave
        return acciones.resolver_comentario(
            comentario=comentario,
            resuelto=self.request.POST.get("resuelto") == "1",
            por=self.request.user,
        )


class AsignarView(InformeFormView):
    """Dar una sección a una persona."""

    permiso = Permiso.INFORME_REDACTAR
    form_class = AsignacionForm
    titulo = "Asignar la sección"
    entradilla = "Le llegará un correo con el plazo. Verá la sección en «Mis secciones»."
    boton = "Asignar"
    hecho = "Sección asignada."

    def get_initial(self) -> dict[str, Any]:
        """Lo que ya estaba asignado."""
        actual = consultas.asignaciones_de(self.informe).get(self.kwargs["clave"])
        if actual is None:
            return {}
        return {"persona": actual.persona_id, "vence_el": actual.vence_el, "nota": actual.nota}

    def accion(self, form: AsignacionForm) -> Asignacion:
        """Asigna."""
        return acciones.asignar_seccion(
            informe=self.informe,
            clave=self.kwargs["clave"],
            datos=form.cleaned_data,
            por=self.request.user,
        )


class AsignacionEstadoView(InformeAccionView):
    """Dejar lista una sección, retomarla o quitarla de quien la tenía."""

    permiso = Permiso.INFORME_REDACTAR

    def actuar(self) -> Any:
        """Hace lo pedido."""
        asignacion = consultas.asignaciones_de(self.informe).get(self.kwargs["clave"])
        if asignacion is None:
            raise Http404
        que = self.request.POST.get("que", "")
        if que == "quitar":
            return acciones.quitar_asignacion(asignacion=asignacion, por=self.request.user)
        return acciones.marcar_lista(
            asignacion=asignacion, lista=que == "lista", por=self.request.user
        )


class MisSeccionesView(PermisoMixin, ListView):
    """Las secciones que esperan a quien mira."""

    permiso = Permiso.INFORME_REDACTAR
    template_name = "informes/mis_secciones.html"
    paginate_by = 50
    page_kwarg = "pagina"

    def get_queryset(self) -> QuerySet[Asignacion]:
        """Las suyas."""
        return consultas.mis_secciones(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Las que faltan y las que ya están."""
        contexto = super().get_context_data(**kwargs)
        pendientes = [a for a in contexto["object_list"] if not a.esta_lista]
        return contexto | {
            "pendientes": pendientes,
            "listas": [a for a in contexto["object_list"] if a.esta_lista],
            "migas": [("Informes", reverse("informes:lista")), ("Mis secciones", "")],
        }


class MotivoView(InformeFormView):
    """Los pasos que piden motivo: devolver, retirar la aprobación y corregir lo publicado."""

    form_class = MotivoForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El título y la explicación del paso."""
        self.titulo, self.entradilla = TITULOS_DE_PASO[self.kwargs["paso"]]
        self.boton = self.titulo
        return super().get_context_data(**kwargs)

    def accion(self, form: MotivoForm) -> Informe:
        """Da el paso; el permiso de cada uno lo exige la acción."""
        return acciones.mover(
            informe=self.informe,
            paso=self.kwargs["paso"],
            motivo=form.cleaned_data["motivo"],
            por=self.request.user,
        )
