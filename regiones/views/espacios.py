"""La ficha de un espacio de cualquier nivel, sus integrantes y su informe anual."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from regiones import documentos
from regiones.acciones import espacios as acciones
from regiones.consultas import espacios, informe, region, sesiones
from regiones.forms.espacios import (
    EspacioForm,
    EspacioLocalForm,
    IntegranteForm,
    NormaForm,
    RepresentanteForm,
    TerminarForm,
)
from regiones.models import EspacioRegional, Integrante
from regiones.views.base import (
    CrearDentroView,
    DentroDeView,
    EditarDentroView,
    FormularioDentroView,
)
from trata.comun.formularios import AccionFormMixin
from trata.comun.vistas import DetalleView, PaginaView, PermisoMixin
from trata.cuentas.permisos import Permiso


def descarga(contenido: bytes, nombre: str, tipo: str = documentos.TIPO_DOCX) -> HttpResponse:
    """Un archivo para guardar."""
    return HttpResponse(
        contenido,
        content_type=tipo,
        headers={"Content-Disposition": f'attachment; filename="{nombre}"'},
    )


class EspacioView(DetalleView):
    """La ficha de un espacio."""

    permiso = Permiso.REGION_VER
    template_name = "regiones/espacio.html"
    context_object_name = "espacio"
    queryset = EspacioRegional.objects.select_related("padre", "ubigeo")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Integrantes, sesiones, normas y lo que cuelga."""
        espacio = self.object
        migas = [("Regiones", reverse("regiones:lista"))]
        raiz = espacio
        while raiz.padre_id:
            raiz = raiz.padre
        migas += [(raiz.region, reverse("regiones:region", args=[raiz.codigo]))]
        return super().get_context_data(**kwargs) | {
            "integrantes": list(espacios.integrantes_de(espacio)),
            "normas": list(espacio.normas.all()),
            "redes": list(espacios.arbol_de(espacio)),
            "sesiones": list(sesiones.sesiones_de(espacio)[:20]),
            "vida": region.vida_de(espacio, timezone.localdate().year),
            "puede_gestionar": self.request.user.tiene_permiso(Permiso.REGION_GESTIONAR),
            "alertas_inasistencia": sesiones.alertas_de_inasistencia([espacio]),
            "alertas_sesion": sesiones.alertas_de_sesion([espacio]),
            "migas": [*migas, ("Ficha del espacio", "")],
        }


class EditarEspacioView(EditarDentroView):
    """Corrige la ficha de un espacio."""

    form_class = EspacioForm
    queryset = EspacioRegional.objects.all()
    titulo = "Corregir la ficha del espacio"

    def accion(self, form: Any) -> EspacioRegional:
        """Llama al verbo."""
        return acciones.editar_espacio(
            espacio=form.instance,
            datos=form.datos,
            version=form.version_editada,
            por=self.request.user,
        )

    def padre_de(self, objeto: Any) -> Any:
        """Él mismo: se vuelve a su ficha."""
        return objeto


class EspacioNuevoView(CrearDentroView):
    """Registra una red provincial o distrital."""

    modelo_padre = EspacioRegional
    campo_padre = "padre"
    form_class = EspacioLocalForm
    titulo = "Registrar una red provincial o distrital"
    boton = "Registrar"

    def accion(self, form: Any) -> EspacioRegional:
        """La región del espacio nuevo es el nombre de su lugar."""
        datos = {**form.datos, "padre": self.padre, "region": form.cleaned_data["ubigeo"].nombre}
        return acciones.registrar_espacio(datos=datos, por=self.request.user)

    def get_success_url(self) -> str:
        """La ficha del nuevo."""
        return reverse("regiones:espacio", args=[self.object.uuid])


class NormaNuevaView(CrearDentroView):
    """Agrega una norma."""

    modelo_padre = EspacioRegional
    form_class = NormaForm
    titulo = "Agregar una norma"

    def accion(self, form: Any) -> Any:
        """Llama al verbo."""
        return acciones.registrar_norma(espacio=self.padre, datos=form.datos, por=self.request.user)


