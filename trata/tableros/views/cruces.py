"""Cruzar dos variables y comparar dos cortes."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from trata.comun.vistas import AccionView, PaginaView
from trata.cuentas.permisos import Permiso
from trata.graficos.figura import Figura
from trata.tableros import acciones, comparacion, consultas, cruces
from trata.tableros.exportar import ARCHIVOS, respuesta_de_figura
from trata.tableros.forms import FiltroDeComparacion, FiltroDeCruce
from trata.tableros.periodos import parametros as parametros_de_periodo
from trata.tableros.registro import PedidoDelRegistro, leer_pedido
from trata.tableros.views.registro import PedidoMixin


class CruceMixin(PedidoMixin):
    """Lee el cruce pedido."""

    def leer_cruce(self) -> tuple[PedidoDelRegistro, dict[str, str], Figura | None]:
        """El pedido, los parámetros del cruce y su figura (si hay datos)."""
        pedido = self.leer_pedido()
        propias = [v.codigo for v in cruces.variables_de(pedido)]
        datos = self.request.GET
        por_defecto = "fin" if "fin" in propias else propias[0]
        filas = datos.get("filas") if datos.get("filas") in propias else por_defecto
        columnas = datos.get("columnas")
        if columnas not in propias or columnas == filas:
            columnas = next(c for c in ("sexo", *propias) if c in propias and c != filas)
        medida = datos.get("mostrar") if datos.get("mostrar") in cruces.MEDIDAS else "n"
        parametros = {"filas": filas, "columnas": columnas, "mostrar": medida}
        if not pedido.cobertura.anios:
            return pedido, parametros, None
        consulta = f"{pedido.parametros()}&{urlencode(parametros)}"
        url = f"{reverse('tableros:cruce_archivo', args=['FORMATO'])}?{consulta}"
        url = url.replace("{", "%7B").replace("}", "%7D").replace("FORMATO", "{}")
        cruce = cruces.cruzar(pedido, filas, columnas)
        return pedido, parametros, cruces.figura_de(pedido, cruce, medida, url)


class CruceView(CruceMixin, PaginaView):
    """El constructor de cruces."""

    template_name = "tableros/cruce.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El formulario, la figura y los cruces guardados."""
        pedido, parametros, figura = self.leer_cruce()
        consulta = f"{pedido.parametros()}&{urlencode(parametros)}"
        return super().get_context_data(**kwargs) | {
            "pedido": pedido,
            "figura": figura,
            "filtro": FiltroDeCruce(pedido=pedido, cruce=parametros, usuario=self.request.user),
            "consulta": consulta,
            "guardados": consultas.cruces_de(self.request.user),
            "migas": [("Tablero", pedido.url_inicio()), ("Cruzar variables", "")],
        }


class CruceArchivoView(CruceMixin):
    """El cruce como archivo."""

    def get(self, request: HttpRequest, formato: str) -> HttpResponse:
        """CSV, XLSX, SVG o PNG."""
        _, _, figura = self.leer_cruce()
        if formato not in ARCHIVOS or figura is None:
            raise Http404
        return respuesta_de_figura(figura, formato, "trata-cruce")


class GuardarCruceView(AccionView):
    """Guarda el cruce con un nombre; quien lo abra verá sólo su propio ámbito."""

    permiso = Permiso.TABLERO_VER

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Guarda y vuelve al cruce."""
        cruce = acciones.guardar_cruce(
            nombre=request.POST.get("nombre", ""),
            consulta=request.POST.get("consulta", ""),
            por=request.user,
        )
        return redirect(f"{reverse('tableros:cruce')}?{cruce.consulta}")


class BorrarCruceView(AccionView):
    """Quita un cruce guardado propio."""

    permiso = Permiso.TABLERO_VER

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Quita y vuelve."""
        acciones.borrar_cruce(uuid=kwargs["uuid"], por=request.user)
        return redirect("tableros:cruce")


