"""La plantilla de Word: ver la historia, subir otra, mirarla, usarla y volver a la de la casa."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView
from django.views.generic.base import View

from trata.comun.errores import ErrorDeDominio
from trata.comun.formularios import AccionFormMixin, anotar_error
from trata.comun.vistas import AccionView, PaginaView, PermisoMixin
from trata.cuentas.permisos import Permiso
from trata.informes import acciones, consultas
from trata.informes.escritores import FORMATOS
from trata.informes.escritores.plantilla import CAMPOS, base
from trata.informes.escritores.vista_previa import vista_previa
from trata.informes.forms.entrega import PlantillaForm
from trata.informes.models import PlantillaDeInforme
from trata.informes.produccion import con_plantilla
from trata.informes.textos import campos
from trata.informes.tipos import TIPOS
from trata.informes.views.entrega import descarga

MIGAS = ("Plantilla de Word", "informes:plantillas")


def nombre_del_tipo(codigo: str) -> str:
    """«boletin» → «Boletín estadístico»; vacío, todos."""
    tipo = TIPOS.get(codigo)
    return tipo.nombre if tipo else "Todos los que no tengan la suya"


class PlantillasView(PaginaView):
    """Qué plantilla se usa en cada informe y las que hubo."""

    permiso = Permiso.PLANTILLA_GESTIONAR
    template_name = "informes/plantillas.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Las plantillas por tipo."""
        por_tipo: dict[str, list[PlantillaDeInforme]] = {}
        for plantilla in consultas.plantillas():
            por_tipo.setdefault(plantilla.tipo, []).append(plantilla)
        return super().get_context_data(**kwargs) | {
            "grupos": [
                (codigo, nombre_del_tipo(codigo), por_tipo.get(codigo, []))
                for codigo in ("", *TIPOS)
                if codigo == "" or codigo in por_tipo
            ],
            "campos": CAMPOS.items(),
            "migas": [("Informes", reverse("informes:lista")), (MIGAS[0], "")],
        }


class PlantillaSubirView(PermisoMixin, AccionFormMixin, FormView):
    """Subir una plantilla: se revisa entera antes de guardarla."""

    permiso = Permiso.PLANTILLA_GESTIONAR
    form_class = PlantillaForm
    template_name = "informes/plantilla_form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Los campos que se admiten, también los del tipo elegido."""
        elegido = self.request.POST.get("tipo") or self.request.GET.get("tipo") or ""
        tipo = elegido if elegido in TIPOS else ""
        ejemplo = consultas.ejemplo(tipo, self.request.user) if tipo else None
        return super().get_context_data(**kwargs) | {
            "campos": CAMPOS.items(),
            "cifras": campos(ejemplo.cifras()) if ejemplo else [],
            "nombre_del_tipo": nombre_del_tipo(tipo),
            "migas": [
                ("Informes", reverse("informes:lista")),
                (MIGAS[0], reverse(MIGAS[1])),
                ("Subir una plantilla", ""),
            ],
        }

    def get_initial(self) -> dict[str, Any]:
        """El tipo pedido en la dirección."""
        return {"tipo": self.request.GET.get("tipo", "")}

    def form_valid(self, form: PlantillaForm) -> HttpResponse:
        """La guarda y lleva a mirarla; si no sirve, dice cada problema con su sitio."""
        try:
            plantilla = acciones.subir_plantilla(
                archivo=form.cleaned_data["archivo"],
                tipo=form.cleaned_data["tipo"],
                nota=form.cleaned_data["nota"],
                por=self.request.user,
            )
        except ErrorDeDominio as error:
            anotar_error(form, error)
            contexto = self.get_context_data(form=form, problemas=error.datos.get("problemas"))
            respuesta = self.render_to_response(contexto)
            respuesta.status_code = 422
            return respuesta
        messages.success(self.request, "La plantilla sirve. Mírala y ponla en uso.")
        return redirect("informes:plantilla", uuid=plantilla.uuid)


class PlantillaMixin(PermisoMixin):
    """La plantilla de la dirección."""

    permiso = Permiso.PLANTILLA_GESTIONAR

    def plantilla(self) -> PlantillaDeInforme:
        """La plantilla, o 404."""
        return get_object_or_404(consultas.plantillas(), uuid=self.kwargs["uuid"])

    def lleno(self) -> bytes:
        """Un informe de verdad escrito con ella."""
        plantilla = self.plantilla()
        return con_plantilla(plantilla, consultas.ejemplo(plantilla.tipo, self.request.user))


class PlantillaView(PlantillaMixin, PaginaView):
    """Cómo queda un informe con esta plantilla."""

    template_name = "informes/plantilla.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """La vista previa."""
        plantilla = self.plantilla()
        return super().get_context_data(**kwargs) | {
            "plantilla": plantilla,
            "nombre_del_tipo": nombre_del_tipo(plantilla.tipo),
            "previa": vista_previa(self.lleno()),
            "migas": [
                ("Informes", reverse("informes:lista")),
                (MIGAS[0], reverse(MIGAS[1])),
                (f"Plantilla {plantilla.numero}", ""),
            ],
        }


class PlantillaEjemploView(PlantillaMixin, View):
    """Un informe de ejemplo en DOCX con esta plantilla."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lo descarga."""
        return descarga(self.lleno(), "ejemplo-con-plantilla.docx", FORMATOS["docx"].tipo)


class PlantillaArchivoView(PlantillaMixin, View):
    """La plantilla, como se subió."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """La descarga."""
        plantilla = self.plantilla()
        contenido = consultas.leer_guardado(plantilla.ruta, plantilla.sha256)
        nombre = f"plantilla-{plantilla.tipo or 'todos'}-{plantilla.numero}.docx"
        return descarga(contenido, nombre, FORMATOS["docx"].tipo)


class PlantillaBaseView(PermisoMixin, View):
    """La plantilla de la casa, para partir de ella."""

    permiso = Permiso.PLANTILLA_GESTIONAR

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """La descarga."""
        return descarga(base(), "plantilla-de-la-casa.docx", FORMATOS["docx"].tipo)


class PlantillaUsarView(PlantillaMixin, AccionView):
    """Ponerla en vigor."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """La usa desde ahora."""
        plantilla = acciones.usar_plantilla(plantilla=self.plantilla(), por=request.user)
        messages.success(request, f"La plantilla {plantilla.numero} está en uso.")
        return redirect("informes:plantillas")


class PlantillaVolverView(AccionView):
    """Volver a la plantilla de la casa."""

    permiso = Permiso.PLANTILLA_GESTIONAR

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Deja el tipo sin plantilla propia."""
        tipo = request.POST.get("tipo", "")
        acciones.volver_a_la_de_la_casa(tipo=tipo if tipo in TIPOS else "", por=request.user)
        messages.success(request, "Se volvió a la plantilla de la casa.")
        return redirect("informes:plantillas")
