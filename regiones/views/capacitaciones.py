"""Capacitaciones: lista con cobertura, ficha, lista de participantes y certificados."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from regiones import importador
from regiones.acciones import capacitaciones as acciones
from regiones.consultas import capacitaciones
from regiones.filtros import CapacitacionFiltro
from regiones.forms.capacitaciones import AnularForm, ArchivoForm, CapacitacionForm, GrupoForm
from regiones.models import Capacitacion
from regiones.views.base import (
    CrearDentroView,
    EditarDentroView,
    FormularioDentroView,
    consulta_sin_pagina,
    de_mi_ambito,
    pagina_de,
)
from trata.comun.archivo_de_lista import ArchivoDeListaMixin
from trata.comun.errores import ErrorDeDominio
from trata.comun.formularios import AccionFormMixin
from trata.comun.vistas import AccionView, CrearView, DetalleView, ListaView
from trata.cuentas.permisos import Permiso

FALTAS_QUE_SE_MUESTRAN = 200
# Unas quinientas filas en CSV: más que eso no hace esperar a la página.
BYTES_AL_MOMENTO = 50_000
MIGAS = ("Capacitaciones", "regiones:capacitaciones")


def migas(*mas: tuple[str, str]) -> list[tuple[str, str]]:
    """El camino hasta una capacitación."""
    return [("Regiones", reverse("regiones:lista")), (MIGAS[0], reverse(MIGAS[1])), *mas]


class CapacitacionesView(ArchivoDeListaMixin, ListaView):
    """Las capacitaciones del ámbito y la cobertura por Macro Región Policial y año."""

    nombre_de_archivo = "capacitaciones"
    columnas_de_archivo: ClassVar[dict[str, str]] = {
        "Capacitación": "nombre",
        "Espacio": "espacio",
        "Público": "get_publico_display",
        "Modalidad": "get_modalidad_display",
        "Año": "anio",
        "Inicio": "inicio",
        "Fin": "fin",
        "Horas": "horas",
        "Actividades": "numero_de_actividades",
        "Estado": "get_estado_display",
        "Participantes declarados": "total_declarado",
        "Participantes en lista": "n_lista",
        "Fuente": "fuente",
        "De demostración": "es_sintetico",
    }

    permiso = Permiso.REGION_VER
    model = Capacitacion
    template_name = "regiones/capacitaciones.html"
    filterset_class = CapacitacionFiltro
    context_object_name = "capacitaciones"
    queryset = Capacitacion.objects.con_detalle()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Personas capacitadas con los filtros puestos."""
        contexto = super().get_context_data(**kwargs)
        filtradas = self.get_queryset()
        return contexto | {
            "consulta": consulta_sin_pagina(self.request),
            "capacitados": capacitaciones.capacitados(filtradas),
            "cobertura": capacitaciones.cobertura_por_macrorregion(filtradas),
            "puede_registrar": self.request.user.tiene_permiso(Permiso.CAPACITACION_REGISTRAR),
            "migas": migas()[:-1] + [("Capacitaciones", "")],
        }


