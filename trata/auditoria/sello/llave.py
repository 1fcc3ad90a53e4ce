"""La llave del sello. Sólo la leen `sellador` y `auditoria_verificar`; la web no la tiene.

Formato: `id:hexadecimal,id:hexadecimal`; firma la primera y verifican todas.
"""

import os
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from trata.servicios_locales.secretos import llave_de_sello_nueva, secreto_local

NOMBRE = "llave-de-sello"
BYTES = 32
PISTA = "Créala con: python3 manage.py llaves crear, y dásela sólo al sellador."


def leer_llaves_de_sello(texto: str) -> dict[str, bytes]:
    """Recibe el texto de la variable; devuelve las llaves por id, la vigente primero.

    Lanza `ImproperlyConfigured` si falta, está mal formada o es de ejemplo.
    """
    llaves: dict[str, bytes] = {}
    for parte in filter(None, (p.strip() for p in texto.replace("\n", ",").split(","))):
        identificador, _, hexadecimal = parte.partition(":")
        try:
            llave = bytes.fromhex(hexadecimal)
        except ValueError:
            llave = b""
        if not identificador or len(llave) < BYTES or len(set(llave)) < 12:
            raise ImproperlyConfigured(f"LLAVE_DE_SELLO mal formada, corta o de ejemplo. {PISTA}")
        llaves[identificador] = llave
    if not llaves:
        raise ImproperlyConfigured(f"Falta LLAVE_DE_SELLO. {PISTA}")
    return llaves


def llaves_de_sello() -> dict[str, bytes]:
    """Las llaves de este proceso, del entorno o del archivo local. Lanza `ImproperlyConfigured`."""
    archivo = os.environ.get("LLAVE_DE_SELLO_FILE")
    if archivo:
        return leer_llaves_de_sello(Path(archivo).read_text(encoding="ascii"))
    texto = os.environ.get("LLAVE_DE_SELLO", "")
    if not texto and not settings.EN_SERVIDOR:
        texto = secreto_local(settings.LOCAL.raiz, NOMBRE, fabricar=llave_de_sello_nueva)
    return leer_llaves_de_sello(texto)
