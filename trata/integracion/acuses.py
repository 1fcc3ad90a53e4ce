"""Acusar recibo de lo que un sistema envía: huella, firma Ed25519 y cómo comprobarla.

Lo firmado es el texto de `texto_firmado`, línea por línea; cualquiera que tenga la llave pública
(`/api/v1/acuses/llaves/`) comprueba que esta casa recibió esos bytes y qué respondió.
"""

import base64
import hashlib
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import transaction
from django.utils import timezone

from trata.comun.candados import Candado, tomar
from trata.comun.cifrado import cifrar, descifrar
from trata.integracion.models import Acuse, Credencial, LlaveDeFirma

VACIO = hashlib.sha256(b"").hexdigest()


@lru_cache(maxsize=8)
def _privada(identificador: str, cifrada: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(descifrar(cifrada)))


@transaction.atomic
def crear_llave() -> LlaveDeFirma:
    """Un par nuevo. Las anteriores dejan de firmar, pero siguen publicadas."""
    privada = Ed25519PrivateKey.generate()
    publica = privada.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    LlaveDeFirma.objects.filter(retirada_en=None).update(retirada_en=timezone.now())
    return LlaveDeFirma.objects.create(
        identificador=hashlib.sha256(publica).hexdigest()[:16],
        publica=base64.b64encode(publica).decode(),
        privada_cifrada=cifrar(base64.b64encode(privada.private_bytes_raw()).decode()),
    )


def llave_vigente() -> LlaveDeFirma:
    """La que firma hoy; la primera vez, se crea."""
    vigente = LlaveDeFirma.objects.filter(retirada_en=None).first()
    if vigente is not None:
        return vigente
    with transaction.atomic():
        tomar(Candado.LLAVE_DE_FIRMA)
        return LlaveDeFirma.objects.filter(retirada_en=None).first() or crear_llave()


def texto_firmado(acuse: Acuse) -> str:
    """Lo que se firma: un dato por línea, en este orden."""
    return "\n".join(
        (
            "trata-acuse-v1",
            str(acuse.uuid),
            acuse.metodo,
            acuse.ruta,
            acuse.huella,
            str(acuse.estado),
            str(acuse.objeto or ""),
            str(acuse.version or ""),
            acuse.recibido_en.astimezone(timezone.get_default_timezone()).isoformat(),
        )
    )


def acusar(*, pedido: Any, estado: int, datos: Any) -> UUID | None:
    """Deja el acuse en la transacción del mensaje. Devuelve su identificador, o `None`.

    Sólo acusa lo que un sistema envía con su credencial. `pedido` es el `Request` de DRF.
    """
    credencial = pedido.auth
    if not isinstance(credencial, Credencial):
        return None
    llave = llave_vigente()
    es_ficha = isinstance(datos, dict)
    acuse = Acuse(
        uuid=uuid4(),
        credencial=credencial,
        metodo=pedido.method,
        ruta=pedido.path[:300],
        huella=getattr(pedido._request, "huella_del_cuerpo", VACIO),
        estado=estado,
        objeto=UUID(str(datos["uuid"])) if es_ficha and datos.get("uuid") else None,
        version=datos.get("version") if es_ficha else None,
        recibido_en=timezone.now(),
        llave=llave,
    )
    firma = _privada(llave.identificador, llave.privada_cifrada).sign(texto_firmado(acuse).encode())
    acuse.firma = base64.b64encode(firma).decode()
    acuse.save(force_insert=True)
    return acuse.uuid


def comprobar(acuse: Acuse) -> bool:
    """Dice si la firma corresponde a lo que el acuse dice."""
    publica = Ed25519PublicKey.from_public_bytes(base64.b64decode(acuse.llave.publica))
    try:
        publica.verify(base64.b64decode(acuse.firma), texto_firmado(acuse).encode())
    except InvalidSignature:
        return False
    return True
