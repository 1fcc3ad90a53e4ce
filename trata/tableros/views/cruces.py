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
from trata.tableros.exportar import ARCHIVOS
from trata.tableros.forms import FiltroDeComparacion, FiltroDeCruce
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
        tipo, convertir = ARCHIVOS[formato]
        nombre = f'attachment; filename="trata-cruce.{formato}"'
        return HttpResponse(
            convertir(figura), content_type=tipo, headers={"Content-Disposition": nombre}
        )


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


class CompararView(PedidoMixin, PaginaView):
    """Dos territorios o dos períodos, lado a lado: años, semestres, trimestres o meses."""

    template_name = "tableros/comparar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Los dos lados, siempre de víctimas."""
        propio = self.request.GET.copy()
        for sobra in ("unidad", "desde", "hasta"):
            propio.pop(sobra, None)
        a = leer_pedido(propio, self.request.user)
        datos = super().get_context_data(**kwargs) | {"pedido": a}
        if not a.cobertura.anios:
            return datos | {"sin_datos": True}
        otro = propio.copy()
        previo = a.corte.anio - 1 if a.corte.anio - 1 in a.cobertura.anios else a.corte.anio
        otro["anio"] = self.request.GET.get("contra_anio") or str(previo)
        otro["mes"] = self.request.GET.get("contra_mes", propio.get("mes", ""))
        otro["departamento"] = self.request.GET.get(
            "contra_departamento", f"{a.corte.departamento:02}" if a.corte.departamento else ""
        )
        otro["provincia"] = ""
        b = leer_pedido(otro, self.request.user)
        return datos | {
            "otro": b,
            "filtro": FiltroDeComparacion(a=a, b=b, usuario=self.request.user),
            "lados": [comparacion.nombre_de_lado(a), comparacion.nombre_de_lado(b)],
            "renglones": comparacion.renglones(a, b),
            "figuras": comparacion.figuras(a, b),
            "migas": [("Tablero", a.url_inicio()), ("Comparar", "")],
        }
