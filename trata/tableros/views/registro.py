"""Tableros del registro: país, departamento o provincia, con filtros cruzados."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from trata.agregados import consultas
from trata.agregados.models import Unidad
from trata.agregados.variables import variable
from trata.comun.paginacion_de_listas import pagina_de
from trata.comun.vistas import PaginaView, PermisoMixin, View
from trata.cuentas.permisos import Permiso
from trata.graficos.figura import Figura
from trata.tableros import acciones
from trata.tableros.consultas import columnas_de, filas_de, hechos_visibles
from trata.tableros.exportar import (
    ARCHIVOS,
    a_json,
    lista_a_csv,
    lista_a_xlsx,
    respuesta_de_figura,
)
from trata.tableros.figuras.catalogo import (
    ANCHAS,
    FIGURAS_DEL_REGISTRO,
    claves_de,
    secciones_de,
)
from trata.tableros.forms import FiltroDelRegistro
from trata.tableros.registro import POR_DEFECTO, PedidoDelRegistro, leer_pedido
from trata.tableros.tarjetas import hallazgo, titulares

MAXIMO_DE_LISTA = 20_000
"""Filas que se exportan de una vez; más es un trabajo en segundo plano del registro."""


class PedidoMixin(PermisoMixin, View):
    """El pedido de la dirección, dentro del ámbito."""

    permiso = Permiso.TABLERO_VER

    def leer_pedido(self) -> PedidoDelRegistro:
        """El pedido; queda anotado quién mira qué, porque las cifras son de uso reservado."""
        pedido = leer_pedido(self.request.GET, self.request.user)
        acciones.anotar_consulta(pedido=pedido, por=self.request.user)
        return pedido


class RegistroView(PedidoMixin, PaginaView):
    """El tablero entero."""

    template_name = "tableros/registro.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Titulares, figuras y filtros."""
        pedido = self.leer_pedido()
        datos = super().get_context_data(**kwargs) | {"pedido": pedido}
        if not pedido.cobertura.anios:
            return datos | {"sin_datos": True}
        # Fuera del país entero, el recorrido tiene pocas columnas y cabe al lado de las provincias.
        anchas = ANCHAS if pedido.es_nacional else frozenset()
        secciones = [
            {
                "codigo": s.codigo,
                "titulo": s.titulo,
                "es_par": sum(c not in anchas for c in s.claves) == 2,
                "figuras": [(FIGURAS_DEL_REGISTRO[c](pedido), c in anchas) for c in s.claves],
            }
            for s in secciones_de(pedido)
            if s.claves
        ]
        return datos | {
            "filtro": FiltroDelRegistro(pedido=pedido, usuario=self.request.user),
            "titulares": titulares(pedido),
            "hallazgo": hallazgo(pedido),
            "secciones": secciones,
            "por_defecto": POR_DEFECTO,
            "pendientes": consultas.marcas_pendientes(),
            "es_de_casos": pedido.corte.unidad == Unidad.CASO,
            "parcial": pedido.es_parcial,
        }


class FiguraMixin(PedidoMixin):
    """Una figura del registro por su clave."""

    def figura(self, clave: str) -> tuple[PedidoDelRegistro, Figura]:
        """La figura; 404 si no existe en este tablero."""
        pedido = self.leer_pedido()
        if clave not in claves_de(pedido):
            raise Http404
        return pedido, FIGURAS_DEL_REGISTRO[clave](pedido)


class RegistroFiguraView(FiguraMixin, PaginaView):
    """La figura sola."""

    template_name = "tableros/figura.html"

    def get_context_data(self, clave: str, **kwargs: Any) -> dict[str, Any]:
        """La figura y el camino de vuelta."""
        pedido, figura = self.figura(clave)
        return super().get_context_data(**kwargs) | {
            "pedido": pedido,
            "figura": figura.sola(pedido.url_figura(clave)),
            "antetitulo": "Registro TRATA",
            "migas": [("Tablero", pedido.url_inicio()), (figura.grafico.titulo, "")],
        }


class RegistroFiguraArchivoView(FiguraMixin):
    """La figura como archivo, o como JSON."""

    def get(self, request: HttpRequest, clave: str, formato: str) -> HttpResponse:
        """CSV, XLSX, SVG, PNG o JSON."""
        if formato not in (*ARCHIVOS, "json"):
            raise Http404
        pedido, figura = self.figura(clave)
        if formato == "json":
            return JsonResponse(a_json(figura) | {"total": pedido.total})
        return respuesta_de_figura(figura, formato, f"trata-registro-{clave}")


class ListaView(PedidoMixin, PaginaView):
    """Las filas que suma una figura: el mismo número, con su código y su caso."""

    permiso = Permiso.CASO_VER
    template_name = "tableros/lista.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Una página de la lista y el total."""
        pedido = self.leer_pedido()
        pagina = pagina_de(hechos_visibles(pedido, self.request.user), self.request.GET, 50)
        columnas = columnas_de(pedido)
        return super().get_context_data(**kwargs) | {
            "pedido": pedido,
            "pagina": pagina,
            "total": pagina.paginator.count,
            "base": pedido.parametros(),
            "columnas": [_nombre(c) for c in columnas],
            "filas": [
                (fila, list(zip(map(_nombre, columnas), fila.valores, strict=True)))
                for fila in filas_de(list(pagina.object_list), columnas)
            ],
            "puede_exportar": self.request.user.tiene_permiso(Permiso.CASO_EXPORTAR),
            "migas": [("Tablero", pedido.url_inicio()), ("Lista", "")],
        }


def _nombre(codigo: str) -> str:
    return variable(codigo).nombre


class ListaArchivoView(PedidoMixin):
    """La lista como archivo; queda anotado quién la sacó y con qué filtros."""

    permiso = Permiso.CASO_EXPORTAR

    def get(self, request: HttpRequest, formato: str) -> HttpResponse:
        """CSV o XLSX."""
        convertir = {"csv": lista_a_csv, "xlsx": lista_a_xlsx}.get(formato)
        if convertir is None:
            raise Http404
        pedido = leer_pedido(request.GET, request.user)
        columnas = columnas_de(pedido)
        hechos = list(hechos_visibles(pedido, request.user)[:MAXIMO_DE_LISTA])
        acciones.anotar_exportacion(pedido=pedido, columnas=columnas, por=request.user)
        encabezados = ["Código", "Caso", "Lugar de registro", "Fecha", *map(_nombre, columnas)]
        return HttpResponse(
            convertir(encabezados, filas_de(hechos, columnas), pedido),
            content_type=ARCHIVOS[formato][0],
            headers={"Content-Disposition": f'attachment; filename="trata-lista.{formato}"'},
        )
