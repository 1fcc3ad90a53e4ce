"""Cifrado de identidades y su índice ciego. Es el único módulo que toca estas llaves.

Lo cifrado se guarda como `id:token`: el id dice con qué llave (sirve para rotar), el token es
Fernet (AES-128-CBC con HMAC-SHA256, de la biblioteca `cryptography`). El índice ciego permite
buscar un documento exacto sin guardar su texto.
"""

import hashlib
import hmac
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from trata.comun.errores import ServicioNoDisponibleError

BYTES_DE_INDICE = 32


def leer_llaves(texto: str) -> dict[str, Fernet]:
    """Recibe `id:llave,id:llave`; devuelve las llaves por id, la vigente primero.

    Lanza `ImproperlyConfigured` si falta, está mal formada, se repite o es una llave de ejemplo.
    """
    llaves: dict[str, Fernet] = {}
    for parte in filter(None, (p.strip() for p in texto.replace("\n", ",").split(","))):
        identificador, _, llave = parte.partition(":")
        if not identificador or identificador in llaves:
            raise ImproperlyConfigured("LLAVES_DE_CIFRADO: cada llave lleva un id propio.")
        if len(set(llave)) < 12:
            raise ImproperlyConfigured(f"LLAVES_DE_CIFRADO: la llave {identificador} es de ejemplo")
        try:
            llaves[identificador] = Fernet(llave)
        except (ValueError, TypeError) as error:
            raise ImproperlyConfigured(
                f"LLAVES_DE_CIFRADO: la llave {identificador} no es una llave Fernet."
            ) from error
    if not llaves:
        raise ImproperlyConfigured(
            "Falta LLAVES_DE_CIFRADO. Créala con: python3 manage.py llaves crear"
        )
    return llaves


def leer_llave_de_indice(texto: str) -> bytes:
    """Recibe la llave del índice en hexadecimal; la devuelve. Lanza `ImproperlyConfigured`."""
    try:
        llave = bytes.fromhex(texto.strip())
    except ValueError:
        llave = b""
    if len(llave) < BYTES_DE_INDICE or len(set(llave)) < 12:
        raise ImproperlyConfigured(
            "LLAVE_DE_INDICE falta, es corta o es de ejemplo: son 32 bytes al azar en hexadecimal. "
            "Créala con: python3 manage.py llaves crear"
        )
    return llave


@lru_cache(maxsize=4)
def _llavero(texto: str) -> tuple[Mapping[str, Fernet], MultiFernet]:
    llaves = leer_llaves(texto)
    return llaves, MultiFernet(list(llaves.values()))


@lru_cache(maxsize=4)
def _llave_de_indice(texto: str) -> bytes:
    return leer_llave_de_indice(texto)


def comprobar_llaves() -> None:
    """Lanza `ImproperlyConfigured` si alguna llave falta o no sirve."""
    _llavero(settings.LLAVES_DE_CIFRADO)
    _llave_de_indice(settings.LLAVE_DE_INDICE)


def llave_vigente() -> str:
    """El id de la llave con que se cifra ahora."""
    return next(iter(_llavero(settings.LLAVES_DE_CIFRADO)[0]))


def cifrar(texto: str) -> str:
    """Recibe un texto; devuelve `id:token`. Un texto vacío queda vacío."""
    if texto == "":
        return ""
    llaves, _ = _llavero(settings.LLAVES_DE_CIFRADO)
    identificador, llave = next(iter(llaves.items()))
    return f"{identificador}:{llave.encrypt(texto.encode()).decode('ascii')}"


def descifrar(cifrado: str) -> str:
    """Recibe `id:token`; devuelve el texto.

    Lanza `ServicioNoDisponibleError` si la llave no está o lo guardado fue alterado.
    """
    if cifrado == "":
        return ""
    identificador, _, token = cifrado.partition(":")
    llave = _llavero(settings.LLAVES_DE_CIFRADO)[0].get(identificador)
    try:
        if llave is None:
            raise InvalidToken
        return llave.decrypt(token.encode("ascii")).decode()
    except (InvalidToken, UnicodeError) as error:
        raise ServicioNoDisponibleError(
            "no_se_puede_descifrar",
            "Este dato no se puede descifrar ahora. Avisa a quien administra las llaves.",
        ) from error


def cifrar_bytes(contenido: bytes) -> bytes:
    """Como `cifrar`, para el contenido de un archivo."""
    llaves, _ = _llavero(settings.LLAVES_DE_CIFRADO)
    identificador, llave = next(iter(llaves.items()))
    return identificador.encode("ascii") + b":" + llave.encrypt(contenido)


def descifrar_bytes(cifrado: bytes) -> bytes:
    """Como `descifrar`, para el contenido de un archivo."""
    identificador, _, token = cifrado.partition(b":")
    llave = _llavero(settings.LLAVES_DE_CIFRADO)[0].get(identificador.decode("ascii", "replace"))
    try:
        if llave is None:
            raise InvalidToken
        return llave.decrypt(token)
    except InvalidToken as error:
        raise ServicioNoDisponibleError(
            "no_se_puede_descifrar",
            "Este archivo no se puede descifrar ahora. Avisa a quien administra las llaves.",
        ) from error


def llave_de(cifrado: str) -> str:
    """El id de la llave con que se cifró."""
    return cifrado.partition(":")[0]


def llave_de_bytes(cifrado: bytes) -> str:
    """Como `llave_de`, para el contenido de un archivo."""
    return cifrado.partition(b":")[0].decode("ascii", "replace")


def recifrar(cifrado: str) -> str:
    """Devuelve lo mismo cifrado con la llave vigente; conserva la hora del cifrado original."""
    if cifrado == "" or llave_de(cifrado) == llave_vigente():
        return cifrado
    descifrar(cifrado)
    _, todas = _llavero(settings.LLAVES_DE_CIFRADO)
    token = cifrado.partition(":")[2].encode("ascii")
    return f"{llave_vigente()}:{todas.rotate(token).decode('ascii')}"


def normalizar(texto: str) -> str:
    """Recibe un texto; lo devuelve sin diferencias de mayúsculas, espacios ni compatibilidad."""
    return " ".join(unicodedata.normalize("NFKC", texto).casefold().split())


def indice_ciego(texto: str, *, uso: str) -> str:
    """Recibe un texto y para qué se busca; devuelve 64 cifras hexadecimales (HMAC-SHA256).

    El mismo texto con otro `uso` da otro índice: dos columnas no se pueden cruzar.
    """
    mensaje = f"{uso}\x1f{normalizar(texto)}".encode()
    llave = _llave_de_indice(settings.LLAVE_DE_INDICE)
    return hmac.new(llave, mensaje, hashlib.sha256).hexdigest()
