"""Pantallas de informes."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.generic import FormView, ListView, TemplateView

from trata.comun.errores import ErrorDeDominio
from trata.comun.formularios import AccionFormMixin
from trata.comun.vistas import AccionView, CrearView, PaginaView, PermisoMixin
from trata.cuentas.permisos import Permiso
from trata.informes import acciones, consultas
from trata.informes.escritores import FORMATOS
from trata.informes.forms import ComentarioForm, InformeForm, TextoForm
from trata.informes.models import Informe, TextoDeSeccion
from trata.informes.qr import qr_svg
from trata.informes.textos import opciones
from trata.informes.tipos import TIPOS


class InformeListView(PermisoMixin, ListView):
    """Los informes que se ven."""

    permiso = Permiso.INFORME_VER
    template_name = "informes/informe_list.html"
    paginate_by = 30
    page_kwarg = "pagina"

    def get_queryset(self) -> QuerySet[Informe]:
        """Los del ámbito."""
        return consultas.informes(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Agrega los tipos, para empezar uno."""
        return super().get_context_data(**kwargs) | {
            "tipos": TIPOS.values(),
            "puede_redactar": self.request.user.tiene_permiso(Permiso.INFORME_REDACTAR),
        }


class InformeCreateView(CrearView):
    """Empezar un informe."""

    permiso = Permiso.INFORME_REDACTAR
    form_class = InformeForm
    template_name = "informes/informe_form.html"

    def get_initial(self) -> dict[str, Any]:
        """El tipo pedido en la dirección."""
        tipo = self.request.GET.get("tipo", "")
        return super().get_initial() | ({"tipo": tipo} if tipo in TIPOS else {})

    def accion(self, form: InformeForm) -> Informe:
        """Registra."""
        return acciones.registrar_informe(datos=form.datos, por=self.request.user)

    def get_success_url(self) -> str:
        """Sigue en el informe."""
        return reverse("informes:detalle", kwargs={"uuid": self.object.uuid})


class InformeMixin(PermisoMixin):
    """Busca el informe de la dirección, después del permiso."""

    permiso = Permiso.INFORME_VER

    @cached_property
    def informe(self) -> Informe:
        """El informe, si se ve."""
        return get_object_or_404(consultas.informes(self.request.user), uuid=self.kwargs["uuid"])


class InformeDetailView(InformeMixin, PaginaView):
    """El informe en pantalla, con sus descargas y su camino."""

    template_name = "informes/informe_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El documento vivo y sus versiones."""
        informe, usuario = self.informe, self.request.user
        return super().get_context_data(**kwargs) | {
            "informe": informe,
            "documento": consultas.vivo(informe, usuario),
            "versiones": informe.versiones.all(),
            "formatos": [f for f in FORMATOS.values() if f.codigo != "html"],
            "pasos": [
                paso
                for paso, (desde, _, permiso) in acciones.PASOS.items()
                if informe.estado == desde and usuario.tiene_permiso(permiso)
            ],
            "puede_redactar": informe.estado == Informe.Estado.BORRADOR
            and usuario.tiene_permiso(Permiso.INFORME_REDACTAR),
            "puede_publicar": informe.estado == Informe.Estado.APROBADO
            and usuario.tiene_permiso(Permiso.INFORME_PUBLICAR),
            "comentarios": informe.comentarios.select_related("registrado_por"),
            "migas": [("Informes", reverse("informes:lista")), (str(informe), "")],
        }


class ArchivoView(InformeMixin):
    """El informe vivo o una versión publicada, en un formato."""

    def get(self, request: HttpRequest, uuid: Any, formato: str, version: int = 0) -> HttpResponse:
        """Los bytes, sin datos personales en el nombre."""
        if formato not in FORMATOS:
            raise Http404
        if version:
            publicada = get_object_or_404(self.informe.versiones, version=version)
            documento, nombre = consultas.congelado(publicada), publicada.folio
        else:
            documento, nombre = consultas.vivo(self.informe, request.user), "informe-borrador"
        tipo = FORMATOS[formato]
        disposicion = f'attachment; filename="{nombre}.{formato}"'
        return HttpResponse(
            tipo.escribir(documento),
            content_type=tipo.tipo,
            headers={"Content-Disposition": disposicion},
        )


