"""Claves de idempotencia: la misma petición repetida da la misma respuesta y un solo efecto.

Semántica del borrador del IETF: misma clave y mismo cuerpo → la respuesta guardada; otro cuerpo →
422; la primera aún en curso → 409. La respuesta se guarda en la transacción del efecto: o están
las dos o ninguna. Un error no se guarda: se puede reintentar.
"""

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from trata.comun.candados import Candado, intentar
from trata.comun.errores import ErrorDeDominio
from trata.cuentas.models import Usuario
from trata.trabajos.models import ClaveDeIdempotencia

LARGO_DE_CLAVE = 200


class ClaveReutilizadaError(ErrorDeDominio):
    """La misma clave con otro pedido."""

    estado = 422


class EnCursoError(ErrorDeDominio):
    """La primera petición con esta clave todavía no termina."""

    estado = 409


def huella_de(metodo: str, ruta: str, cuerpo: Any) -> str:
    """Huella de un pedido: método, ruta y cuerpo, sin que importe el orden de las llaves."""
    texto = json.dumps([metodo, ruta, cuerpo], sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(texto.encode()).hexdigest()


def tomar(*, usuario: Usuario, clave: str, huella: str) -> ClaveDeIdempotencia | None:
    """Toma la clave hasta el fin de la transacción; devuelve la respuesta guardada, si la hay.

    Lanza `EnCursoError` si otra petición la tiene y `ClaveReutilizadaError` si el pedido es otro.
    """
    if not clave or len(clave) > LARGO_DE_CLAVE:
        raise ErrorDeDominio("clave_invalida", "La cabecera Idempotency-Key no es válida.")
    if not intentar(Candado.IDEMPOTENCIA, f"{usuario.pk}:{clave}"):
        raise EnCursoError("en_curso", "La primera petición con esta clave todavía está en curso.")
    guardada = ClaveDeIdempotencia.objects.filter(usuario=usuario, clave=clave).first()
    if guardada is not None and guardada.huella != huella:
        raise ClaveReutilizadaError(
            "clave_reutilizada", "Esa Idempotency-Key ya se usó con otro contenido."
        )
    return guardada


def guardar(
    *,
    usuario: Usuario,
    clave: str,
    huella: str,
    estado: int,
    cuerpo: Any,
    cabeceras: dict[str, str],
) -> None:
    """Guarda la respuesta que se va a dar, en la transacción del efecto."""
    ClaveDeIdempotencia.objects.create(
        usuario=usuario,
        clave=clave,
        huella=huella,
        estado=estado,
        cuerpo=json.loads(json.dumps(cuerpo, cls=DjangoJSONEncoder)),
        cabeceras=cabeceras,
    )
