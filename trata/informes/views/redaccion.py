"""El editor de una sección: texto llano, campos que se insertan, vista previa y autoguardado."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.views.generic.base import View

from trata.comun.errores import ConflictoError
from trata.comun.numeros import natural
from trata.cuentas.permisos import Permiso
from trata.informes import acciones, consultas
from trata.informes.documento import Documento, Seccion
from trata.informes.escritura import LARGO_MAXIMO, limpiar, revisar
from trata.informes.forms.redaccion import TextoForm
from trata.informes.models import BorradorDeTexto, Informe, TextoDeSeccion
from trata.informes.textos import borrador_de, campos, opciones
from trata.informes.views.base import InformeAccionView, InformeFormView, InformeMixin
from trata.informes.vista_de_texto import vista_de_texto


class SeccionMixin(InformeMixin):
    """La sección de la dirección, en el documento de ahora."""

    permiso = Permiso.INFORME_REDACTAR

    @cached_property
    def documento(self) -> Documento:
        """El documento vivo, sin textos."""
        return consultas.sin_textos(self.informe, self.request.user)

    @cached_property
    def seccion(self) -> Seccion:
        """La sección, o 404."""
        hallada = next(
            (s for s in self.documento.secciones if s.clave == self.kwargs["clave"]), None
        )
        if hallada is None:
            raise Http404
        return hallada

    def vista(self, texto: str) -> dict[str, Any]:
        """Cómo se lee el texto y qué hay que corregir."""
        valores = opciones(self.documento.cifras())
        limpio = limpiar(texto[:LARGO_MAXIMO])
        return {
            "vista": vista_de_texto(limpio, valores),
            "reparos": revisar(limpio, valores),
        }


class TextoView(SeccionMixin, InformeFormView):
    """Redactar una sección."""

    permiso = Permiso.INFORME_REDACTAR
    form_class = TextoForm
    template_name = "informes/texto_form.html"
    hecho = "Texto guardado."

    @cached_property
    def actual(self) -> TextoDeSeccion | None:
        """Lo guardado."""
        return (
            self.informe.textos.filter(clave=self.kwargs["clave"])
            .select_related("actualizado_por")
            .first()
        )

    @cached_property
    def automatico(self) -> str:
        """Las frases que la casa redacta por regla para esta sección, con sus campos vivos."""
        return borrador_de(self.documento, self.kwargs["clave"])

    @cached_property
    def borrador(self) -> BorradorDeTexto | None:
        """Lo que la persona dejó a medio escribir, si no es igual a lo guardado."""
        borrador = consultas.borrador_de(self.informe, self.kwargs["clave"], self.request.user)
        guardado = self.actual.texto if self.actual else ""
        return borrador if borrador is not None and borrador.texto != guardado else None

    def get_initial(self) -> dict[str, Any]:
        """El borrador propio; si no hay, lo guardado; si se pide, lo redactado por regla."""
        if self.automatico and self.request.GET.get("automatico"):
            return {"texto": self.automatico, "version": self.actual.version if self.actual else 0}
        if self.borrador is not None:
            return {"texto": self.borrador.texto, "version": self.borrador.version_base}
        if self.actual is None:
            return {"texto": "", "version": 0}
        return {"texto": self.actual.texto, "version": self.actual.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """La sección, los campos que se pueden insertar y cómo va quedando."""
        clave = self.seccion.clave
        asignacion = consultas.asignaciones_de(self.informe).get(clave)
        contexto = super().get_context_data(**kwargs)
        texto = contexto["form"]["texto"].value() or ""
        return (
            contexto
            | self.vista(texto)
            | {
                "seccion": self.seccion,
                "campos": campos(self.documento.cifras()),
                "actual": self.actual,
                "automatico": self.automatico,
                "borrador": None if self.request.method == "POST" else self.borrador,
                "asignacion": asignacion,
                "comentarios": consultas.comentarios_de(self.informe).filter(
                    clave=clave, resuelto_en=None
                ),
                "se_puede": self.informe.estado == Informe.Estado.BORRADOR,
                "migas": self.migas((self.seccion.titulo, "")),
            }
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sin JavaScript, insertar un campo es un envío que lo pone al final y no guarda."""
        if cita := request.POST.get("insertar"):
            form = TextoForm(request.POST.copy(), usuario=request.user)
            form.data["texto"] = f"{form.data.get('texto', '')} {cita}".lstrip()
            return self.render_to_response(self.get_context_data(form=form))
        return super().post(request, *args, **kwargs)

    def accion(self, form: TextoForm) -> TextoDeSeccion:
        """Guarda."""
        return acciones.escribir_texto(
            informe=self.informe,
            clave=self.kwargs["clave"],
            texto=form.cleaned_data["texto"],
            version=form.cleaned_data["version"],
            por=self.request.user,
        )

    def form_invalid(self, form: TextoForm) -> HttpResponse:
        """Lo que no se pudo guardar queda, además, en el borrador propio."""
        self._conservar(form)
        return super().form_invalid(form)

    def conflicto(self, form: TextoForm, error: ConflictoError) -> HttpResponse:
        """Otra persona guardó antes: las dos versiones, y ninguna se pierde (409)."""
        self._conservar(form)
        self.__dict__.pop("actual", None)
        form.data = form.data.copy()
        form.data["version"] = error.actual.version if error.actual else 0
        respuesta = self.render_to_response(self.get_context_data(form=form, en_conflicto=True))
        respuesta.status_code = 409
        return respuesta

    def _conservar(self, form: TextoForm) -> None:
        version = form.data.get("version", "")
        acciones.guardar_borrador(
            informe=self.informe,
            clave=self.seccion.clave,
            texto=form.data.get("texto", ""),
            version=natural(version) or 0,
            por=self.request.user,
        )


class VistaPreviaView(SeccionMixin, View):
    """Cómo se lee lo que se va escribiendo (htmx)."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """El fragmento con la vista y los reparos."""
        contexto = self.vista(request.POST.get("texto", "")) | {"seccion": self.seccion}
        return render(request, "informes/_vista_de_texto.html", contexto)


class CamposView(SeccionMixin, View):
    """La lista de campos, filtrada por lo que se busca (htmx)."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """El fragmento con los campos."""
        buscar = request.GET.get("buscar", "")[:80]
        hallados = campos(self.documento.cifras(), buscar)
        return render(request, "informes/_campos.html", {"campos": hallados, "buscar": buscar})


class BorradorView(InformeMixin, View):
    """Autoguardado: conserva lo que se va tecleando, sin revisarlo."""

    permiso = Permiso.INFORME_REDACTAR
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """204: quedó guardado."""
        version = request.POST.get("version", "")
        acciones.guardar_borrador(
            informe=self.informe,
            clave=kwargs["clave"],
            texto=request.POST.get("texto", ""),
            version=natural(version) or 0,
            por=request.user,
        )
        return HttpResponse(status=204)


class DescartarView(InformeAccionView):
    """Olvida el borrador propio y vuelve a lo guardado."""

    permiso = Permiso.INFORME_REDACTAR
    hecho = "Descartaste tu borrador. Esto es lo guardado."

    def actuar(self) -> None:
        """Descarta."""
        acciones.descartar_borrador(
            informe=self.informe, clave=self.kwargs["clave"], por=self.request.user
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Vuelve al editor."""
        super().post(request, *args, **kwargs)
        return redirect("informes:texto", uuid=self.informe.uuid, clave=kwargs["clave"])
