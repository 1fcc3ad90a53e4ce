"""La página del caso, su versión imprimible y su revisión: enviar, observar, aprobar, anular."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from casos import acciones, consultas
from casos.consultas import necesidad
from casos.consultas.cronologia import cronologia
from casos.consultas.expediente import Expediente, expediente
from casos.consultas.resumen import resumen_de_expediente
from casos.ficha import PARTES, POR_CODIGO
from casos.forms.revision import MotivoDeAnulacionForm, ObservacionForm
from casos.models import Caso
from casos.reglas.completo import LISTA_DE_CONFORMIDAD
from casos.views.apoyo import version_enviada
from trata.comun.errores import ConflictoError, ErrorDeDominio
from trata.comun.formularios import anotar_error
from trata.comun.vistas import AccionView, PaginaView
from trata.cuentas.permisos import Permiso


class CasoDetailView(PaginaView):
    """Resumen, personas y cronología de un caso. Sin identidades."""

    permiso = Permiso.CASO_VER
    template_name = "casos/caso_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El expediente completo en pocas consultas."""
        usuario = self.request.user
        caso = consultas.caso_de(usuario, kwargs["uuid"])
        abierto = necesidad.esta_abierto(caso, usuario)
        completo = necesidad.expediente_para(caso, usuario)
        return super().get_context_data(**kwargs) | {
            "caso": caso,
            "abierto": abierto,
            "expediente": completo,
            "secciones": resumen_de_expediente(completo),
            "cronologia": cronologia(completo),
            "victimas": completo.de("victima"),
            "migrantes": completo.de("migrante"),
            "implicados": completo.de("implicado"),
            "vinculos": completo.de("vinculo"),
            "puede_editar": caso.es_editable and usuario.tiene_permiso(Permiso.CASO_REGISTRAR),
            "puede_validar": usuario.tiene_permiso(Permiso.CASO_VALIDAR)
            and caso.estado in {Caso.Estado.ENVIADO, Caso.Estado.CONFORME},
            "puede_anular": acciones.puede_anular(caso, usuario),
            "puede_asignar": usuario.tiene_permiso(Permiso.CASO_ASIGNAR)
            and caso.estado != Caso.Estado.ANULADO,
            "puede_imprimir": usuario.tiene_permiso(Permiso.CASO_EXPORTAR),
            "asignados": necesidad.asignados_de(caso),
            "ve_identidades": usuario.tiene_permiso(Permiso.IDENTIDAD_VER),
            "puede_atender": acciones.puede_escribir(PARTES["atencion"].modelo, caso, usuario),
        }


class CasoImprimirView(CasoDetailView):
    """El registro para imprimir: sin identidades y con marca de agua."""

    permiso = Permiso.CASO_EXPORTAR
    template_name = "casos/imprimir.html"


def faltas_con_enlace(completo: Expediente) -> list[dict[str, Any]]:
    """Cada falta con la dirección del campo donde se corrige."""
    uuid = completo.caso.uuid
    filas = []
    for falta in completo.faltas:
        if falta.parte is not None:
            codigo = consultas.codigo_de(falta.parte)
            url = reverse("casos:parte", args=[uuid, codigo, falta.parte.uuid])
        elif falta.campo == "lugar_de_registro":
            url = reverse("casos:parte-nueva", args=[uuid, "lugar"])
        else:
            url = reverse("casos:seccion", args=[uuid, falta.seccion])
        filas.append({"mensaje": falta.mensaje, "url": f"{url}#id_{falta.campo}"})
    return filas


class RevisarView(PaginaView):
    """Revisar respuestas y enviar."""

    permiso = Permiso.CASO_REGISTRAR
    template_name = "casos/revisar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Todo lo escrito, con «Cambiar», y lo que falta."""
        caso = consultas.caso_de(self.request.user, kwargs["uuid"])
        completo = necesidad.expediente_para(caso, self.request.user)
        return super().get_context_data(**kwargs) | {
            "caso": caso,
            "expediente": completo,
            "secciones": resumen_de_expediente(completo, con_enlaces=caso.es_editable),
            "faltas": faltas_con_enlace(completo),
            "observaciones": completo.observaciones_abiertas,
        }


class VerboView(AccionView):
    """Un verbo del ciclo: llama a la acción con la versión y dice qué pasó."""

    hecho: ClassVar[str] = ""
    volver: ClassVar[str] = "casos:detalle"

    def verbo(self, caso: Caso, version: int) -> Caso:
        """Llama a la acción."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ejecuta; si no se puede, lo dice en la página de donde vino."""
        caso = consultas.caso_de(request.user, kwargs["uuid"])
        version = version_enviada(request)
        version = caso.version if version is None else version
        try:
            with transaction.atomic():
                self.verbo(caso, version)
        except (ErrorDeDominio, ConflictoError) as error:
            messages.error(request, error.mensaje)
            return redirect(self.volver, uuid=caso.uuid)
        messages.success(request, self.hecho)
        return redirect("casos:detalle", uuid=caso.uuid)


class EnviarView(VerboView):
    """Envía el caso a validación."""

    permiso = Permiso.CASO_REGISTRAR
    hecho = "Enviaste el caso. Otra persona lo revisará; si hay algo por corregir, te avisaremos."
    volver = "casos:revisar"

    def verbo(self, caso: Caso, version: int) -> Caso:
        """Lo envía."""
        return acciones.enviar_caso(caso=caso, version=version, por=self.request.user)


