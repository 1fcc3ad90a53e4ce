"""La foto del año y sus figuras sueltas. Todo sale de la serie oficial, que es pública."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from trata.agregados import consultas
from trata.agregados.consultas import Corte
from trata.comun.formato import entero
from trata.comun.vistas import PaginaView, PermisoMixin, View
from trata.cuentas.contexto import menu_para
from trata.cuentas.permisos import Permiso
from trata.graficos.figura import Figura
from trata.tableros.exportar import ARCHIVOS, respuesta_de_figura
from trata.tableros.figuras.catalogo import FIGURAS
from trata.tableros.forms import FiltroDeFoto
from trata.tableros.pedido import CONTEO, Pedido
from trata.tableros.tarjetas import franja_de_anios, tarjetas, titular_de_la_foto
from trata.territorio.ambito import ambito_de

DE_LA_FOTO = ("edad_y_sexo", "fin", "educacion", "vinculo", "denunciante", "captacion")


def leer_pedido_de_la_serie(datos: Mapping[str, str], propio: str) -> Pedido:
    """De los parámetros de la dirección al pedido; lo inválido se ignora.

    `propio` es el departamento de quien no pide ninguno (vacío: el país).
    """
    cobertura = consultas.cobertura_de_la_serie()
    filtro = FiltroDeFoto(datos or None, cobertura=cobertura)
    filtro.is_valid()
    limpio = getattr(filtro, "cleaned_data", {})
    anio = limpio.get("anio") or cobertura.ultimo_completo or 0
    departamento = limpio.get("departamento", "") if "departamento" in datos else propio
    corte = Corte(anio, departamento=int(departamento) if departamento else None)
    return Pedido(corte, cobertura, limpio.get("medida") or CONTEO)


class PedidoMixin(PermisoMixin, View):
    """Lee los filtros de la dirección y arma el `Pedido`; lo inválido se ignora."""

    permiso = Permiso.TABLERO_VER

    def leer_pedido(self) -> Pedido:
        """El pedido de la dirección."""
        return leer_pedido_de_la_serie(self.request.GET, self.departamento_propio())

    def departamento_propio(self) -> str:
        """El departamento de quien sólo ve uno; vacío para los demás."""
        propios = ambito_de(self.request.user).departamentos()
        return next(iter(propios)) if len(propios) == 1 else ""


class InicioView(PedidoMixin, PaginaView):
    """«La foto del año». Quien no ve tableros va a la primera página de su menú."""

    template_name = "tableros/inicio.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Deriva a quien no tiene tableros."""
        if not request.user.tiene_permiso(self.permiso):
            for seccion in menu_para(request.user, request.path):
                return redirect(seccion["entradas"][0]["url"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """La foto entera."""
        pedido = self.leer_pedido()
        datos = super().get_context_data(**kwargs) | {"pedido": pedido}
        if not pedido.cobertura.anios:
            return datos | {"sin_serie": True}
        return datos | {
            "filtro": FiltroDeFoto(
                initial={
                    "anio": pedido.corte.anio,
                    "departamento": _codigo(pedido),
                    "medida": pedido.medida,
                },
                cobertura=pedido.cobertura,
            ),
            "titular": titular_de_la_foto(pedido),
            "anios": franja_de_anios(pedido),
            "hay_parcial": any(map(pedido.cobertura.es_parcial, pedido.cobertura.anios)),
            "parcial": pedido.cobertura.es_parcial(pedido.corte.anio),
            "sin_meses": pedido.corte.anio in pedido.cobertura.sin_mes,
            "total_nacional": entero(consultas.total_de(pedido.nacionales)),
            "tarjetas": tarjetas(pedido),
            "evolucion": FIGURAS["evolucion"](pedido),
            "mapa": FIGURAS["mapa"](pedido),
            "losetas": FIGURAS["losetas"](pedido),
            "repartos": [FIGURAS[c](pedido) for c in DE_LA_FOTO],
            "ficha_de_fuente": consultas.fuente("serie-pnp"),
        }


def _codigo(pedido: Pedido) -> str:
    """«08», o vacío si es todo el país."""
    return f"{pedido.corte.departamento:02}" if pedido.corte.departamento else ""


class FiguraMixin(PedidoMixin):
    """Una figura por su clave."""

    def figura(self, clave: str) -> tuple[Pedido, Figura]:
        """La figura del pedido; 404 si la clave no existe."""
        if clave not in FIGURAS:
            raise Http404
        pedido = self.leer_pedido()
        return pedido, FIGURAS[clave](pedido)


class FiguraView(FiguraMixin, PaginaView):
    """La figura sola, para compartir su enlace."""

    template_name = "tableros/figura.html"

    def get_context_data(self, clave: str, **kwargs: Any) -> dict[str, Any]:
        """La figura y el camino de vuelta."""
        pedido, figura = self.figura(clave)
        return super().get_context_data(**kwargs) | {
            "pedido": pedido,
            "figura": figura.sola(pedido.url_figura(clave)),
            "migas": [("La foto del año", pedido.url_inicio()), (figura.grafico.titulo, "")],
        }


class FiguraArchivoView(FiguraMixin):
    """La figura como archivo."""

    def get(self, request: HttpRequest, clave: str, formato: str) -> HttpResponse:
        """CSV, XLSX, SVG o PNG."""
        if formato not in ARCHIVOS:
            raise Http404
        pedido, figura = self.figura(clave)
        nombre = f"trata-{clave}-{_codigo(pedido) or 'peru'}-{pedido.corte.anio}"
        return respuesta_de_figura(figura, formato, nombre)
