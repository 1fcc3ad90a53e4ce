"""Pantallas de la entidad: sus reportes, el borrador, evidencias, cortes, dinero."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404

from politica.acciones import calculados, desagregaciones, evidencias, recursos, reportes
from politica.consultas import pagina_de_reporte as pagina
from politica.consultas import reportes as consultas
from politica.forms import (
    DesagregacionForm,
    EvidenciaForm,
    NotaForm,
    RectificarForm,
    RecursoForm,
    ReporteForm,
)
from politica.models import AvanceIndicador, Evidencia, RecursoServicio, Reporte
from politica.views.base import ReporteAccionView, ReporteFormView
from trata.comun.errores import ConflictoError, ErrorDeDominio
from trata.comun.numeros import natural
from trata.comun.vistas import PaginaView
from trata.cuentas.permisos import Permiso
from trata.territorio.consultas import departamentos


class MisReportesView(PaginaView):
    """Lo que espera algo de ti, según tu papel, y cómo va cada entidad."""

    permiso = Permiso.POLITICA_VER
    template_name = "politica/mis_reportes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Bandeja por papel y faltantes por entidad del periodo elegido."""
        usuario = self.request.user
        periodo = consultas.periodo_pedido(self.request.GET.get("periodo")) or (
            consultas.periodo_en_curso() or consultas.periodo_por_defecto()
        )
        return super().get_context_data(**kwargs) | {
            "periodo": periodo,
            "periodos": consultas.periodos(),
            "reportes": consultas.de_periodo(periodo, usuario) if periodo else [],
            "faltantes": consultas.faltantes(periodo, usuario) if periodo else [],
            "bandeja": consultas.bandeja(usuario),
            "reporta": usuario.tiene_permiso(Permiso.REPORTE_REGISTRAR),
            "valida": usuario.tiene_permiso(Permiso.REPORTE_VALIDAR),
            "conforma": usuario.tiene_permiso(Permiso.REPORTE_CONFORMIDAD),
        }