class CapacitacionNuevaView(CrearView):
    """Registra una capacitación."""

    permiso = Permiso.CAPACITACION_REGISTRAR
    template_name = "regiones/formulario.html"
    form_class = CapacitacionForm
    extra_context = {"titulo": "Registrar una capacitación", "boton": "Registrar"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """De dónde se viene y a dónde se vuelve."""
        volver = reverse("regiones:capacitaciones")
        return super().get_context_data(**kwargs) | {
            "volver": volver,
            "migas": migas(("Registrar", "")),
        }

    def get_initial(self) -> dict[str, Any]:
        """La región que trae la dirección."""
        inicial = super().get_initial()
        codigo = self.request.GET.get("espacio", "")
        elegido = capacitaciones.espacio_por_codigo(codigo, self.request.user)
        return inicial | ({"espacio": elegido} if elegido else {})

    def accion(self, form: Any) -> Capacitacion:
        """Llama al verbo."""
        datos = form.datos
        espacio = datos.pop("espacio")
        return acciones.registrar_capacitacion(espacio=espacio, datos=datos, por=self.request.user)

    def get_success_url(self) -> str:
        """La ficha."""
        return pagina_de(self.object)


class CapacitacionEditarView(EditarDentroView):
    """Corrige una capacitación."""

    permiso = Permiso.CAPACITACION_REGISTRAR
    form_class = CapacitacionForm
    queryset = Capacitacion.objects.select_related("espacio")
    titulo = "Corregir la capacitación"

    def accion(self, form: Any) -> Capacitacion:
        """Llama al verbo."""
        return acciones.editar_capacitacion(
            capacitacion=form.instance,
            datos=form.datos,
            version=form.version_editada,
            por=self.request.user,
        )

    def padre_de(self, objeto: Any) -> Any:
        """Ella misma: se vuelve a su ficha."""
        return objeto


class CapacitacionView(DetalleView):
    """La ficha de una capacitación."""

    permiso = Permiso.REGION_VER
    template_name = "regiones/capacitacion.html"
    context_object_name = "capacitacion"
    queryset = Capacitacion.objects.con_detalle()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Perfil de participantes; nunca sus nombres."""
        capacitacion = self.object
        propia = self.request.user.ambito.cubre(capacitacion.espacio.ubigeo_id)
        registra = self.request.user.tiene_permiso(Permiso.CAPACITACION_REGISTRAR)
        return super().get_context_data(**kwargs) | {
            "perfil": capacitaciones.perfil(capacitacion),
            "puede_registrar": registra and propia,
            "alcanza": capacitacion.alcance.all(),
            "migas": migas((capacitacion.nombre, "")),
        }


class GrupoNuevoView(CrearDentroView):
    """Un total parcial por sexo, categoría y unidad."""

    permiso = Permiso.CAPACITACION_REGISTRAR
    modelo_padre = Capacitacion
    relaciones = ("espacio",)
    campo_padre = "capacitacion"
    form_class = GrupoForm
    titulo = "Agregar un total parcial"
    entradilla = "La suma de los grupos no puede pasar del total declarado."

    def accion(self, form: Any) -> Any:
        """Llama al verbo."""
        return acciones.registrar_grupo(
            capacitacion=self.padre, datos=form.datos, por=self.request.user
        )


class ParticipantesView(FormularioDentroView):
    """Carga la lista desde un archivo: se revisa entera antes de guardar nada."""

    permiso = Permiso.CAPACITACION_REGISTRAR
    modelo_padre = Capacitacion
    relaciones = ("espacio",)
    template_name = "regiones/participantes.html"
    form_class = ArchivoForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """La capacitación y, si la hubo, la lectura con sus faltas."""
        return super().get_context_data(**kwargs) | {
            "capacitacion": self.padre,
            "columnas": importador.COLUMNAS,
            "migas": migas((self.padre.nombre, pagina_de(self.padre)), ("Lista", "")),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        """Lee, revisa y guarda; con faltas, las muestra todas y no guarda. Una lista larga va en
        segundo plano."""
        archivo = form.cleaned_data["archivo"]
        if archivo.size > BYTES_AL_MOMENTO:
            trabajo = acciones.encargar_participantes(
                capacitacion=self.padre,
                contenido=archivo.read(),
                volver=pagina_de(self.padre),
                por=self.request.user,
            )
            return HttpResponseRedirect(reverse("trabajos:detalle", args=[trabajo.uuid]))
        lectura = importador.leer(archivo, categorias=capacitaciones.indice_de_categorias())
        if lectura.sirve:
            try:
                n = acciones.agregar_participantes(
                    capacitacion=self.padre, filas=lectura.filas, por=self.request.user
                )
            except ErrorDeDominio as error:
                lectura.faltas.append(importador.FaltaDeFila(1, "documento", error.mensaje))
            else:
                messages.success(self.request, f"Participantes agregados: {n}.")
                return HttpResponseRedirect(pagina_de(self.padre))
        contexto = self.get_context_data(
            form=form, lectura=lectura, faltas=lectura.faltas[:FALTAS_QUE_SE_MUESTRAN]
        )
        return self.render_to_response(contexto, status=422)

    def form_invalid(self, form: Any) -> HttpResponse:
        """El formulario con su error."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class CertificadosView(AccionView):
    """Encarga los certificados en lote."""

    permiso = Permiso.CAPACITACION_REGISTRAR

    def post(self, request: HttpRequest, uuid: Any) -> HttpResponse:
        """Deja el trabajo encargado y lleva a su página de avance."""
        capacitacion = de_mi_ambito(Capacitacion, uuid, request.user, "espacio")
        try:
            trabajo = acciones.encargar_certificados(capacitacion=capacitacion, por=request.user)
        except ErrorDeDominio as error:
            messages.error(request, error.mensaje)
            return HttpResponseRedirect(pagina_de(capacitacion))
        return HttpResponseRedirect(reverse("trabajos:detalle", args=[trabajo.uuid]))


class AnularCertificadoView(AccionFormMixin, FormularioDentroView):
    """Anula un certificado por su código; su verificación pública lo dirá."""

    permiso = Permiso.CAPACITACION_REGISTRAR
    modelo_padre = Capacitacion
    relaciones = ("espacio",)
    form_class = AnularForm
    titulo = "Anular un certificado"
    extra_context = {"boton": "Anular"}

    def accion(self, form: Any) -> Any:
        """Busca el código en esta capacitación y llama al verbo."""
        hallado = capacitaciones.certificado_de(self.padre, form.cleaned_data["codigo"])
        if hallado is None:
            raise ErrorDeDominio(
                "codigo_desconocido",
                "Ese código no es de un certificado de esta capacitación.",
                campos={"codigo": "Ese código no es de un certificado de esta capacitación."},
            )
        anulado = acciones.anular_certificado(certificado=hallado, por=self.request.user)
        messages.success(self.request, "Certificado anulado.")
        return anulado
