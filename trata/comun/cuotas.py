"""Cuántos pedidos por minuto se admiten: de una cuenta a la API, de una dirección a lo público.

Ventana fija de un minuto en la caché compartida: un `INCR` por pedido. Si la caché no responde,
se deja pasar: Redis es desechable y el registro no se detiene por él.
"""

import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.cache import cache
from redis import Redis
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from trata.comun.direccion import direccion_de

VENTANA = 60


@dataclass(frozen=True)
class Cuota:
    """En qué queda la cuenta tras este pedido."""

    clase: str
    limite: int
    usados: int
    segundos: int

    @property
    def se_paso(self) -> bool:
        """Este pedido ya no cabe."""
        return self.usados > self.limite

    @property
    def cabeceras(self) -> dict[str, str]:
        """Las del borrador del IETF sobre límites, en sus dos formas."""
        restan = str(max(self.limite - self.usados, 0))
        return {
            "RateLimit-Limit": str(self.limite),
            "RateLimit-Remaining": restan,
            "RateLimit-Reset": str(self.segundos),
            "RateLimit-Policy": f'"{self.clase}";q={self.limite};w={VENTANA}',
        }


def contar(clave: str) -> int:
    """Suma uno a la ventana en curso y devuelve cuántos van, en un viaje."""
    cliente, completa = _cliente(cache._cache), cache.make_key(clave)
    usados = cliente.incr(completa)
    if usados == 1:
        cliente.expire(completa, VENTANA + 5)
    return usados


@lru_cache(maxsize=8)
def _cliente(servidor: Any) -> Redis:
    """Uno por caché: armarlo en cada pedido cuesta más que el viaje."""
    return servidor.get_client(None, write=True)


def gastar(clase: str, quien: object) -> Cuota | None:
    """Cuenta un pedido de `quien` en una clase de cuota; `None` si la caché no responde."""
    ahora = time.time()
    try:
        usados = contar(f"cuota:{clase}:{quien}:{int(ahora // VENTANA)}")
    except (RedisError, ValueError):
        return None
    return Cuota(clase, settings.CUOTAS_DE_API[clase], usados, int(VENTANA - ahora % VENTANA) + 1)


class CuotaPorCuenta(BaseThrottle):
    """Una cuenta de persona, una de sistema, o una dirección que aún no entra."""

    def allow_request(self, request: Request, view: Any) -> bool:
        """Cuenta el pedido; deja la cuota en el pedido para las cabeceras."""
        usuario = request.user
        if usuario is None or not usuario.is_authenticated:
            clase, quien = "anonima", direccion_de(request)
        else:
            clase = "sistema" if getattr(usuario, "es_sistema", False) else "persona"
            quien = usuario.pk
        cuota = gastar(clase, quien)
        if cuota is None:
            return True
        self.cuota = request._request.cuota_de_api = cuota
        return not cuota.se_paso

    def wait(self) -> float:
        """Segundos hasta que la ventana se renueve."""
        return self.cuota.segundos