class IntegranteNuevoView(CrearDentroView):
    """Incorpora una institución."""

    modelo_padre = EspacioRegional
    form_class = IntegranteForm
    titulo = "Incorporar una institución"
    entradilla = "Dos periodos de la misma institución no se superponen."

    def accion(self, form: Any) -> Integrante:
        """Llama al verbo."""
        return acciones.registrar_integrante(
            espacio=self.padre, datos=form.datos, por=self.request.user
        )


class RepresentanteNuevoView(CrearDentroView):
    """Designa titular o alterno."""

    modelo_padre = Integrante
    relaciones = ("espacio", "entidad")
    campo_padre = "integrante"
    form_class = RepresentanteForm
    titulo = "Designar representante"
    entradilla = "Si ya hay uno sin fecha de fin, termina el día anterior al del nuevo."

    def accion(self, form: Any) -> Any:
        """Llama al verbo."""
        return acciones.registrar_representante(
            integrante=self.padre, datos=form.datos, por=self.request.user
        )


class TerminarIntegranteView(AccionFormMixin, FormularioDentroView):
    """Cierra la participación de una institución."""

    modelo_padre = Integrante
    relaciones = ("espacio", "entidad")
    form_class = TerminarForm
    titulo = "Terminar la participación"
    extra_context = {"boton": "Terminar"}

    def accion(self, form: Any) -> Integrante:
        """Llama al verbo."""
        return acciones.terminar_integrante(
            integrante=self.padre, hasta=form.cleaned_data["hasta"], por=self.request.user
        )

    def get_success_url(self) -> str:
        """La ficha del espacio."""
        return reverse("regiones:espacio", args=[self.padre.espacio.uuid])


class OficioDeInasistenciaView(DentroDeView):
    """El oficio a una institución con más de tres inasistencias seguidas."""

    permiso = Permiso.REGION_VER
    modelo_padre = Integrante
    relaciones = ("espacio", "entidad")

    def get(self, request: HttpRequest, uuid: Any) -> HttpResponse:
        """El DOCX; 404 si la institución no está en alerta."""
        for alerta in sesiones.alertas_de_inasistencia([self.padre.espacio]):
            if alerta.integrante.pk == self.padre.pk:
                return descarga(documentos.oficio_de_inasistencia(alerta), "oficio.docx")
        raise Http404


class InformeView(PaginaView):
    """El informe anual del espacio, en borrador, con lo registrado."""

    permiso = Permiso.REGION_VER
    template_name = "regiones/informe.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Las secciones."""
        espacio = espacio_de(kwargs["codigo"], self.request.user)
        return super().get_context_data(**kwargs) | {
            "espacio": espacio,
            "anio": kwargs["anio"],
            "anio_texto": str(kwargs["anio"]),
            "secciones": informe.secciones_de(espacio, kwargs["anio"]),
            "migas": [
                ("Regiones", reverse("regiones:lista")),
                (espacio.region, reverse("regiones:region", args=[espacio.codigo])),
                (f"Informe anual {kwargs['anio']}", ""),
            ],
        }


class InformeDocxView(PermisoMixin):
    """El mismo informe, en DOCX."""

    permiso = Permiso.REGION_VER

    def get(self, request: HttpRequest, codigo: str, anio: int) -> HttpResponse:
        """El archivo."""
        espacio = espacio_de(codigo, request.user)
        contenido = documentos.informe_anual(espacio, anio, informe.secciones_de(espacio, anio))
        return descarga(contenido, f"informe-anual-{espacio.codigo}-{anio}.docx")


def espacio_de(codigo: str, usuario: Any) -> EspacioRegional:
    """El espacio regional de una región del ámbito; si no, 404."""
    espacio = region.espacio_regional(codigo, usuario)
    if espacio is None:
        raise Http404
    return espacio
