"""Lo que aquí pide dos personas: la bóveda de paraderos, suprimir una identidad y leer más."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from casos import consultas
from casos.acciones import lecturas, paradero, supresion
from casos.consultas import identidad as lecturas_de_identidad
from casos.consultas import necesidad
from casos.consultas.paradero import paradero_de
from casos.forms.identidad import LecturasForm, MotivoForm, ParaderoForm, SuprimirForm
from casos.identidad import cuotas
from trata.comun.errores import ConflictoError, ErrorDeDominio, ServicioNoDisponibleError
from trata.comun.formularios import anotar_error
from trata.comun.vistas import PaginaView
from trata.cuentas.consultas import autorizacion_en_curso
from trata.cuentas.permisos import Permiso

PEDIDO = "Pedido enviado. Otra persona tiene 24 horas para decidirlo."


class ParaderoView(PaginaView):
    """La dirección de una víctima en la bóveda: guardarla, pedir verla y verla una vez."""

    permiso = Permiso.IDENTIDAD_VER
    template_name = "casos/identidad/paradero.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Si hay algo guardado, quién puede qué, y en qué va el pedido. Ninguna dirección."""
        usuario = self.request.user
        caso = consultas.caso_de(usuario, self.kwargs["uuid"])
        victima = consultas.parte_de(caso, "victima", self.kwargs["persona"])
        guardado = paradero_de(victima)
        pedido = guardado and autorizacion_en_curso(usuario, paradero.ACTO, str(guardado.uuid))
        abierto = necesidad.esta_abierto(caso, usuario)
        return super().get_context_data(**kwargs) | {
            "caso": caso,
            "victima": victima,
            "paradero": guardado,
            "abierto": abierto,
            "pedido": pedido,
            "puede_ver": abierto and pedido and pedido.estado == "aprobada",
            "puede_guardar": necesidad.esta_asignado(caso, usuario)
            and usuario.tiene_permiso(Permiso.IDENTIDAD_EDITAR),
            "form_pedir": kwargs.get("form_pedir") or MotivoForm(usuario=usuario),
            "form_guardar": kwargs.get("form_guardar") or ParaderoForm(usuario=usuario),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Guarda, pide o muestra, según el botón."""
        caso = consultas.caso_de(request.user, kwargs["uuid"])
        victima = consultas.parte_de(caso, "victima", kwargs["persona"])
        if "guardar" in request.POST:
            return self._guardar(victima)
        guardado = paradero_de(victima)
        if guardado is None:
            return redirect(request.path)
        if "ver" in request.POST:
            return self._ver(guardado)
        return self._pedir(guardado)

    def _guardar(self, victima: Any) -> HttpResponse:
        form = ParaderoForm(self.request.POST, usuario=self.request.user)
        if form.is_valid():
            try:
                paradero.guardar_paradero(
                    victima=victima,
                    direccion=form.cleaned_data["direccion"],
                    por=self.request.user,
                )
                messages.success(self.request, "La bóveda quedó al día.")
                return redirect(self.request.path)
            except (ErrorDeDominio, ConflictoError) as error:
                anotar_error(form, error)
        return self._pintar(422, form_guardar=form, form=form)

    def _pedir(self, guardado: Any) -> HttpResponse:
        form = MotivoForm(self.request.POST, usuario=self.request.user)
        if form.is_valid():
            try:
                paradero.pedir_paradero(
                    paradero=guardado, motivo=form.cleaned_data["motivo"], por=self.request.user
                )
                messages.success(self.request, PEDIDO)
                return redirect(self.request.path)
            except ErrorDeDominio as error:
                anotar_error(form, error)
        return self._pintar(422, form_pedir=form, form=form)

    def _ver(self, guardado: Any) -> HttpResponse:
        try:
            visto = paradero.ver_paradero(
                paradero=guardado, por=self.request.user, segundos=cuotas.SEGUNDOS_A_LA_VISTA
            )
        except ServicioNoDisponibleError:
            raise
        except ErrorDeDominio as error:
            messages.error(self.request, error.mensaje)
            return redirect(self.request.path)
        respuesta = self._pintar(visto=visto)
        respuesta.headers["Refresh"] = f"{visto.segundos};url={self.request.path}"
        return respuesta

    def _pintar(self, estado: int = 200, **extra: Any) -> HttpResponse:
        contexto = self.get_context_data(**extra) | extra
        return TemplateResponse(self.request, self.template_name, contexto, status=estado)


class SuprimirView(PaginaView):
    """Pide suprimir la identidad de una persona. Lo aprueba el oficial de datos."""

    permiso = Permiso.IDENTIDAD_EDITAR
    template_name = "casos/identidad/suprimir.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """De quién y qué se borraría."""
        caso = consultas.caso_de(self.request.user, self.kwargs["uuid"])
        return super().get_context_data(**kwargs) | {
            "caso": caso,
            "identidad": lecturas_de_identidad.identidad_de(caso, self.kwargs["identidad"]),
            "form": kwargs.get("form") or SuprimirForm(usuario=self.request.user),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Deja el pedido."""
        caso = consultas.caso_de(request.user, kwargs["uuid"])
        identidad = lecturas_de_identidad.identidad_de(caso, kwargs["identidad"])
        form = SuprimirForm(request.POST, usuario=request.user)
        if form.is_valid():
            try:
                supresion.pedir_supresion(
                    identidad=identidad, motivo=form.cleaned_data["motivo"], por=request.user
                )
                messages.success(request, PEDIDO)
                return redirect("casos:identidad", caso.uuid, identidad.uuid)
            except ErrorDeDominio as error:
                anotar_error(form, error)
        contexto = self.get_context_data(form=form)
        return TemplateResponse(request, self.template_name, contexto, status=422)


class LecturasView(PaginaView):
    """Pide leer más identidades hoy. Lo aprueba quien supervisa."""

    permiso = Permiso.IDENTIDAD_VER
    template_name = "casos/identidad/lecturas.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El tope de hoy y el formulario."""
        usuario = self.request.user
        return super().get_context_data(**kwargs) | {
            "tope": lecturas.tope_de_lecturas(usuario),
            "form": kwargs.get("form") or LecturasForm(usuario=usuario),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Deja el pedido."""
        form = LecturasForm(request.POST, usuario=request.user)
        if form.is_valid():
            try:
                pedido = lecturas.pedir_lecturas(por=request.user, **form.cleaned_data)
                messages.success(request, PEDIDO)
                return redirect("cuentas:autorizacion", pedido.uuid)
            except ErrorDeDominio as error:
                anotar_error(form, error)
        contexto = self.get_context_data(form=form)
        return TemplateResponse(request, self.template_name, contexto, status=422)
