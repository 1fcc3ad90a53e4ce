"""Pantallas de lectura: el mapa, cada objetivo, lineamiento, servicio, indicador y entidad."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property

from politica.consultas import evolucion
from politica.consultas import reportes as consultas
from politica.consultas.arbol import Ficha, arbol_en
from politica.consultas.avances import FilaServicio, Mapa, mapa_de
from politica.consultas.calculados import cifras_de
from politica.consultas.lectura import (
    dinero_de,
    entidad_de,
    fuentes_citadas,
    puntos_focales,
    reporte_de_servicio,
)
from politica.figuras import barra_de_luces, evolucion_de_indicador, evolucion_de_luces, porciones
from politica.models import Periodo, es_de_una_entidad
from trata.comun.vistas import PaginaView
from trata.cuentas.permisos import Permiso

ANIOS_DE_LA_POLITICA = range(2022, 2031)


class PoliticaView(PaginaView):
    """Base: el periodo de la URL (o el último con datos) y su mapa."""

    permiso = Permiso.POLITICA_VER

    @cached_property
    def periodo(self) -> Periodo:
        """El periodo que se mira."""
        periodo = consultas.periodo_pedido(self.request.GET.get("periodo"))
        periodo = periodo or consultas.periodo_por_defecto()
        if periodo is None:
            raise Http404("Aún no hay periodos.")
        return periodo

    @cached_property
    def mapa(self) -> Mapa:
        """El mapa del periodo para quien mira."""
        return mapa_de(self.periodo, self.request.user)

    @cached_property
    def mapas(self) -> list[Mapa]:
        """Los de todos los periodos con reportes, para la evolución."""
        return evolucion.mapas(consultas.periodos_con_datos(), self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Periodo, lista de periodos y bandas."""
        return super().get_context_data(**kwargs) | {
            "periodo": self.periodo,
            "periodos": consultas.periodos(),
            "mapa": self.mapa,
            "solo_lo_suyo": es_de_una_entidad(self.request.user),
            "completa": self.request.user.tiene_permiso(Permiso.POLITICA_COMPLETAR),
        }

    def migas(self, *mas: tuple[str, str]) -> list[tuple[str, str]]:
        """De dónde cuelga."""
        return [("Política Nacional", reverse("politica:mapa")), *mas]

    def servicio(self, codigo: str) -> FilaServicio:
        """La fila de un servicio visible; lo ajeno no existe."""
        for fila in self.mapa.servicios:
            if fila.servicio.pk == codigo:
                return fila
        raise Http404


class MapaView(PoliticaView):
    """La política en una página: 3 objetivos, 19 lineamientos y 42 servicios con su luz."""

    template_name = "politica/mapa.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El resumen con su barra y la evolución."""
        resumen = self.mapa.resumen
        return super().get_context_data(**kwargs) | {
            "resumen": resumen,
            "porciones": porciones(resumen),
            "barra": barra_de_luces(resumen, alto=28),
            "evolucion": evolucion_de_luces(self.mapas),
            "retrasos": evolucion.retrasos(self.mapa)[:5],
        }


class ObjetivoView(PoliticaView):
    """Un objetivo: sus indicadores de resultado, lineamientos y evolución."""

    template_name = "politica/objetivo.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El objetivo con su gente."""
        fila = next((o for o in self.mapa.objetivos if o.objetivo.pk == kwargs["codigo"]), None)
        if fila is None:
            raise Http404
        codigos = {s.servicio.pk for x in fila.lineamientos for s in x.servicios}
        series = evolucion.serie_de(fila.rama.fichas, self.request.user)
        return super().get_context_data(**kwargs) | {
            "fila": fila,
            "porciones": porciones(fila.resumen),
            "barra": barra_de_luces(fila.resumen, alto=22),
            "evolucion": evolucion_de_luces(self.mapas, codigos),
            "figuras": [
                evolucion_de_indicador(f.indicador, series[f.codigo]) for f in fila.rama.fichas
            ],
            "migas": self.migas((fila.objetivo.pk, "")),
        }


class LineamientoView(PoliticaView):
    """Un lineamiento: sus servicios y su evolución."""

    template_name = "politica/lineamiento.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El lineamiento con su objetivo."""
        for objetivo in self.mapa.objetivos:
            for fila in objetivo.lineamientos:
                if fila.lineamiento.pk == kwargs["codigo"]:
                    return super().get_context_data(**kwargs) | self._contexto(objetivo, fila)
        raise Http404

    def _contexto(self, objetivo: Any, fila: Any) -> dict[str, Any]:
        padre = reverse("politica:objetivo", args=[objetivo.objetivo.pk])
        codigos = {s.servicio.pk for s in fila.servicios}
        return {
            "objetivo": objetivo.objetivo,
            "fila": fila,
            "porciones": porciones(fila.resumen),
            "barra": barra_de_luces(fila.resumen, alto=22),
            "evolucion": evolucion_de_luces(self.mapas, codigos) if codigos else [],
            "migas": self.migas((objetivo.objetivo.pk, padre), (fila.lineamiento.pk, "")),
        }


