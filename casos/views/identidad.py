"""Pantallas de la identidad: el cuaderno del caso, una persona, revelar, verificar, reserva."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from casos import consultas
from casos.acciones import identidad as verbos
from casos.acciones import revelar
from casos.acciones.lecturas import tope_de_lecturas
from casos.consultas import identidad as lecturas
from casos.consultas import necesidad
from casos.consultas.expediente import expediente
from casos.forms.identidad import (
    AportarForm,
    IdentidadForm,
    MotivoForm,
    OtraPersonaForm,
    ReservaForm,
    VerificarForm,
)
from casos.models import Caso, Identidad
from casos.models.identidad import ETIQUETAS
from casos.views.apoyo import version_enviada
from trata.comun.errores import ConflictoError, ErrorDeDominio, ServicioNoDisponibleError
from trata.comun.formularios import anotar_error
from trata.comun.vistas import AccionView, PaginaView
from trata.cuentas.permisos import Permiso


class CuadernoView(PaginaView):
    """Las personas del caso por su código, y qué se sabe de cada una sin decirlo."""

    permiso = Permiso.IDENTIDAD_VER
    template_name = "casos/identidad/cuaderno.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Personas con su identidad, si la tienen, y si el caso está abierto para quien mira."""
        caso = consultas.caso_de(self.request.user, kwargs["uuid"])
        completo = expediente(caso)
        personas = [p for c in ("victima", "migrante", "implicado") for p in completo.de(c)]
        escritas = necesidad.identidades_por_persona(personas)
        otras = [i for i in lecturas.identidades_de(caso) if i.persona is None]
        filas = [
            {
                "persona": p,
                "clase": Identidad.Clase(p._meta.model_name).label,
                "codigo": consultas.codigo_de(p),
                "identidad": escritas.get(p.uuid),
                "es_nna": necesidad.datos_de_nna(p),
            }
            for p in personas
        ]
        return super().get_context_data(**kwargs) | {
            "caso": caso,
            "filas": filas,
            "otras": otras,
            "abierto": necesidad.esta_abierto(caso, self.request.user),
            "asignados": necesidad.asignados_de(caso),
            "aperturas": necesidad.aperturas_de(caso),
            "puede_editar": self.request.user.tiene_permiso(Permiso.IDENTIDAD_EDITAR),
        }


