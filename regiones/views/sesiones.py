"""Sesiones, acta en vivo y seguimiento de acuerdos."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from regiones import documentos
from regiones.acciones import sesiones as acciones
from regiones.consultas import sesiones
from regiones.forms.vida import AcuerdoForm, DesarrolloForm, SeguimientoForm, SesionForm
from regiones.models import Acuerdo, EspacioRegional, Integrante, Representante, Sesion
from regiones.views.base import CrearDentroView, DentroDeView, de_mi_ambito, pagina_de
from regiones.views.espacios import descarga
from trata.comun.errores import ErrorDeDominio
from trata.comun.vistas import AccionView, DetalleView, EditarView
from trata.cuentas.permisos import Permiso


class ConvocarView(CrearDentroView):
    """Convoca una sesión."""

    modelo_padre = EspacioRegional
    form_class = SesionForm
    titulo = "Convocar una sesión"
    boton = "Convocar"

    def accion(self, form: Any) -> Sesion:
        """Llama al verbo con los avisos que la persona confirmó."""
        return acciones.convocar_sesion(
            espacio=self.padre,
            datos=form.datos,
            por=self.request.user,
            confirmados=form.instance.avisos_confirmados,
        )

    def get_success_url(self) -> str:
        """La página de la sesión."""
        return pagina_de(self.object)


class SesionView(DetalleView):
    """Una sesión: convocatoria, quórum, asistencia y acuerdos."""

    permiso = Permiso.REGION_VER
    template_name = "regiones/sesion.html"
    context_object_name = "sesion"
    queryset = Sesion.objects.select_related("espacio")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Quórum, lista y acuerdos; si está abierta, también los formularios."""
        sesion, usuario = self.object, self.request.user
        gestiona = usuario.tiene_permiso(Permiso.REGION_GESTIONAR)
        contexto = super().get_context_data(**kwargs) | {
            "quorum": sesiones.estado_del_quorum(sesion),
            "lista": sesiones.lista_de_asistencia(sesion),
            "acuerdos": list(
                sesion.acuerdos.select_related("responsable__entidad", "sesion", "espacio")
            ),
            "en_vivo": sesion.esta_abierta and gestiona,
            "migas": [
                ("Regiones", reverse("regiones:lista")),
                (sesion.espacio.region, pagina_de(sesion.espacio)),
                (str(sesion), ""),
            ],
        }
        if contexto["en_vivo"]:
            contexto["form_acuerdo"] = AcuerdoForm(
                usuario=usuario, instance=Acuerdo(sesion=sesion, espacio=sesion.espacio)
            )
            contexto["form_desarrollo"] = DesarrolloForm(
                usuario=usuario, initial={"desarrollo": sesion.desarrollo}
            )
        return contexto


class VerboDeSesionView(AccionView):
    """Un verbo de la sesión: instalar, cerrar, cancelar, asistencia o desarrollo."""

    permiso = Permiso.REGION_GESTIONAR

    def post(self, request: HttpRequest, uuid: Any, verbo: str) -> HttpResponse:
        """Hace el verbo y vuelve a la sesión; el error se dice arriba."""
        sesion = de_mi_ambito(Sesion, uuid, request.user, "espacio")
        try:
            getattr(self, f"_{verbo.replace('-', '_')}")(sesion)
        except ErrorDeDominio as error:
            messages.error(request, error.mensaje)
        return HttpResponseRedirect(pagina_de(sesion))

    def _instalar(self, sesion: Sesion) -> None:
        acciones.instalar_sesion(sesion=sesion, por=self.request.user)

    def _cerrar(self, sesion: Sesion) -> None:
        cerrada = acciones.cerrar_sesion(sesion=sesion, por=self.request.user)
        messages.success(self.request, f"{cerrada}: {cerrada.get_estado_display().lower()}.")

    def _cancelar(self, sesion: Sesion) -> None:
        acciones.cancelar_sesion(sesion=sesion, por=self.request.user)

    def _desarrollo(self, sesion: Sesion) -> None:
        form = DesarrolloForm(self.request.POST, usuario=self.request.user)
        if form.is_valid():
            acciones.guardar_desarrollo(
                sesion=sesion, desarrollo=form.cleaned_data["desarrollo"], por=self.request.user
            )
            messages.success(self.request, "Desarrollo guardado.")

    def _asistencia(self, sesion: Sesion) -> None:
        usuario, datos = self.request.user, self.request.POST
        integrante = de_mi_ambito(Integrante, datos.get("integrante"), usuario, "espacio")
        quien = datos.get("representante")
        acciones.registrar_asistencia(
            sesion=sesion,
            integrante=integrante,
            estado=datos.get("estado", ""),
            representante=de_mi_ambito(Representante, quien, usuario) if quien else None,
            por=usuario,
        )


class AcuerdoNuevoView(CrearDentroView):
    """Un acuerdo tomado en la sesión."""

    modelo_padre = Sesion
    relaciones = ("espacio",)
    campo_padre = "sesion"
    form_class = AcuerdoForm
    titulo = "Tomar un acuerdo"
    boton = "Tomar acuerdo"

    def get_form_kwargs(self) -> dict[str, Any]:
        """El acuerdo también sabe de qué espacio es."""
        argumentos = super().get_form_kwargs()
        argumentos["instance"].espacio = self.padre.espacio
        return argumentos

    def accion(self, form: Any) -> Acuerdo:
        """Llama al verbo."""
        return acciones.tomar_acuerdo(sesion=self.padre, datos=form.datos, por=self.request.user)


class AcuerdoView(EditarView):
    """El seguimiento de un acuerdo."""

    permiso = Permiso.REGION_VER
    permiso_por_metodo = {"POST": Permiso.REGION_GESTIONAR}
    template_name = "regiones/acuerdo.html"
    form_class = SeguimientoForm
    queryset = Acuerdo.objects.con_detalle()
    context_object_name = "acuerdo"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Si puede gestionar, el formulario; si no, sólo la ficha."""
        return super().get_context_data(**kwargs) | {
            "puede_gestionar": self.request.user.tiene_permiso(Permiso.REGION_GESTIONAR),
            "migas": [
                ("Regiones", reverse("regiones:lista")),
                ("Acuerdos", reverse("regiones:acuerdos")),
                (str(self.object), ""),
            ],
        }

    def accion(self, form: Any) -> Acuerdo:
        """Llama al verbo."""
        return acciones.seguir_acuerdo(
            acuerdo=form.instance,
            datos=form.datos,
            version=form.version_editada,
            por=self.request.user,
        )

    def get_success_url(self) -> str:
        """La misma página."""
        return reverse("regiones:acuerdo", args=[self.object.uuid])


class DocumentoDeSesionView(DentroDeView):
    """El acta o el oficio de convocatoria, en DOCX."""

    permiso = Permiso.REGION_VER
    modelo_padre = Sesion
    relaciones = ("espacio",)

    def get(self, request: HttpRequest, uuid: Any, documento: str) -> HttpResponse:
        """El archivo con lo registrado hasta ahora."""
        hacer = documentos.acta if documento == "acta" else documentos.oficio_de_convocatoria
        sesion = self.padre
        nombre = f"{documento}-{sesion.espacio.codigo}-{sesion.numero}-{sesion.fecha.year}.docx"
        return descarga(hacer(sesion), nombre)
