"""Las regiones: comparación, página de cada una, cobertura, alertas y acuerdos."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from regiones import exportar, figuras
from regiones.catalogo import leer
from regiones.consultas import cobertura, espacios, estadistica, region, sesiones
from regiones.filtros import AcuerdoFiltro
from regiones.models import Acuerdo
from regiones.views.base import consulta_sin_pagina
from regiones.views.espacios import descarga
from trata.comun import formato
from trata.comun.archivo_de_lista import ArchivoDeListaMixin
from trata.comun.numeros import natural
from trata.comun.vistas import ListaView, PaginaView, PermisoMixin
from trata.cuentas.permisos import Permiso


def anio_pedido(valor: str | None) -> int | None:
    """Un año de cuatro cifras de la dirección; lo demás se ignora."""
    anio = natural(valor, cifras=4)
    return anio if anio and anio >= 1000 else None


class RegionesView(PaginaView):
    """Los espacios regionales, uno al lado de otro."""

    permiso = Permiso.REGION_VER
    template_name = "regiones/lista.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """La comparación del año, con los registros PNP del último año completo."""
        usuario = self.request.user
        anio = anio_pedido(self.request.GET.get("anio")) or timezone.localdate().year
        filas = espacios.comparacion(usuario, anio)
        anio_pnp, registros = estadistica.registros_por_departamento(anio)
        for fila in filas:
            codigo = fila.espacio.ubigeo_id[:2]
            fila.campos["registros"] = registros.get(codigo, 0) if registros else None
            fila.campos["registros_compartidos"] = codigo == estadistica.LIMA
        return super().get_context_data(**kwargs) | {
            "filas": filas,
            "anio": anio,
            "anios": range(timezone.localdate().year, 2020, -1),
            "anio_pnp": anio_pnp,
            "con_plan": sum(f.plan_vigente for f in filas),
            "con_sesion": sum(f.sesiones > 0 for f in filas),
            "vencidos": sum(f.acuerdos_vencidos for f in filas),
            "redes": sum(f.redes for f in filas),
            "provincias": sum(f.provincias for f in filas),
            "clases": [("Comisión", "comision"), ("Mesa", "mesa"), ("Red", "red")],
            "hay_sinteticos": any(f.plan and f.plan.es_sintetico for f in filas),
            "aviso_lima": estadistica.AVISO_LIMA,
            "archivos": [
                {"texto": f.upper(), "url": f"{reverse('regiones:descarga', args=[f])}?anio={anio}"}
                for f in ("csv", "xlsx")
            ],
        }


class RegionView(PaginaView):
    """Todo lo de una región en una pantalla."""

    permiso = Permiso.REGION_VER
    template_name = "regiones/region.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El espacio, sus planes, redes, capacitaciones, acuerdos y su estadística."""
        espacio = region.espacio_regional(kwargs["codigo"], self.request.user)
        if espacio is None:
            raise Http404
        datos = estadistica.estadistica_de(espacio, anio_pedido(self.request.GET.get("anio")))
        todo = region.todo_de(espacio, self.request.user)
        return super().get_context_data(**kwargs) | {
            "espacio": espacio,
            "estadistica": datos,
            "marco": region.marco_nacional(),
            "evolucion": figuras.evolucion_de(datos) if datos else None,
            "figura_provincias": figuras.provincias_de(todo["provincias"], espacio.region)
            if todo["provincias"].total
            else None,
            "puede_gestionar": self.request.user.tiene_permiso(Permiso.REGION_GESTIONAR),
            "migas": [("Regiones", reverse("regiones:lista")), (espacio.region, "")],
            **todo,
        }


class CoberturaView(PaginaView):
    """Qué provincias tienen red."""

    permiso = Permiso.REGION_VER
    template_name = "regiones/cobertura.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El mapa y la lista por región."""
        usuario = self.request.user
        provincial = cobertura.cobertura_provincial(usuario)
        por_region = [
            {"espacio": e, "cobertura": cobertura.de_un_espacio(provincial, e)}
            for e in espacios.regionales(usuario)
        ]
        return super().get_context_data(**kwargs) | {
            "figura": figuras.mapa_de_redes(provincial),
            "provincial": provincial,
            "atendidas": provincial.en(cobertura.CON_REGIONAL),
            "por_region": por_region,
            "migas": [("Regiones", reverse("regiones:lista")), ("Cobertura provincial", "")],
        }


