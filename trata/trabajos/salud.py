"""`/salud/` (vive) y `/salud/lista/` (puede trabajar): para balanceadores y vigilancia.

Son públicas y no dicen versiones, direcciones ni nombres: sólo si cada parte responde.
"""

from collections.abc import Callable

import structlog
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.management import get_commands
from django.db import connection, transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trata.trabajos.latidos import PROCESOS, estado_de_los_procesos

registro = structlog.get_logger(__name__)


def _base() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _redis() -> bool:
    cache.get("salud")
    return True


def _responde(nombre: str, comprobar: Callable[[], bool]) -> bool:
    try:
        return comprobar()
    except Exception as error:  # noqa: BLE001 - cualquier fallo significa «no responde»
        registro.warning("salud", parte=nombre, error=type(error).__name__)
        return False


def procesos_que_se_vigilan() -> list[str]:
    """Devuelve los procesos de fondo que esta casa tiene y cuyo latido se mira."""
    ordenes = get_commands()
    return [nombre for nombre in PROCESOS if nombre != "sellador" or nombre in ordenes]


def estado_de_las_partes() -> dict[str, bool]:
    """Devuelve si responde cada parte de la casa. No lanza: lo que falla vale `False`.

    Los latidos están en la base de datos; sin ella, se da por caído lo que no se puede ver.
    """
    estado = {"base_de_datos": _responde("base_de_datos", _base)}
    estado["redis"] = _responde("redis", _redis)
    senales = estado_de_los_procesos() if estado["base_de_datos"] else {}
    for nombre in procesos_que_se_vigilan():
        estado[nombre] = nombre in senales and senales[nombre].al_dia
    return estado


@require_safe
@never_cache
@login_not_required
@transaction.non_atomic_requests
def viva(request: HttpRequest) -> JsonResponse:
    """El proceso atiende. No toca la base ni Redis: si falla, hay que reiniciar el proceso."""
    return JsonResponse({"estado": "viva"})


@require_safe
@never_cache
@login_not_required
@transaction.non_atomic_requests
def lista(request: HttpRequest) -> JsonResponse:
    """Responde 200 si todas las partes responden; si no, 503 con cuál falla."""
    partes = estado_de_las_partes()
    completa = all(partes.values())
    return JsonResponse(
        {
            "estado": "lista" if completa else "incompleta",
            "partes": {n: "responde" if bien else "no responde" for n, bien in partes.items()},
        },
        status=200 if completa else 503,
    )
