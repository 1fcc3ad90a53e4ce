"""Páginas de error en español: qué pasó, qué hacer, y nada que dependa de la base de datos.

La API recibe la misma respuesta en su forma única (`codigo`, `mensaje`, `campos`).
"""

import sys
from dataclasses import dataclass, field

from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from redis.exceptions import ConnectionError as RedisConnectionError

DEMASIADO_GRANDE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
SERVICIO_CAIDO = (OperationalError, InterfaceError, RedisConnectionError)


@dataclass(frozen=True)
class PaginaDeError:
    """Lo que se lee: título, explicación y qué hacer. `ofrece_entrar` agrega el enlace."""

    estado: int
    codigo: str
    titulo: str
    texto: str
    pasos: tuple[str, ...] = field(default=())
    ofrece_entrar: bool = False


PAGINAS = {
    p.codigo: p
    for p in (
        PaginaDeError(
            400,
            "pedido_invalido",
            "No pudimos leer tu pedido",
            "La dirección o los datos que llegaron no tienen la forma esperada.",
            ("Vuelve a la página anterior y repite la acción.",),
        ),
        PaginaDeError(
            403,
            "sin_permiso",
            "No tienes permiso para ver esta página",
            "Tu rol no incluye esta acción.",
            ("Si la necesitas para tu trabajo, pídela a quien administra las cuentas.",),
        ),
        PaginaDeError(
            403,
            "formulario_vencido",
            "El formulario venció",
            "Por seguridad, cada formulario vale sólo para la sesión en que se abrió.",
            (
                "Vuelve a la página anterior y recárgala: en un registro, tu borrador sigue ahí.",
                "Revisa que tu navegador acepte cookies de este sitio.",
            ),
            ofrece_entrar=True,
        ),
        PaginaDeError(
            404,
            "no_encontrado",
            "No encontramos esta página",
            "Puede que la dirección tenga un error, que la página ya no exista o que no "
            "corresponda a tu ámbito.",
            ("Revisa la dirección si la escribiste.", "Busca desde el inicio."),
        ),
        PaginaDeError(
            405,
            "metodo_no_permitido",
            "Esta dirección no se abre sola",
            "Es el destino de un botón: al recargarla o escribirla no hay nada que mostrar.",
            ("Vuelve a la página anterior y usa su botón. Lo que guardaste sigue guardado.",),
        ),
        PaginaDeError(
            409,
            "conflicto",
            "Otra persona guardó antes que tú",
            "El registro cambió mientras lo editabas y no hemos pisado ninguna de las dos "
            "versiones.",
            ("Vuelve a abrir el registro para comparar y elegir qué versión queda.",),
        ),
        PaginaDeError(
            413,
            "demasiado_grande",
            "Lo que enviaste es demasiado grande",
            "El archivo o el formulario supera el tamaño que recibimos.",
            ("Divide el archivo en partes o quita lo que no haga falta.",),
        ),
        PaginaDeError(
            429,
            "demasiados_intentos",
            "Demasiados intentos seguidos",
            "Frenamos los intentos para proteger las cuentas.",
            (
                "Espera unos minutos y vuelve a intentarlo.",
                "Si olvidaste tu contraseña, pide una nueva desde la página de entrada.",
            ),
        ),
        PaginaDeError(
            500,
            "error_interno",
            "Algo falló de nuestro lado",
            "El error quedó registrado, sin tus datos, para que el equipo lo revise.",
            ("Vuelve a intentarlo en unos minutos.", "Un borrador ya guardado no se pierde."),
        ),
        PaginaDeError(
            503,
            "servicio_no_disponible",
            "El sistema no está disponible por un momento",
            "Una de sus piezas no responde. Volverá sola, sin que hagas nada.",
            ("Espera un minuto y recarga la página.",),
        ),
        PaginaDeError(
            200,
            "sin_conexion",
            "No hay conexión",
            "Tu equipo no llega al servidor. Lo que ya estaba guardado sigue guardado.",
            ("Revisa tu red y recarga la página.", "Si sigues sin conexión, avisa a soporte."),
        ),
    )
}


def responder(request: HttpRequest | None, codigo: str) -> HttpResponse:
    """Recibe el pedido y el código de `PAGINAS`; devuelve la página, o JSON si es la API."""
    pagina = PAGINAS[codigo]
    if request is not None and request.path.startswith("/api/"):
        return JsonResponse(
            {"codigo": pagina.codigo, "mensaje": pagina.titulo + ".", "campos": {}},
            status=pagina.estado,
            content_type="application/problem+json",
        )
    respuesta = HttpResponse(
        render_to_string("errores/error.html", {"pagina": pagina}), status=pagina.estado
    )
    if pagina.estado in {429, 503}:
        respuesta["Retry-After"] = "300" if pagina.estado == 429 else "30"
    return respuesta


def error_400(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Pedido mal formado; si lo que sobra es tamaño, 413."""
    grande = isinstance(exception, DEMASIADO_GRANDE)
    return responder(request, "demasiado_grande" if grande else "pedido_invalido")


def error_403(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Sin permiso."""
    return responder(request, "sin_permiso")


def error_404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No existe, o está fuera del ámbito: la misma respuesta."""
    return responder(request, "no_encontrado")


def error_429(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    """Demasiados intentos. Sirve también como `AXES_LOCKOUT_CALLABLE`."""
    return responder(request, "demasiados_intentos")


def error_500(request: HttpRequest) -> HttpResponse:
    """Falla nuestra; si es que una pieza no responde, 503 y la recuperación es sola."""
    caido = isinstance(sys.exc_info()[1], SERVICIO_CAIDO)
    return responder(request, "servicio_no_disponible" if caido else "error_interno")


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """El formulario venció o vino de otro sitio."""
    return responder(request, "formulario_vencido")