class AlertasView(PaginaView):
    """Espacios que no sesionan, inasistencias seguidas y acuerdos vencidos."""

    permiso = Permiso.REGION_VER
    template_name = "regiones/alertas.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Las alertas del ámbito."""
        usuario = self.request.user
        todos = list(espacios.todos(usuario))
        return super().get_context_data(**kwargs) | {
            "inasistencias": sesiones.alertas_de_inasistencia(todos),
            "sin_sesion": sesiones.alertas_de_sesion(todos),
            "vencidos": list(sesiones.acuerdos_visibles(usuario).vencidos()),
            "sin_periodicidad": sum(not e.periodicidad for e in todos),
            "espacios": len(todos),
            "migas": [("Regiones", reverse("regiones:lista")), ("Alertas", "")],
        }


class AcuerdosView(ArchivoDeListaMixin, ListaView):
    """El seguimiento de acuerdos."""

    nombre_de_archivo = "acuerdos-regionales"
    columnas_de_archivo: ClassVar[dict[str, str]] = {
        "Espacio": "espacio",
        "Sesión": "sesion",
        "Número": "numero",
        "Acuerdo": "texto",
        "Responsable": "nombre_del_responsable",
        "Plazo": "plazo",
        "Situación": "get_estado_display",
        "Vencido": "esta_vencido",
        "Cumplido el": "cumplido_el",
        "De demostración": "es_sintetico",
    }

    permiso = Permiso.REGION_VER
    model = Acuerdo
    template_name = "regiones/acuerdos.html"
    filterset_class = AcuerdoFiltro
    queryset = Acuerdo.objects.con_detalle()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Agrega cuántos vencieron en el ámbito."""
        return super().get_context_data(**kwargs) | {
            "consulta": consulta_sin_pagina(self.request),
            "vencidos": sesiones.acuerdos_visibles(self.request.user).vencidos().count(),
            "puede_gestionar": self.request.user.tiene_permiso(Permiso.REGION_GESTIONAR),
            "migas": [("Regiones", reverse("regiones:lista")), ("Acuerdos", "")],
        }


class FortalecimientoView(PaginaView):
    """La estrategia de fortalecimiento: asistencias ejecutadas y programadas por espacio."""

    permiso = Permiso.REGION_VER
    template_name = "regiones/fortalecimiento.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Por espacio y por tema, en el año."""
        hoy = timezone.localdate()
        anio = anio_pedido(self.request.GET.get("anio")) or hoy.year
        filas = espacios.comparacion(self.request.user, anio)
        programadas = sum(f.asistencias_programadas for f in filas)
        return super().get_context_data(**kwargs) | {
            "filas": filas,
            "anio": anio,
            "anios": range(hoy.year, 2020, -1),
            "ejecutadas": sum(f.asistencias for f in filas),
            "programadas_texto": f"de {formato.entero(programadas)} programadas en {anio}"
            if programadas
            else f"en {anio}, sin programación registrada",
            "asistencias": espacios.asistencias(self.request.user, anio),
            "publicados": leer("hechos_publicados.yaml")["asistencias"],
            "migas": [("Regiones", reverse("regiones:lista")), ("Fortalecimiento", "")],
        }


class DescargaView(PermisoMixin):
    """La comparación, en CSV o XLSX."""

    permiso = Permiso.REGION_VER

    def get(self, request: HttpRequest, formato: str) -> HttpResponse:
        """Las mismas filas que la pantalla."""
        anio = anio_pedido(request.GET.get("anio")) or timezone.localdate().year
        filas = exportar.tabla(espacios.comparacion(request.user, anio), anio)
        nombre = f"espacios-regionales-{anio}.{formato}"
        if formato == "csv":
            return descarga(exportar.en_csv(filas), nombre, "text/csv; charset=utf-8")
        return descarga(exportar.en_xlsx(filas), nombre, exportar.TIPO_XLSX)