class ComparacionMixin(PedidoMixin):
    """Lee los dos lados de la dirección."""

    def leer_lados(self) -> tuple[PedidoDelRegistro, PedidoDelRegistro]:
        """Los dos cortes, siempre de víctimas. Sin segundo lado, el mismo lugar un año antes."""
        propio = self.request.GET.copy()
        for sobra in ("unidad", "desde", "hasta"):
            propio.pop(sobra, None)
        a = leer_pedido(propio, self.request.user)
        otro, lugar = propio.copy(), f"{a.corte.departamento:02}" if a.corte.departamento else ""
        pedido = {c: self.request.GET.get(f"contra_{c}") for c in ("anio", "mes", "departamento")}
        mismo = pedido["departamento"] in (None, lugar) and pedido["mes"] is None
        previo = a.corte.anio - 1 if mismo and a.corte.anio - 1 in a.cobertura.anios else 0
        otro["anio"] = pedido["anio"] or str(previo or a.corte.anio)
        otro["mes"] = propio.get("mes", "") if pedido["mes"] is None else pedido["mes"]
        otro["departamento"] = lugar if pedido["departamento"] is None else pedido["departamento"]
        otro["provincia"] = ""
        b = leer_pedido(otro, self.request.user)
        for lado in (a, b):
            acciones.anotar_consulta(pedido=lado, por=self.request.user)
        return a, b

    def consulta(self, a: PedidoDelRegistro, b: PedidoDelRegistro) -> str:
        """Los dos lados como parámetros: la misma dirección sirve a la página y a sus archivos."""
        c, periodo = b.corte, parametros_de_periodo(b.corte.mes, b.corte.tramo)
        contra = {
            "contra_anio": c.anio,
            "contra_mes": periodo["mes"],
            "contra_departamento": f"{c.departamento:02}" if c.departamento else "",
        }
        return f"{a.parametros()}&{urlencode(contra)}"

    def url_de_archivos(self, a: PedidoDelRegistro, b: PedidoDelRegistro) -> str:
        """La dirección de las descargas, con huecos para la figura y el formato."""
        ruta = reverse("tableros:comparar_archivo", args=["CODIGO", "FORMATO"])
        ruta = ruta.replace("CODIGO", "{codigo}").replace("FORMATO", "{formato}")
        consulta = self.consulta(a, b).replace("{", "%7B").replace("}", "%7D")
        return f"{ruta}?{consulta}"


class CompararView(ComparacionMixin, PaginaView):
    """Dos territorios o dos períodos, lado a lado: años, semestres, trimestres o meses."""

    template_name = "tableros/comparar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Los dos lados y sus figuras."""
        a, b = self.leer_lados()
        datos = super().get_context_data(**kwargs) | {"pedido": a, "otro": b}
        if not a.cobertura.anios:
            return datos | {"sin_datos": True}
        return datos | {
            "filtro": FiltroDeComparacion(a=a, b=b, usuario=self.request.user),
            "lados": [comparacion.nombre_de_lado(a), comparacion.nombre_de_lado(b)],
            "cambio": comparacion.cuanto_cambia(a, b),
            "renglones": comparacion.renglones(a, b),
            "figuras": comparacion.figuras(a, b, self.url_de_archivos(a, b)),
            "migas": [("Tablero", a.url_inicio()), ("Comparar", "")],
        }


class CompararArchivoView(ComparacionMixin):
    """Una figura de la comparación como archivo."""

    def get(self, request: HttpRequest, codigo: str, formato: str) -> HttpResponse:
        """CSV, XLSX, SVG o PNG."""
        if formato not in ARCHIVOS or codigo not in comparacion.VARIABLES:
            raise Http404
        a, b = self.leer_lados()
        if not a.cobertura.anios:
            raise Http404
        [figura] = comparacion.figuras(a, b, self.url_de_archivos(a, b), [codigo])
        return respuesta_de_figura(figura, formato, f"trata-comparar-{codigo}")