class AtenderView(AccionView):
    """Marca una observación como atendida."""

    permiso = Permiso.CASO_REGISTRAR

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """La marca y vuelve a la sección."""
        caso = consultas.caso_de(request.user, kwargs["uuid"])
        observacion = get_object_or_404(caso.observaciones.all(), uuid=kwargs["observacion"])
        acciones.atender_observacion(observacion=observacion, por=request.user)
        if observacion.seccion in POR_CODIGO:
            return redirect("casos:seccion", caso.uuid, observacion.seccion)
        return redirect("casos:tareas", caso.uuid)


class ValidarView(PaginaView):
    """Quien valida: la lista de conformidad, o las observaciones campo por campo."""

    permiso = Permiso.CASO_VALIDAR
    template_name = "casos/validar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El expediente con los puntos de la lista."""
        caso = consultas.caso_de(self.request.user, self.kwargs["uuid"])
        completo = necesidad.expediente_para(caso, self.request.user)
        return super().get_context_data(**kwargs) | {
            "caso": caso,
            "abierto": necesidad.esta_abierto(caso, self.request.user),
            "puntos": LISTA_DE_CONFORMIDAD,
            "marcados": self.request.POST.getlist("comprobado"),
            "secciones": resumen_de_expediente(completo),
            "form": kwargs.get("form") or ObservacionForm(expediente=completo),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Aprueba u observa, según el botón."""
        caso = consultas.caso_de(request.user, kwargs["uuid"])
        version = version_enviada(request)
        version = caso.version if version is None else version
        form = ObservacionForm(request.POST or None, expediente=expediente(caso))
        try:
            with transaction.atomic():
                if "observar" in request.POST:
                    if not form.is_valid():
                        return self._pintar(form)
                    acciones.observar_caso(
                        caso=caso,
                        observaciones=form.observaciones(),
                        version=version,
                        por=request.user,
                    )
                    messages.success(request, "Devolviste el caso con tus observaciones.")
                else:
                    acciones.aprobar_caso(
                        caso=caso,
                        comprobado=request.POST.getlist("comprobado"),
                        version=version,
                        por=request.user,
                    )
                    messages.success(request, f"El caso {caso.codigo} quedó conforme.")
        except (ErrorDeDominio, ConflictoError, ValidationError) as error:
            form = ObservacionForm(request.POST, expediente=expediente(caso))
            form.is_valid()
            form._errors.clear()
            anotar_error(form, error)
            return self._pintar(form)
        return redirect(f"{reverse('casos:colas')}?cola=por-validar")

    def _pintar(self, form: ObservacionForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class EnBloqueView(AccionView):
    """Un verbo sobre varios casos elegidos. Dice cuáles no se pudieron y por qué."""

    hechos: ClassVar[str]
    cola: ClassVar[str]

    def verbo(self, caso: Caso) -> Any:
        """Llama a la acción con un caso."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Cada caso va en su propia transacción: uno malo no arrastra a los demás."""
        elegidos = consultas.casos_por_uuid(request.user, request.POST.getlist("caso")[:100])
        cuantos, malos = 0, []
        for caso in elegidos:
            try:
                with transaction.atomic():
                    self.verbo(caso)
                cuantos += 1
            except (ErrorDeDominio, ConflictoError) as error:
                malos.append(f"{caso.codigo}: {error.mensaje}")
        if cuantos:
            messages.success(request, f"{self.hechos}: {cuantos}.")
        for texto in malos[:20]:
            messages.error(request, texto)
        if not elegidos:
            messages.warning(request, "Marca al menos un caso.")
        return redirect(f"{reverse('casos:colas')}?cola={self.cola}")


class AprobarEnBloqueView(EnBloqueView):
    """Da la conformidad a varios casos a la vez."""

    permiso = Permiso.CASO_VALIDAR
    hechos, cola = "Conformes", "por-validar"

    def verbo(self, caso: Caso) -> Caso:
        """Aprueba, si quien valida dijo que revisó toda la lista en cada caso."""
        marcada = bool(self.request.POST.get("seguro"))
        comprobado = [p.codigo for p in LISTA_DE_CONFORMIDAD] if marcada else []
        return acciones.aprobar_caso(
            caso=caso, comprobado=comprobado, version=caso.version, por=self.request.user
        )


class EnviarEnBloqueView(EnBloqueView):
    """Envía varios casos completos a la vez."""

    permiso = Permiso.CASO_REGISTRAR
    hechos, cola = "Enviados a validación", "borradores"

    def verbo(self, caso: Caso) -> Caso:
        """Lo envía, si está completo."""
        return acciones.enviar_caso(caso=caso, version=caso.version, por=self.request.user)


class AnularView(PaginaView):
    """Anula un registro con motivo, en página propia."""

    permiso = Permiso.CASO_VER
    template_name = "casos/anular.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """La pregunta; 403 si no le toca a quien mira."""
        caso = consultas.caso_de(self.request.user, self.kwargs["uuid"])
        if not acciones.puede_anular(caso, self.request.user) and "form" not in kwargs:
            raise PermissionDenied
        return super().get_context_data(**kwargs) | {
            "caso": caso,
            "form": kwargs.get("form") or MotivoDeAnulacionForm(),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """La respuesta."""
        caso = consultas.caso_de(request.user, kwargs["uuid"])
        form = MotivoDeAnulacionForm(request.POST)
        if form.is_valid():
            try:
                with transaction.atomic():
                    acciones.anular_caso(
                        caso=caso,
                        motivo=form.cleaned_data["motivo"],
                        version=caso.version,
                        por=request.user,
                    )
                messages.success(request, "El registro quedó anulado.")
                return redirect("casos:detalle", uuid=caso.uuid)
            except (ErrorDeDominio, ConflictoError) as error:
                anotar_error(form, error)
        contexto = self.get_context_data(form=form)
        return TemplateResponse(request, self.template_name, contexto, status=422)