class ReporteView(ReporteFormView):
    """La página de un reporte: formulario si te toca escribirlo; lectura y pasos si no."""

    permiso = Permiso.POLITICA_VER
    permiso_por_metodo = {"POST": Permiso.REPORTE_REGISTRAR}
    form_class = ReporteForm
    hecho = "Borrador guardado."

    def pantalla(self) -> pagina.Pantalla:
        """Qué puede hacer aquí quien mira."""
        return pagina.pantalla_de(self.reporte, self.request.user)

    def get_template_names(self) -> list[str]:
        """El formulario sólo a quien puede escribirlo ahora."""
        edita = self.pantalla().edita
        return ["politica/reporte_form.html" if edita else "politica/reporte_detail.html"]

    def get_form_kwargs(self) -> dict[str, Any]:
        """En un conflicto, toma de lo guardado los campos que la persona eligió."""
        extra = super().get_form_kwargs() | {"reporte": self.reporte}
        if self.request.method == "POST":
            extra["data"] = self._con_lo_elegido(self.request.POST)
        return extra

    def _con_lo_elegido(self, datos: QueryDict) -> QueryDict:
        elegidos = [n for n, v in datos.items() if n.startswith("elige-") and v == "guardada"]
        if not elegidos:
            return datos
        guardado = ReporteForm(usuario=self.request.user, reporte=self.reporte)
        mezcla = datos.copy()
        for nombre in elegidos:
            campo = nombre.removeprefix("elige-")
            valor = guardado.initial.get(campo)
            mezcla[campo] = "" if valor is None else str(valor)
        return mezcla

    def accion(self, form: ReporteForm) -> Reporte:
        """Guarda y, si se pidió, presenta o envía."""
        version = form.data.get("version", "")
        reporte = reportes.guardar_reporte(
            reporte=self.reporte,
            datos=form.datos,
            version=natural(version) or 0,
            por=self.request.user,
            confirmados=form.data.getlist("confirmar"),
        )
        paso = form.data.get("paso", "")
        if paso == "enviar":
            self.hecho = "Reporte enviado a la Secretaría Técnica."
            return reportes.enviar_reporte(reporte=reporte, por=self.request.user)
        if paso == "presentar":
            self.hecho = "Reporte presentado: lo envía quien aprueba en tu entidad."
            return reportes.presentar_reporte(reporte=reporte, por=self.request.user)
        return reporte

    def form_valid(self, form: ReporteForm) -> HttpResponse:
        """El autoguardado recibe sólo la versión nueva."""
        if self.request.headers.get("X-Autoguardado"):
            try:
                reporte = self.accion(form)
            except ConflictoError:
                return HttpResponse(status=409)
            except ErrorDeDominio:
                return HttpResponse(status=422)
            respuesta = HttpResponse(status=200)
            respuesta["X-Version"] = str(reporte.version)
            return respuesta
        return super().form_valid(form)

    def conflicto(self, form: ReporteForm, error: ConflictoError) -> HttpResponse:
        """Las dos versiones, campo por campo."""
        actual = consultas.reportes_visibles(self.request.user).get(pk=self.reporte.pk)
        guardado = ReporteForm(usuario=self.request.user, reporte=actual)
        filas = [
            {
                "nombre": nombre,
                "etiqueta": campo.label,
                "tuya": form[nombre].value(),
                "guardada": guardado[nombre].value(),
            }
            for nombre, campo in form.fields.items()
        ]
        for fila in filas:
            fila["distinto"] = str(fila["tuya"] or "") != str(fila["guardada"] or "")
        contexto = self.get_context_data(
            form=form,
            conflicto=[f for f in filas if f["distinto"]],
            version=actual.version,
            quien=consultas.ultimo_autor(actual),
        )
        return self.render_to_response(contexto, status=409)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El reporte con su historia y lo que se puede hacer."""
        version = kwargs.pop("version", self.reporte.version)
        return super().get_context_data(**kwargs) | {
            "version": version,
            "pantalla": self.pantalla(),
            "filas": pagina.filas_de(self.reporte),
            "historia": pagina.historia_de(self.reporte),
            "observaciones": consultas.observaciones_de(self.reporte),
            "evidencias": consultas.evidencias_de(self.reporte),
            "anterior": consultas.anterior_de(self.reporte),
            "camino": pagina.camino_de(self.reporte),
            "nota_form": NotaForm(),
            "migas": self.migas(),
        }


class EnviarView(ReporteAccionView):
    """Aprueba y envía un reporte presentado."""

    hecho = "Reporte enviado a la Secretaría Técnica."

    def actuar(self) -> Any:
        """Envía."""
        return reportes.enviar_reporte(reporte=self.reporte, por=self.request.user)


class DevolverView(ReporteAccionView):
    """Devuelve dentro de la entidad."""

    hecho = "Devuelto a quien lo escribió."

    def actuar(self) -> Any:
        """Devuelve con su nota."""
        nota = self.request.POST.get("nota", "")
        return reportes.devolver_reporte(reporte=self.reporte, nota=nota, por=self.request.user)


class CopiarView(ReporteAccionView):
    """Trae el relato y lo programado del periodo anterior."""

    hecho = "Copiamos el relato y lo programado del periodo anterior. Los valores van en blanco."

    def actuar(self) -> Any:
        """Copia."""
        return reportes.copiar_periodo_anterior(
            reporte=self.reporte, version=self.reporte.version, por=self.request.user
        )


class TraerDelRegistroView(ReporteAccionView):
    """Pone en un avance el número que el registro calcula."""

    hecho = "Valor traído del registro y marcado como calculado."

    def actuar(self) -> Any:
        """Lo trae."""
        return calculados.traer_del_registro(avance=self.avance(), por=self.request.user)


class EvidenciaCrearView(ReporteFormView):
    """Adjunta un archivo."""

    permiso = Permiso.REPORTE_REGISTRAR
    form_class = EvidenciaForm
    template_name = "politica/evidencia_form.html"
    hecho = "Evidencia guardada."

    def accion(self, form: EvidenciaForm) -> Evidencia:
        """La guarda."""
        return evidencias.adjuntar_evidencia(
            reporte=self.reporte,
            archivo=form.cleaned_data["archivo"],
            descripcion=form.cleaned_data["descripcion"],
            por=self.request.user,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Con sus migas."""
        return super().get_context_data(**kwargs) | {"migas": self.migas(("Evidencia", ""))}


