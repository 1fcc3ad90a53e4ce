"""Encuentros macrorregionales y su seguimiento."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from regiones.acciones import encuentros as acciones
from regiones.consultas import encuentros
from regiones.forms.capacitaciones import (
    AdopcionForm,
    CompromisoForm,
    EncuentroForm,
    NudoForm,
    PracticaForm,
)
from regiones.models import BuenaPractica, Compromiso, EncuentroMacrorregional, NudoCritico
from regiones.views.base import (
    CrearDentroView,
    EditarDentroView,
    FormularioDentroView,
    de_mi_ambito,
    pagina_de,
)
from trata.comun.errores import ErrorDeDominio
from trata.comun.formularios import AccionFormMixin
from trata.comun.vistas import AccionView, CrearView, DetalleView, PaginaView
from trata.cuentas.permisos import Permiso


class EncuentrosView(PaginaView):
    """Los encuentros del ámbito."""

    permiso = Permiso.REGION_VER
    template_name = "regiones/encuentros.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Del más reciente al más antiguo."""
        return super().get_context_data(**kwargs) | {
            "encuentros": list(encuentros.visibles(self.request.user)),
            "puede_registrar": self.request.user.tiene_permiso(Permiso.CAPACITACION_REGISTRAR),
            "migas": [("Regiones", reverse("regiones:lista")), ("Encuentros", "")],
        }


class EncuentroNuevoView(CrearView):
    """Registra un encuentro."""

    permiso = Permiso.CAPACITACION_REGISTRAR
    template_name = "regiones/formulario.html"
    form_class = EncuentroForm
    extra_context = {"titulo": "Registrar un encuentro macrorregional", "boton": "Registrar"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """De dónde se viene y a dónde se vuelve."""
        volver = reverse("regiones:encuentros")
        migas = [("Regiones", reverse("regiones:lista")), ("Encuentros", volver), ("Registrar", "")]
        return super().get_context_data(**kwargs) | {"volver": volver, "migas": migas}

    def accion(self, form: Any) -> EncuentroMacrorregional:
        """Llama al verbo."""
        datos = form.datos
        convocadas = datos.pop("convocadas")
        return acciones.registrar_encuentro(
            datos=datos, convocadas=convocadas, por=self.request.user
        )

    def get_success_url(self) -> str:
        """La ficha."""
        return pagina_de(self.object)


class EncuentroView(DetalleView):
    """Un encuentro: regiones, nudos, prácticas y compromisos con su seguimiento."""

    permiso = Permiso.REGION_VER
    template_name = "regiones/encuentro.html"
    context_object_name = "encuentro"
    queryset = EncuentroMacrorregional.objects.select_related("macrorregion", "anterior")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Todo por objetivo de la política."""
        encuentro = self.object
        return super().get_context_data(**kwargs) | {
            "convocadas": encuentro.convocadas.order_by("ubigeo_id"),
            "nudos": encuentros.por_objetivo(encuentros.nudos_de(encuentro)),
            "practicas": encuentros.por_objetivo(encuentros.practicas_de(encuentro)),
            "compromisos": list(encuentros.compromisos_de(encuentro)),
            "siguientes": list(encuentro.siguientes.all()),
            "puede_registrar": self.request.user.tiene_permiso(Permiso.CAPACITACION_REGISTRAR),
            "migas": [
                ("Regiones", reverse("regiones:lista")),
                ("Encuentros", reverse("regiones:encuentros")),
                (encuentro.nombre, ""),
            ],
        }


class DelEncuentroView(CrearDentroView):
    """Lo que se anota en un encuentro."""

    permiso = Permiso.CAPACITACION_REGISTRAR
    modelo_padre = EncuentroMacrorregional
    campo_padre = "encuentro"


class NudoNuevoView(DelEncuentroView):
    """Anota un nudo crítico."""

    form_class = NudoForm
    titulo = "Anotar un nudo crítico"

    def accion(self, form: Any) -> NudoCritico:
        """Llama al verbo."""
        return acciones.registrar_nudo(
            encuentro=self.padre, datos=form.datos, por=self.request.user
        )


class PracticaNuevaView(DelEncuentroView):
    """Anota una buena práctica."""

    form_class = PracticaForm
    titulo = "Anotar una buena práctica"

    def accion(self, form: Any) -> BuenaPractica:
        """Llama al verbo."""
        return acciones.registrar_practica(
            encuentro=self.padre, datos=form.datos, por=self.request.user
        )


class CompromisoNuevoView(DelEncuentroView):
    """Anota un compromiso."""

    form_class = CompromisoForm
    titulo = "Anotar un compromiso"

    def accion(self, form: Any) -> Compromiso:
        """Llama al verbo."""
        return acciones.registrar_compromiso(
            encuentro=self.padre, datos=form.datos, por=self.request.user
        )


class SeguirView(EditarDentroView):
    """Actualiza el seguimiento de un nudo o de un compromiso."""

    permiso = Permiso.CAPACITACION_REGISTRAR

    def accion(self, form: Any) -> Any:
        """Llama al verbo."""
        return acciones.seguir_hallazgo(
            objeto=form.instance,
            datos=form.datos,
            version=form.version_editada,
            por=self.request.user,
        )

    def padre_de(self, objeto: Any) -> Any:
        """El encuentro."""
        return objeto.encuentro


class NudoView(SeguirView):
    """El seguimiento de un nudo crítico."""

    form_class = NudoForm
    queryset = NudoCritico.objects.select_related("encuentro", "espacio")
    titulo = "Seguimiento de un nudo crítico"


class CompromisoView(SeguirView):
    """El seguimiento de un compromiso."""

    form_class = CompromisoForm
    queryset = Compromiso.objects.select_related("encuentro", "espacio")
    titulo = "Seguimiento de un compromiso"


class AdoptarView(AccionFormMixin, FormularioDentroView):
    """Una región del ámbito adopta una práctica."""

    permiso = Permiso.CAPACITACION_REGISTRAR
    modelo_padre = BuenaPractica
    relaciones = ("encuentro", "espacio")
    form_class = AdopcionForm
    titulo = "Adoptar una buena práctica"
    extra_context = {"boton": "Registrar"}

    def accion(self, form: Any) -> Any:
        """Llama al verbo."""
        datos = form.cleaned_data
        return acciones.adoptar_practica(
            practica=self.padre,
            espacio=datos["espacio"],
            estado=datos["estado"],
            nota=datos["nota"],
            por=self.request.user,
        )

    def get_success_url(self) -> str:
        """El encuentro."""
        return pagina_de(self.padre.encuentro)


class ContinuarView(AccionView):
    """Trae del encuentro anterior lo que sigue abierto."""

    permiso = Permiso.CAPACITACION_REGISTRAR

    def post(self, request: HttpRequest, uuid: Any) -> HttpResponse:
        """Lo trae y dice cuánto."""
        encuentro = de_mi_ambito(EncuentroMacrorregional, uuid, request.user, "anterior")
        try:
            nudos, compromisos = acciones.continuar_en(encuentro=encuentro, por=request.user)
        except ErrorDeDominio as error:
            messages.error(request, error.mensaje)
        else:
            messages.success(
                request, f"Nudos críticos traídos: {nudos}. Compromisos: {compromisos}."
            )
        return HttpResponseRedirect(pagina_de(encuentro))
