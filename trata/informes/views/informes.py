"""Pantallas de informes: la lista, empezar uno, verlo, moverlo y compararlo."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import ListView

from trata.comun.archivo_de_lista import ArchivoDeListaMixin
from trata.comun.numeros import natural
from trata.comun.vistas import AccionView, CrearView, PaginaView, PermisoMixin
from trata.cuentas.permisos import Permiso
from trata.informes import acciones, consultas
from trata.informes.escritores import FORMATOS
from trata.informes.forms import InformeForm
from trata.informes.models import Comentario, Informe
from trata.informes.textos import con_textos
from trata.informes.tipos import TIPOS
from trata.informes.views.base import InformeAccionView, InformeMixin, VersionMixin


class InformeListView(ArchivoDeListaMixin, PermisoMixin, ListView):
    """Los informes que se ven."""

    nombre_de_archivo = "informes"
    columnas_de_archivo: ClassVar[dict[str, str]] = {
        "Informe": "__str__",
        "Año": "anio",
        "Estado": "get_estado_display",
        "Folio": "ultimo_folio",
        "Periodo": "periodo",
        "Expediente": "expediente",
    }

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


def _de_seccion(
    comentarios: list[Comentario], clave: str
) -> tuple[list[Comentario], list[Comentario]]:
    """Los comentarios de una sección: abiertos y resueltos."""
    propios = [c for c in comentarios if c.clave == clave]
    return [c for c in propios if not c.resuelto_en], [c for c in propios if c.resuelto_en]


class InformeDetailView(InformeMixin, PaginaView):
    """El informe en pantalla: su camino, lo que falta, su gente y sus versiones."""

    template_name = "informes/informe_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El documento de ahora o, si está publicado, el congelado."""
        informe, usuario = self.informe, self.request.user
        versiones = list(consultas.versiones_de(informe))
        publicado = informe.estado == Informe.Estado.PUBLICADO and bool(versiones)
        sin_textos = None if publicado else consultas.sin_textos(informe, usuario)
        documento = (
            consultas.congelado(versiones[0])
            if sin_textos is None
            else con_textos(sin_textos, consultas.textos_de(informe))
        )
        comentarios = list(consultas.comentarios_de(informe))
        asignaciones = consultas.asignaciones_de(informe)
        return super().get_context_data(**kwargs) | {
            "informe": informe,
            "documento": documento,
            "secciones": [
                (
                    seccion,
                    asignaciones.get(seccion.clave),
                    *_de_seccion(comentarios, seccion.clave),
                )
                for seccion in documento.secciones
            ],
            "generales": _de_seccion(comentarios, Comentario.GENERAL),
            "faltas": [] if sin_textos is None else consultas.que_falta(informe, sin_textos),
            "versiones": versiones,
            "formatos": FORMATOS.values(),
            "camino": self.camino(),
            "pasos": [
                paso
                for paso, (desde, _, permiso) in acciones.PASOS.items()
                if informe.estado == desde and usuario.tiene_permiso(permiso)
            ],
            "es_borrador": informe.estado == Informe.Estado.BORRADOR,
            "redacta": usuario.tiene_permiso(Permiso.INFORME_REDACTAR),
            "aprueba": usuario.tiene_permiso(Permiso.INFORME_APROBAR),
            "puede_publicar": informe.estado == Informe.Estado.APROBADO
            and usuario.tiene_permiso(Permiso.INFORME_PUBLICAR),
            "migas": self.migas(),
        }

    def camino(self) -> list[dict[str, str]]:
        """Los cuatro estados, con el de ahora señalado."""
        valores = [str(v) for v in Informe.Estado.values]
        donde = valores.index(self.informe.estado)
        publicado = self.informe.estado == Informe.Estado.PUBLICADO
        return [
            {
                "texto": etiqueta,
                "estado": "hecho"
                if n < donde or publicado
                else ("actual" if n == donde else "pendiente"),
            }
            for n, etiqueta in enumerate(Informe.Estado.labels)
        ]


class GenerarView(InformeMixin, AccionView):
    """Encarga el borrador en un formato (o en todos) y lleva a la página de su avance."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Encarga."""
        formato = kwargs["formato"]
        if formato != "todos" and formato not in FORMATOS:
            raise Http404
        trabajo = acciones.encargar_borrador(
            informe=self.informe,
            formatos=list(FORMATOS) if formato == "todos" else [formato],
            por=request.user,
        )
        return redirect("trabajos:detalle", uuid=trabajo.uuid)


class PasoView(InformeAccionView):
    """Un paso sin motivo: enviar, aprobar o publicar."""

    def actuar(self) -> None:
        """Ejecuta el paso; el permiso de cada uno lo exige la acción."""
        paso = self.kwargs["paso"]
        if paso == "publicar":
            publicada = acciones.publicar(informe=self.informe, por=self.request.user)
            self.hecho = f"Publicado como {publicada.folio}. Sus archivos se están preparando."
        else:
            acciones.mover(informe=self.informe, paso=paso, por=self.request.user)


class CambiosView(VersionMixin, PaginaView):
    """Qué cambió desde que se publicó una versión, o frente a otra versión."""

    template_name = "informes/cambios.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Las cifras, las celdas y los textos que ya no coinciden."""
        pedida = natural(self.request.GET.get("frente_a"))
        otra = consultas.version_de(self.informe, pedida) if pedida else None
        return super().get_context_data(**kwargs) | {
            "informe": self.informe,
            "version": self.version,
            "otra": otra,
            "versiones": consultas.versiones_de(self.informe).exclude(pk=self.version.pk),
            "comparacion": consultas.comparacion(self.version, otra, self.request.user),
            "migas": self.migas(
                (self.version.folio, self.ruta_de_la_version()), ("Qué cambió", "")
            ),
        }