class DeIdentidadView(PaginaView):
    """Base de las páginas de una identidad."""

    permiso = Permiso.IDENTIDAD_VER
    template_name = "casos/identidad/persona.html"
    caso: Caso
    identidad: Identidad

    def cargar(self) -> None:
        """Trae el caso y la identidad de la dirección."""
        self.caso = consultas.caso_de(self.request.user, self.kwargs["uuid"])
        self.identidad = lecturas.identidad_de(self.caso, self.kwargs["identidad"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Qué hay guardado, quién lo dijo, y los formularios. Ningún valor."""
        self.cargar()
        usuario, identidad = self.request.user, self.identidad
        visibles, ocultos = revelar.campos_visibles(identidad)
        asignado = necesidad.esta_asignado(self.caso, usuario)
        protegida = necesidad.protegida_como_nna(identidad)
        abierto = necesidad.esta_abierto(self.caso, usuario)
        return super().get_context_data(**kwargs) | {
            "caso": self.caso,
            "identidad": identidad,
            "visibles": [ETIQUETAS[c] for c in visibles],
            "ocultos": [ETIQUETAS[c] for c in ocultos],
            "protegida": protegida,
            "abierto": abierto,
            "puede_revelar": abierto and visibles and (asignado or not protegida),
            "quedan": max(tope_de_lecturas(usuario) - revelar.lecturas_de_hoy(usuario), 0),
            "guarda_paradero": identidad.clase == "victima"
            and abierto
            and usuario.tiene_permiso(Permiso.IDENTIDAD_VER),
            "puede_suprimir": asignado
            and bool(identidad.guardados)
            and usuario.tiene_permiso(Permiso.IDENTIDAD_EDITAR),
            "dichos": lecturas.datos_dichos(identidad),
            "puede_editar": abierto and usuario.tiene_permiso(Permiso.IDENTIDAD_EDITAR),
            "puede_aportar": abierto and usuario.tiene_permiso(Permiso.ATENCION_REGISTRAR),
            "form_motivo": kwargs.get("form_motivo") or MotivoForm(usuario=usuario),
            "form_verificar": kwargs.get("form_verificar")
            or VerificarForm(identidad=identidad, usuario=usuario, prefix="v"),
            "form_aportar": kwargs.get("form_aportar") or AportarForm(usuario=usuario, prefix="a"),
        }

    def pintar(self, estado: int = 200, **extra: Any) -> HttpResponse:
        """La página con lo que haya que agregar."""
        contexto = self.get_context_data(**extra) | extra
        return TemplateResponse(self.request, self.template_name, contexto, status=estado)


class IdentidadView(DeIdentidadView):
    """Una persona, sin sus datos."""


class RevelarView(DeIdentidadView):
    """Muestra los datos una vez. Si el acceso no se puede anotar, 503 y ningún dato."""

    http_method_names = ("get", "post")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Recargar no vuelve a mostrar: se pide otra vez el motivo."""
        return redirect("casos:identidad", kwargs["uuid"], kwargs["identidad"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Revela, o dice por qué no."""
        self.cargar()
        form = MotivoForm(request.POST, usuario=request.user)
        if not form.is_valid():
            return self.pintar(422, form_motivo=form, form=form)
        try:
            revelada = revelar.revelar_identidad(
                identidad=self.identidad, motivo=form.cleaned_data["motivo"], por=request.user
            )
        except ServicioNoDisponibleError:
            raise
        except ErrorDeDominio as error:
            if isinstance(error, revelar.CuotaAgotadaError):
                revelar.anotar_negado(
                    identidad=self.identidad, motivo=form.cleaned_data["motivo"], por=request.user
                )
            anotar_error(form, error)
            return self.pintar(error.estado, form_motivo=form, form=form)
        respuesta = self.pintar(revelada=revelada)
        direccion = reverse("casos:identidad", args=[self.caso.uuid, self.identidad.uuid])
        respuesta.headers["Refresh"] = f"{revelada.segundos};url={direccion}"
        return respuesta


class VerificarView(DeIdentidadView):
    """Dice si un dato coincide con el guardado."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Coincide o no coincide."""
        self.cargar()
        form = VerificarForm(
            request.POST, identidad=self.identidad, usuario=request.user, prefix="v"
        )
        if not form.is_valid():
            return self.pintar(422, form_verificar=form, form=form)
        try:
            coincide = revelar.verificar_dato(
                identidad=self.identidad, por=request.user, **form.cleaned_data
            )
        except ServicioNoDisponibleError:
            raise
        except ErrorDeDominio as error:
            anotar_error(form, error)
            return self.pintar(error.estado, form_verificar=form, form=form)
        dato = ETIQUETAS[form.cleaned_data["campo"]]
        return self.pintar(verificado={"dato": dato, "coincide": coincide})


class AportarView(DeIdentidadView):
    """Una institución agrega lo que consta en su documento."""

    permiso = Permiso.ATENCION_REGISTRAR
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lo guarda junto a lo que ya había."""
        self.cargar()
        form = AportarForm(request.POST, usuario=request.user, prefix="a")
        if not form.is_valid():
            return self.pintar(422, form_aportar=form, form=form)
        try:
            dicho = verbos.aportar_dato(
                identidad=self.identidad, por=request.user, **form.cleaned_data
            )
        except ErrorDeDominio as error:
            anotar_error(form, error)
            return self.pintar(422, form_aportar=form, form=form)
        texto = "Guardamos lo que consta en tu documento."
        if dicho.contradice:
            texto += (
                " No coincide con lo registrado: quedan los dos y avisamos a quien lleva el caso."
            )
        messages.success(request, texto)
        return redirect("casos:identidad", self.caso.uuid, self.identidad.uuid)


class ReservaView(DeIdentidadView):
    """Poner o levantar la reserva de identidad, con su sustento."""

    permiso = Permiso.IDENTIDAD_EDITAR
    template_name = "casos/identidad/reserva.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Cambia la reserva."""
        self.cargar()
        form = ReservaForm(request.POST, usuario=request.user)
        if form.is_valid():
            try:
                with transaction.atomic():
                    verbos.poner_reserva(
                        identidad=self.identidad,
                        reserva=not self.identidad.reserva_de_identidad,
                        sustento=form.cleaned_data["sustento"],
                        version=self.identidad.version,
                        por=request.user,
                    )
                messages.success(request, "Guardamos la reserva de identidad.")
                return redirect("casos:identidad", self.caso.uuid, self.identidad.uuid)
            except (ErrorDeDominio, ConflictoError) as error:
                anotar_error(form, error)
        return self.pintar(422, form=form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El formulario."""
        form = kwargs.pop("form", None) or ReservaForm(usuario=self.request.user)
        return super().get_context_data(**kwargs) | {"form": form}


class EscribirIdentidadView(PaginaView):
    """Alta o cambio. El formulario nunca trae lo guardado: se escribe sólo lo que cambia."""

    permiso = Permiso.IDENTIDAD_EDITAR
    template_name = "casos/identidad/escribir.html"

    def cargar(self) -> None:
        """El caso, y la identidad o la persona de la dirección."""
        self.caso = consultas.caso_de(self.request.user, self.kwargs["uuid"])
        self.identidad = self.persona = None
        if "identidad" in self.kwargs:
            self.identidad = lecturas.identidad_de(self.caso, self.kwargs["identidad"])
        elif "persona" in self.kwargs:
            self.persona = consultas.parte_de(
                self.caso, self.kwargs["codigo"], self.kwargs["persona"]
            )

    def formulario(self, datos: Any = None) -> IdentidadForm:
        """El que corresponde: con quién es, si no es una persona ya registrada."""
        suelta = self.identidad is None and self.persona is None
        clase = OtraPersonaForm if suelta else IdentidadForm
        return clase(datos, identidad=self.identidad, usuario=self.request.user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """El formulario vacío; si el caso no está abierto, a abrirlo."""
        self.cargar()
        if not necesidad.esta_abierto(self.caso, request.user):
            return redirect("casos:abrir", self.caso.uuid)
        return self.pintar(self.formulario())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Guarda, o devuelve lo escrito con sus errores."""
        self.cargar()
        form = self.formulario(request.POST)
        if not form.is_valid():
            return self.pintar(form, 422)
        try:
            with transaction.atomic():
                identidad = self.guardar(form)
        except ServicioNoDisponibleError:
            raise
        except (ErrorDeDominio, ConflictoError, ValidationError) as error:
            anotar_error(form, error)
            confirmable = getattr(error, "codigo", "")
            return self.pintar(form, 422, confirmable=confirmable)
        messages.success(request, f"Guardamos la identidad de {identidad.seudonimo}.")
        self.avisar_fuera(identidad)
        return redirect("casos:identidad", self.caso.uuid, identidad.uuid)

    def guardar(self, form: IdentidadForm) -> Identidad:
        """Llama al verbo."""
        comunes = {
            "datos": form.datos,
            "por": self.request.user,
            "fuente": form.cleaned_data.get("fuente", ""),
            "confirmar": self.request.POST.getlist("confirmar"),
        }
        if self.identidad is None:
            return verbos.registrar_identidad(
                caso=self.caso,
                persona=self.persona,
                clase=form.cleaned_data.get("clase", ""),
                **comunes,
            )
        return verbos.editar_identidad(
            identidad=self.identidad,
            version=version_enviada(self.request) or 0,
            borrar=form.cleaned_data.get("borrar", ()),
            **comunes,
        )

    def avisar_fuera(self, identidad: Identidad) -> None:
        """Si el documento exacto consta fuera del ámbito, dice con quién coordinar."""
        for aviso in revelar.avisar_fuera_de_ambito(identidad=identidad, por=self.request.user):
            messages.warning(self.request, aviso)

    def pintar(self, form: IdentidadForm, estado: int = 200, confirmable: str = "") -> HttpResponse:
        """La página."""
        persona = self.identidad or self.persona
        contexto = {
            "caso": self.caso,
            "identidad": self.identidad,
            "persona": persona,
            "form": form,
            "confirmable": confirmable
            if confirmable in {"documento_compartido", "nombre_repetido"}
            else "",
            "titulo": f"Identidad de {persona.seudonimo}" if persona else "Agregar otra persona",
        }
        return TemplateResponse(self.request, self.template_name, contexto, status=estado)


class ParecidasView(AccionView):
    """Mientras se escribe (htmx): si ya está en tu ámbito, con las razones y sólo por código."""

    permiso = Permiso.IDENTIDAD_EDITAR

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """El fragmento con los parecidos."""
        caso = consultas.caso_de(request.user, kwargs["uuid"])
        hallados = revelar.parecidas_al_escribir(
            caso=caso,
            datos={c: request.POST.get(c, "")[:200] for c in revelar.SE_COMPARAN},
            por=request.user,
        )
        return TemplateResponse(
            request, "casos/identidad/_parecidas.html", {"hallados": hallados, "caso": caso}
        )