class TextoView(InformeMixin, AccionFormMixin, FormView):
    """Redactar una sección."""

    permiso = Permiso.INFORME_REDACTAR
    form_class = TextoForm
    template_name = "informes/texto_form.html"

    @cached_property
    def actual(self) -> TextoDeSeccion | None:
        """Lo guardado."""
        return self.informe.textos.filter(clave=self.kwargs["clave"]).first()

    def get_initial(self) -> dict[str, Any]:
        """Lo guardado y su versión."""
        if self.actual is None:
            return {"texto": "", "version": 0}
        return {"texto": self.actual.texto, "version": self.actual.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """La sección y los campos que se pueden citar."""
        documento = consultas.sin_textos(self.informe, self.request.user)
        seccion = next((s for s in documento.secciones if s.clave == self.kwargs["clave"]), None)
        if seccion is None:
            raise Http404
        return super().get_context_data(**kwargs) | {
            "informe": self.informe,
            "seccion": seccion,
            "campos": opciones(documento.cifras()).items(),
            "cifras": documento.cifras(),
        }

    def accion(self, form: TextoForm) -> TextoDeSeccion:
        """Guarda."""
        return acciones.escribir_texto(
            informe=self.informe,
            clave=self.kwargs["clave"],
            texto=form.cleaned_data["texto"],
            version=form.cleaned_data["version"],
            por=self.request.user,
        )

    def get_success_url(self) -> str:
        """Vuelve a la sección en el informe."""
        ruta = reverse("informes:detalle", kwargs={"uuid": self.informe.uuid})
        return f"{ruta}#seccion-{self.kwargs['clave']}"


class ComentarioView(InformeMixin, AccionFormMixin, FormView):
    """Comentar una sección."""

    permiso = Permiso.INFORME_REDACTAR
    form_class = ComentarioForm
    template_name = "informes/comentario_form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El informe."""
        return super().get_context_data(**kwargs) | {"informe": self.informe}

    def accion(self, form: ComentarioForm) -> Any:
        """Comenta."""
        return acciones.comentar(
            informe=self.informe,
            clave=self.kwargs["clave"],
            texto=form.cleaned_data["comentario"],
            por=self.request.user,
        )

    def get_success_url(self) -> str:
        """Vuelve al informe."""
        return reverse("informes:detalle", kwargs={"uuid": self.informe.uuid})


class PasoView(InformeMixin, AccionView):
    """Un paso del camino: enviar, devolver, aprobar, reabrir o publicar."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ejecuta el paso; el permiso de cada uno lo exige la acción."""
        paso = kwargs["paso"]
        try:
            if paso == "publicar":
                publicada = acciones.publicar(informe=self.informe, por=request.user)
                messages.success(request, f"Publicado como {publicada.folio}.")
            else:
                acciones.mover(informe=self.informe, paso=paso, por=request.user)
        except ErrorDeDominio as error:
            messages.error(request, error.mensaje)
        return redirect("informes:detalle", uuid=self.informe.uuid)


class CambiosView(InformeMixin, PaginaView):
    """Qué cambió desde que se publicó una versión."""

    template_name = "informes/cambios.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Las cifras que ya no coinciden."""
        version = get_object_or_404(self.informe.versiones, version=kwargs["version"])
        return super().get_context_data(**kwargs) | {
            "informe": self.informe,
            "version": version,
            "cambios": consultas.que_cambio(version, self.request.user),
        }


@method_decorator(login_not_required, name="dispatch")
class VerificarInformeView(TemplateView):
    """Página pública: dice si un folio existe y su huella, nunca su contenido."""

    template_name = "informes/verificar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """La versión, o nada."""
        version = consultas.version_por_clave(kwargs["clave"])
        qr = qr_svg(self.request.build_absolute_uri()) if version else ""
        return super().get_context_data(**kwargs) | {"version": version, "qr": qr}

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """404 si la clave no existe, con la misma página."""
        estado = 200 if context["version"] else 404
        return super().render_to_response(context, status=estado, **kwargs)