class ServicioView(PoliticaView):
    """Un servicio: quién, para quién, cada indicador en el tiempo, reporte, dinero y huecos."""

    template_name = "politica/servicio.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El servicio con sus figuras."""
        fila = self.servicio(kwargs["codigo"])
        series = evolucion.serie_de(fila.rama.fichas, self.request.user)
        return super().get_context_data(**kwargs) | {
            "fila": fila,
            "servicio": fila.servicio,
            "figuras": [
                evolucion_de_indicador(f.indicador, series[f.codigo]) for f in fila.rama.fichas
            ],
            "reporte": reporte_de_servicio(fila.servicio.pk, self.periodo, self.request.user),
            "dinero": dinero_de([fila.servicio.pk]),
            "fuentes": fuentes_citadas(fila.servicio.fuente),
            "migas": self.migas((fila.servicio.pk, "")),
        }


class FichaView(PoliticaView):
    """La ficha del indicador como la pide CEPLAN, para imprimir."""

    template_name = "politica/ficha.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El indicador con su serie de metas."""
        ficha = self._ficha(kwargs["codigo"])
        series = evolucion.serie_de([ficha], self.request.user)
        return super().get_context_data(**kwargs) | {
            "ficha": ficha,
            "indicador": ficha.indicador,
            "servicio": ficha.indicador.servicio,
            "objetivo": ficha.indicador.objetivo,
            "anios": [
                {
                    "anio": anio,
                    "meta": ficha.metas.get(anio),
                    "punto": next(
                        (p for p in reversed(series[ficha.codigo]) if p.periodo.anio == anio), None
                    ),
                }
                for anio in ANIOS_DE_LA_POLITICA
            ],
            "figura": evolucion_de_indicador(ficha.indicador, series[ficha.codigo]),
            "fuentes": fuentes_citadas(ficha.indicador.fuente),
            "migas": self.migas((ficha.codigo, "")),
        }

    def _ficha(self, codigo: str) -> Ficha:
        fila = next((f for f in self.mapa.filas if f.ficha.codigo == codigo), None)
        if fila is None:
            raise Http404
        return fila.ficha


class EntidadView(PoliticaView):
    """Una entidad: sus servicios, quién reporta, su cumplimiento y su dinero."""

    template_name = "politica/entidad.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """La entidad y los órganos de su sector."""
        entidad = entidad_de(kwargs["codigo"], self.request.user)
        if entidad is None:
            raise Http404
        propios = [
            s
            for s in self.mapa.servicios
            if s.servicio.entidad is not None
            and entidad.pk in {s.servicio.entidad_id, s.servicio.entidad.sector_id}
        ]
        codigos = {s.servicio.pk for s in propios}
        resumen = evolucion.resumen_de(propios)
        return super().get_context_data(**kwargs) | {
            "entidad": entidad,
            "servicios": propios,
            "porciones": porciones(resumen),
            "barra": barra_de_luces(resumen, alto=22),
            "evolucion": evolucion_de_luces(self.mapas, codigos) if codigos else [],
            "focales": puntos_focales(entidad),
            "dinero": dinero_de(codigos),
            "migas": self.migas((str(entidad), "")),
        }


class RetrasosView(PoliticaView):
    """Los servicios por debajo de su meta, del más atrasado al menos."""

    template_name = "politica/retrasos.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Retrasos y silencios."""
        return super().get_context_data(**kwargs) | {
            "retrasos": evolucion.retrasos(self.mapa),
            "silencios": [s for s in self.mapa.servicios if s.porcentaje is None],
            "migas": self.migas(("Retrasos", "")),
        }


class ComparacionView(PoliticaView):
    """Dos periodos, servicio por servicio."""

    template_name = "politica/comparacion.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El periodo y aquel con que se compara (el anterior, si no se dice)."""
        otro = consultas.periodo_pedido(self.request.GET.get("con"))
        otro = otro or consultas.periodo_anterior(self.periodo)
        extra: dict[str, Any] = {"otro": otro, "migas": self.migas(("Comparar", ""))}
        if otro is not None:
            antes = mapa_de(otro, self.request.user)
            extra |= {
                "antes": antes,
                "cambios": evolucion.comparar(antes, self.mapa),
                "barra_antes": barra_de_luces(antes.resumen, alto=22),
                "barra_ahora": barra_de_luces(self.mapa.resumen, alto=22),
            }
        return super().get_context_data(**kwargs) | extra


class CalculadosView(PoliticaView):
    """Las cifras que calcula el propio registro, con su camino a las filas."""

    template_name = "politica/calculados.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Las del periodo."""
        return super().get_context_data(**kwargs) | {
            "cifras": cifras_de(self.periodo, self.request.user),
            "migas": self.migas(("Cifras del registro", "")),
        }


class HuecosView(PaginaView):
    """Lo que las fuentes consultadas no dicen, para completarlo con su norma."""

    permiso = Permiso.POLITICA_COMPLETAR
    template_name = "politica/huecos.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El árbol vigente y sus huecos."""
        arbol = arbol_en(consultas.hoy())
        return super().get_context_data(**kwargs) | {
            "arbol": arbol,
            "huecos": arbol.huecos,
            "logros_que_faltan": arbol.logros_que_faltan(ANIOS_DE_LA_POLITICA),
            "versiones": consultas.versiones(),
            "cambios": consultas.cambios_recientes(),
            "migas": [("Política Nacional", reverse("politica:mapa")), ("Catálogo", "")],
        }
