"""Lo que acompaña a la ficha: retirar una parte, guardar lo escrito y las listas de lugares."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.cache import patch_cache_control

from casos import acciones, consultas
from casos.ficha import PARTES, SECCION_DE_PARTE
from casos.forms.campos import UbigeoWidget
from casos.forms.ficha import MotivoForm
from casos.models import Borrador
from trata.comun.errores import ConflictoError, ErrorDeDominio
from trata.comun.formularios import anotar_error
from trata.comun.numeros import natural
from trata.comun.vistas import AccionView, PermisoMixin
from trata.cuentas.permisos import Permiso

DE_CONTROL = {"csrfmiddlewaretoken", "marca", "_titulo", "descartar", "guardar"}


class ParteRetirarView(PermisoMixin):
    """Retira una parte, con motivo, en página propia."""

    permiso = Permiso.CASO_VER

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """La pregunta; 403 si hoy no le toca a quien mira."""
        caso = consultas.caso_de(request.user, kwargs["uuid"])
        parte = consultas.parte_de(caso, kwargs["codigo"], kwargs["parte"])
        if not acciones.puede_escribir(type(parte), caso, request.user):
            raise PermissionDenied
        return self._pintar(MotivoForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """La respuesta."""
        form = MotivoForm(request.POST)
        caso = consultas.caso_de(request.user, kwargs["uuid"])
        parte = consultas.parte_de(caso, kwargs["codigo"], kwargs["parte"])
        if not form.is_valid():
            return self._pintar(form, 422)
        try:
            with transaction.atomic():
                acciones.retirar_parte(
                    parte=parte,
                    motivo=form.cleaned_data["motivo"],
                    version=parte.version,
                    por=request.user,
                )
        except (ErrorDeDominio, ConflictoError, ValidationError) as error:
            anotar_error(form, error)
            return self._pintar(form, 422)
        messages.success(request, f"Se retiró: {PARTES[kwargs['codigo']].uno}.")
        return redirect("casos:seccion", caso.uuid, SECCION_DE_PARTE[kwargs["codigo"]])

    def _pintar(self, form: MotivoForm, estado: int = 200) -> HttpResponse:
        caso = consultas.caso_de(self.request.user, self.kwargs["uuid"])
        parte = consultas.parte_de(caso, self.kwargs["codigo"], self.kwargs["parte"])
        contexto = {
            "form": form,
            "caso": caso,
            "objeto": parte,
            "parte": PARTES[self.kwargs["codigo"]],
        }
        return TemplateResponse(self.request, "casos/retirar.html", contexto, status=estado)


def sin_nulos(texto: str) -> str:
    """El texto sin lo que PostgreSQL no guarda: nulos y mitades sueltas de UTF-16."""
    return texto.replace("\x00", "").encode("utf-8", "replace").decode()


def uuid_enviado(texto: str) -> UUID:
    """El identificador que trae un botón; `Http404` si no lo es, como el de algo que no existe."""
    try:
        return UUID(texto)
    except ValueError as error:
        raise Http404 from error


def version_enviada(request: HttpRequest) -> int | None:
    """La versión sobre la que se escribió, según el formulario; `None` si no la dice bien."""
    return natural(request.POST.get("version"))


def guardar_lo_escrito(request: HttpRequest, clave: str) -> Borrador:
    """Guarda como borrador lo que trae un formulario. Lanza `ErrorDeDominio` si es demasiado."""
    return acciones.guardar_borrador(
        clave=clave,
        datos={
            sin_nulos(c): [sin_nulos(v) for v in valores]
            for c, valores in request.POST.lists()
            if c not in DE_CONTROL
        },
        version=version_enviada(request),
        por=request.user,
        titulo=sin_nulos(request.POST.get("_titulo", "")),
        direccion=clave,
    )


class BorradorView(AccionView):
    """Recibe lo escrito cada pocos segundos. La clave es la dirección del formulario."""

    permiso = Permiso.CASO_VER

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Guarda el borrador y responde a qué hora quedó."""
        clave = request.GET.get("de", "")
        if not clave.startswith("/casos/") or len(clave) > 160:
            return JsonResponse({"codigo": "clave_invalida"}, status=400)
        try:
            borrador = guardar_lo_escrito(request, clave)
        except ErrorDeDominio as error:
            return JsonResponse({"codigo": error.codigo, "mensaje": error.mensaje}, status=400)
        return JsonResponse({"guardado_en": borrador.guardado_en.isoformat()})


class UbigeoView(PermisoMixin):
    """Las tres listas de un lugar, recargadas al elegir en una (htmx)."""

    permiso = Permiso.TERRITORIO_VER

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Recibe el nombre del campo y lo elegido; devuelve el control."""
        nombre = request.GET.get("campo", "ubigeo")
        if not nombre.isidentifier() or len(nombre) > 40:
            raise Http404
        widget = UbigeoWidget()
        valores = widget.value_from_datadict(request.GET, {}, nombre)
        respuesta = HttpResponse(widget.render(nombre, valores, {"id": f"id_{nombre}"}))
        patch_cache_control(respuesta, private=True, max_age=0)
        return respuesta
