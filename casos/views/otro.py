"""«Abrir el Otro» y los vocabularios publicados."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from casos import acciones
from casos.consultas.otro import DIMENSIONES, apertura, opciones_de
from casos.vocabulario import PAIS, vocabulario, vocabularios
from trata.comun.errores import ConflictoError, ErrorDeDominio
from trata.comun.formato import plural
from trata.comun.vistas import PaginaView
from trata.cuentas.permisos import Permiso

# Los que se leen de una vez; al pasar unos, aparecen los siguientes.
GRUPOS_POR_PAGINA = 60


class AbrirOtroView(PaginaView):
    """Lo que se escribió detrás de «otro», con su propuesta y el titular antes y después."""

    permiso = Permiso.CASO_VALIDAR
    template_name = "casos/otro.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """La dimensión pedida."""
        dimension = self.request.GET.get("dimension", "vinculo")
        if dimension not in DIMENSIONES:
            raise Http404
        abierto = apertura(dimension, self.request.user)
        return super().get_context_data(**kwargs) | {
            "apertura": abierto,
            "grupos": abierto.grupos[:GRUPOS_POR_PAGINA],
            "opciones": opciones_de(dimension),
            "pestanas": [
                {
                    "texto": vocabulario(d).nombre,
                    "url": f"?dimension={d}",
                    "activa": d == dimension,
                }
                for d in DIMENSIONES
            ],
            "columnas": [
                {"texto": "Categoría"},
                {"texto": "Hoy", "numero": True},
                {"texto": "Si aceptas todo", "numero": True},
            ],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Pasa a su categoría el grupo cuyo botón se pulsó, o todos los marcados."""
        dimension = request.POST.get("dimension", "")
        try:
            grupos = self.grupos_pedidos(request.POST)
            cuantos = acciones.abrir_otro(dimension=dimension, grupos=grupos, por=request.user)
            pasaron = plural(cuantos, "registro pasó", "registros pasaron")
            messages.success(request, f"{pasaron} a su categoría.")
        except (ErrorDeDominio, ConflictoError) as error:
            messages.error(request, error.mensaje)
        destino = dimension if dimension in DIMENSIONES else "vinculo"
        return redirect(f"{reverse('casos:otro')}?dimension={destino}")

    def grupos_pedidos(self, datos: QueryDict) -> dict[str, str]:
        """De clave a categoría. Cada fila viene como `clave-3` y `categoria-3`."""
        filas = [datos["solo"]] if "solo" in datos else datos.getlist("elegida")
        pedidos = {
            datos.get(f"clave-{n}", ""): datos.get(f"categoria-{n}", "")
            for n in filas[:GRUPOS_POR_PAGINA]
        }
        if not pedidos:
            raise ErrorDeDominio("nada_elegido", "Marca al menos un grupo.")
        if not all(pedidos.values()):
            raise ErrorDeDominio(
                "falta_categoria", "Elige la categoría de cada grupo que marcaste."
            )
        return pedidos


class VocabulariosView(PaginaView):
    """Los vocabularios del registro y cómo sube cada categoría a la que el país publica."""

    permiso = Permiso.TABLERO_VER
    template_name = "casos/vocabularios.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Las dimensiones publicadas y, aparte, los demás vocabularios."""
        todos = [v for c, v in vocabularios().items() if c != PAIS]
        return super().get_context_data(**kwargs) | {
            "publicados": [
                (v, [(c, v.nombre_de(v.sube(c.codigo))) for c in v.categorias if c.es_dato])
                for v in todos
                if v.publicado
            ],
            "propios": [v for v in todos if not v.publicado],
        }
