"""Abrir un caso con motivo, buscar a una persona, y el relevo."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from casos import acciones, consultas
from casos.acciones import apertura, revelar
from casos.consultas import necesidad
from casos.forms.asignacion import AsignarForm
from casos.forms.identidad import BuscarIdentidadForm, MotivoForm, RelevoForm
from casos.views.apoyo import sin_nulos
from trata.comun.errores import ErrorDeDominio, ServicioNoDisponibleError
from trata.comun.formularios import anotar_error
from trata.comun.numeros import natural
from trata.comun.vistas import PaginaView
from trata.cuentas.permisos import Permiso


class AbrirView(PaginaView):
    """Quien no lleva el caso dice para qué lo abre."""

    permiso = Permiso.CASO_VER
    template_name = "casos/identidad/abrir.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El caso, quiénes lo llevan y el formulario."""
        caso = consultas.caso_de(self.request.user, self.kwargs["uuid"])
        return super().get_context_data(**kwargs) | {
            "caso": caso,
            "asignados": necesidad.asignados_de(caso),
            "abierto": necesidad.esta_abierto(caso, self.request.user),
            "form": kwargs.get("form") or MotivoForm(usuario=self.request.user),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lo abre y vuelve al caso."""
        caso = consultas.caso_de(request.user, kwargs["uuid"])
        form = MotivoForm(request.POST, usuario=request.user)
        if form.is_valid():
            try:
                abierta = apertura.abrir_caso(
                    caso=caso, motivo=form.cleaned_data["motivo"], por=request.user
                )
            except ServicioNoDisponibleError:
                raise
            except ErrorDeDominio as error:
                anotar_error(form, error)
            else:
                messages.success(
                    request,
                    f"Abriste {caso.codigo} por {apertura.HORAS_DE_APERTURA} horas. Quedó anotado.",
                )
                return redirect("casos:detalle", uuid=abierta.caso.uuid)
        contexto = self.get_context_data(form=form)
        return TemplateResponse(request, self.template_name, contexto, status=422)


class BuscarIdentidadView(PaginaView):
    """Buscar a una persona por documento o por nombre. Lo buscado no va en la dirección."""

    permiso = Permiso.IDENTIDAD_VER
    template_name = "casos/identidad/buscar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El formulario y, si se buscó, los códigos hallados."""
        form = kwargs.get("form") or BuscarIdentidadForm(usuario=self.request.user)
        return super().get_context_data(**kwargs) | {
            "form": form,
            "hallados": kwargs.get("hallados"),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Busca y anota la búsqueda."""
        form = BuscarIdentidadForm(request.POST, usuario=request.user)
        hallados, estado = None, 422
        if form.is_valid():
            try:
                hallados = revelar.buscar_identidades(por=request.user, **form.cleaned_data)
                estado = 200
            except ServicioNoDisponibleError:
                raise
            except ErrorDeDominio as error:
                anotar_error(form, error)
                estado = error.estado
        contexto = self.get_context_data(form=form, hallados=hallados)
        return TemplateResponse(request, self.template_name, contexto, status=estado)


class AsignarView(PaginaView):
    """Quién lleva el caso: agregar a una persona, o que deje de llevarlo."""

    permiso = Permiso.CASO_ASIGNAR
    template_name = "casos/identidad/asignar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Quiénes lo llevan y el formulario."""
        caso = kwargs.get("caso") or consultas.caso_de(self.request.user, self.kwargs["uuid"])
        return super().get_context_data(**kwargs) | {
            "caso": caso,
            "asignados": necesidad.asignados_de(caso),
            "form": kwargs.get("form") or AsignarForm(usuario=self.request.user),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Asigna, o termina una asignación si vino `quitar`."""
        caso = consultas.caso_de(request.user, kwargs["uuid"])
        if "quitar" in request.POST:
            return self._quitar(caso)
        form = AsignarForm(request.POST, usuario=request.user)
        if form.is_valid():
            datos = form.cleaned_data
            try:
                asignacion = acciones.asignar_caso(
                    caso=caso,
                    a=datos["persona"],
                    responsable=datos["responsable"],
                    motivo=datos["motivo"],
                    aunque_no_lo_vea=datos["aunque_no_lo_vea"],
                    por=request.user,
                )
                messages.success(request, f"{asignacion.usuario} lleva el caso.")
                return redirect("casos:asignar", caso.uuid)
            except ErrorDeDominio as error:
                anotar_error(form, error)
        contexto = self.get_context_data(form=form, caso=caso)
        return TemplateResponse(request, self.template_name, contexto, status=422)

    def _quitar(self, caso: Any) -> HttpResponse:
        pk = natural(self.request.POST["quitar"], cifras=18)
        if pk is None:
            raise Http404
        asignacion = necesidad.asignacion_de(caso, pk)
        try:
            acciones.terminar_asignacion(
                asignacion=asignacion,
                motivo=sin_nulos(self.request.POST.get("motivo", "")),
                por=self.request.user,
            )
        except ErrorDeDominio as error:
            messages.error(self.request, error.mensaje)
        else:
            messages.success(self.request, f"{asignacion.usuario} ya no lleva el caso.")
        return redirect("casos:asignar", caso.uuid)


class RelevoView(PaginaView):
    """Pasar todos los casos de una persona a otra, en un paso."""

    permiso = Permiso.CASO_ASIGNAR
    template_name = "casos/identidad/relevo.html"

    def formulario(self, datos: Any = None) -> RelevoForm:
        """Con quienes hoy llevan casos y quienes pueden llevarlos."""
        return RelevoForm(
            datos,
            salen=necesidad.con_casos(self.request.user),
            entran=necesidad.pueden_llevar_casos(),
            usuario=self.request.user,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El formulario."""
        return super().get_context_data(**kwargs) | {
            "form": kwargs.get("form") or self.formulario(),
            "relevo": kwargs.get("relevo"),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hace el relevo y dice cuántos pasaron y cuáles no."""
        form, relevo = self.formulario(request.POST), None
        if form.is_valid():
            try:
                relevo = apertura.relevar(por=request.user, **form.cleaned_data)
            except ErrorDeDominio as error:
                anotar_error(form, error)
        contexto = self.get_context_data(form=form, relevo=relevo)
        return TemplateResponse(
            request, self.template_name, contexto, status=200 if relevo else 422
        )