class EvidenciaRetirarView(ReporteAccionView):
    """Retira una evidencia."""

    hecho = "Evidencia retirada. Queda en la historia."

    def actuar(self) -> Any:
        """La retira."""
        evidencia = get_object_or_404(
            consultas.evidencias_de(self.reporte), uuid=self.kwargs["evidencia"]
        )
        motivo = self.request.POST.get("motivo", "") or "Retirada por quien reporta"
        return evidencias.retirar_evidencia(
            evidencia=evidencia, motivo=motivo, por=self.request.user
        )


class EvidenciaView(PaginaView):
    """Descarga una evidencia de un reporte visible."""

    permiso = Permiso.POLITICA_VER

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        """El archivo, siempre como descarga."""
        evidencia = consultas.evidencia_visible(kwargs["evidencia"], request.user)
        if evidencia is None:
            raise Http404
        respuesta = FileResponse(
            evidencia.archivo.open("rb"), as_attachment=True, filename=evidencia.nombre
        )
        respuesta["Content-Type"] = evidencia.tipo
        return respuesta


class DesagregarView(ReporteFormView):
    """Los cortes de un avance."""

    permiso = Permiso.REPORTE_REGISTRAR
    form_class = DesagregacionForm
    template_name = "politica/desagregar_form.html"
    hecho = "Desagregación guardada."

    def get_form_kwargs(self) -> dict[str, Any]:
        """Con el avance y los departamentos."""
        nombres = [d.nombre for d in departamentos()]
        return super().get_form_kwargs() | {"avance": self.avance(), "departamentos": nombres}

    def accion(self, form: DesagregacionForm) -> AvanceIndicador:
        """Los guarda."""
        return desagregaciones.desagregar_avance(
            avance=self.avance(), filas=form.filas, por=self.request.user
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Con el avance."""
        return super().get_context_data(**kwargs) | {
            "avance": self.avance(),
            "migas": self.migas(("Desagregar", "")),
        }


class RectificarView(ReporteFormView):
    """Cambia un valor ya validado."""

    permiso = Permiso.REPORTE_REGISTRAR
    form_class = RectificarForm
    template_name = "politica/rectificar_form.html"
    hecho = "Rectificación enviada. Se guardan los dos valores y vuelve a revisión."

    def get_form_kwargs(self) -> dict[str, Any]:
        """Con el avance."""
        return super().get_form_kwargs() | {"avance": self.avance()}

    def accion(self, form: RectificarForm) -> Reporte:
        """Rectifica."""
        return reportes.rectificar_avance(
            avance=self.avance(),
            cambios=form.cambios,
            motivo=form.cleaned_data["motivo"],
            por=self.request.user,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Con el avance."""
        return super().get_context_data(**kwargs) | {
            "avance": self.avance(),
            "migas": self.migas(("Rectificar", "")),
        }


class RecursoView(ReporteFormView):
    """El dinero del servicio en el año del reporte."""

    permiso = Permiso.REPORTE_REGISTRAR
    form_class = RecursoForm
    template_name = "politica/recurso_form.html"
    hecho = "Presupuesto guardado."

    def recurso(self) -> RecursoServicio | None:
        """El que ya hay, si hay."""
        if not self.reporte.servicio_id:
            raise Http404
        return consultas.recurso_de(self.reporte.servicio_id, self.reporte.periodo.anio)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Sobre el que ya hay."""
        return super().get_form_kwargs() | {"instance": self.recurso()}

    def accion(self, form: RecursoForm) -> RecursoServicio:
        """Lo guarda."""
        return recursos.registrar_recurso(
            servicio=self.reporte.servicio,
            anio=self.reporte.periodo.anio,
            datos=form.datos,
            version=form.version_editada,
            por=self.request.user,
            confirmados=form.instance.avisos_confirmados,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Con sus migas."""
        return super().get_context_data(**kwargs) | {"migas": self.migas(("Presupuesto", ""))}
