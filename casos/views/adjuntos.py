"""Pantallas de los archivos de un caso."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header

from casos import consultas
from casos.acciones import adjuntos as verbos
from casos.archivos.antivirus import hay_antivirus
from casos.consultas import adjuntos as lecturas
from casos.consultas import necesidad
from casos.forms.identidad import AdjuntoForm, MotivoForm
from trata.comun.errores import ConflictoError, ErrorDeDominio, ServicioNoDisponibleError
from trata.comun.formularios import anotar_error
from trata.comun.vistas import PaginaView
from trata.cuentas.permisos import Permiso


class AdjuntosView(PaginaView):
    """La lista y el formulario para subir."""

    permiso = Permiso.CASO_VER
    template_name = "casos/adjuntos/lista.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Los archivos, si el caso está abierto para quien mira."""
        usuario = self.request.user
        caso = consultas.caso_de(usuario, self.kwargs["uuid"])
        abierto = necesidad.esta_abierto(caso, usuario)
        escribe = usuario.tiene_permiso(Permiso.CASO_REGISTRAR) or usuario.tiene_permiso(
            Permiso.ATENCION_REGISTRAR
        )
        return super().get_context_data(**kwargs) | {
            "caso": caso,
            "abierto": abierto,
            "adjuntos": lecturas.adjuntos_de(caso) if abierto else (),
            "puede_subir": abierto and escribe,
            "hay_antivirus": hay_antivirus(),
            "form": kwargs.get("form") or AdjuntoForm(usuario=usuario),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sube un archivo."""
        caso = consultas.caso_de(request.user, kwargs["uuid"])
        form = AdjuntoForm(request.POST, request.FILES, usuario=request.user)
        if form.is_valid():
            datos = form.cleaned_data
            try:
                with transaction.atomic():
                    adjunto = verbos.subir_adjunto(
                        caso=caso,
                        archivo=datos["archivo"],
                        nombre=datos["archivo"].name,
                        clase=datos["clase"],
                        contiene_identidad=datos["contiene_identidad"],
                        por=request.user,
                    )
                self._avisar(adjunto)
                return redirect("casos:adjuntos", caso.uuid)
            except (ErrorDeDominio, ConflictoError) as error:
                anotar_error(form, error)
        contexto = self.get_context_data(form=form)
        return TemplateResponse(request, self.template_name, contexto, status=422)

    def _avisar(self, adjunto: Any) -> None:
        if adjunto.se_puede_descargar:
            messages.success(self.request, f"Guardamos {adjunto.nombre}. {adjunto.metadatos}.")
        else:
            messages.warning(
                self.request,
                f"Guardamos {adjunto.nombre} en cuarentena: el antivirus no respondió. Se podrá "
                "descargar cuando se revise.",
            )


class AdjuntoView(PaginaView):
    """Pide para qué y entrega el archivo; anotado."""

    permiso = Permiso.CASO_VER
    template_name = "casos/adjuntos/descargar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El archivo y el motivo."""
        caso = consultas.caso_de(self.request.user, self.kwargs["uuid"])
        return super().get_context_data(**kwargs) | {
            "caso": caso,
            "adjunto": lecturas.adjunto_de(caso, self.kwargs["adjunto"]),
            "abierto": necesidad.esta_abierto(caso, self.request.user),
            "form": kwargs.get("form") or MotivoForm(usuario=self.request.user),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lo descarga o lo retira, según el botón."""
        caso = consultas.caso_de(request.user, kwargs["uuid"])
        adjunto = lecturas.adjunto_de(caso, kwargs["adjunto"])
        form = MotivoForm(request.POST, usuario=request.user)
        if form.is_valid():
            motivo = form.cleaned_data["motivo"]
            try:
                if "retirar" in request.POST:
                    with transaction.atomic():
                        verbos.retirar_adjunto(
                            adjunto=adjunto,
                            motivo=motivo,
                            version=adjunto.version,
                            por=request.user,
                        )
                    messages.success(request, f"Se retiró {adjunto.nombre}.")
                    return redirect("casos:adjuntos", caso.uuid)
                return self._entregar(
                    verbos.descargar_adjunto(adjunto=adjunto, motivo=motivo, por=request.user)
                )
            except ServicioNoDisponibleError:
                raise
            except (ErrorDeDominio, ConflictoError) as error:
                anotar_error(form, error)
        contexto = self.get_context_data(form=form)
        return TemplateResponse(request, self.template_name, contexto, status=422)

    def _entregar(self, descarga: verbos.Descarga) -> HttpResponse:
        respuesta = HttpResponse(descarga.contenido, content_type=descarga.tipo)
        respuesta.headers["Content-Disposition"] = content_disposition_header(
            as_attachment=True, filename=descarga.nombre
        )
        respuesta.headers["X-Content-Type-Options"] = "nosniff"
        return respuesta
