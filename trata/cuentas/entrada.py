"""La puerta: adaptadores de allauth y a qué cuenta se carga cada intento.

No hay registro abierto: las cuentas las crea un administrador. Los secretos del segundo factor
se guardan cifrados.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from trata.comun import cifrado


class CuentaAdapter(DefaultAccountAdapter):
    """Cierra el registro abierto y lleva a quien entra a su inicio."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nadie se registra solo."""
        return False


class SegundoFactorAdapter(DefaultMFAAdapter):
    """Cifra los secretos del segundo factor con las llaves de la casa."""

    def encrypt(self, text: str) -> str:
        """Texto en claro → cifrado."""
        return cifrado.cifrar(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Cifrado → texto en claro."""
        return cifrado.descifrar(encrypted_text)


def cuenta_que_intenta(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """La cuenta que se intenta abrir, en minúsculas: es lo que cuenta el freno."""
    dada = (credentials or {}).get("username") or request.POST.get("login") or ""
    return str(dada).lower()[:150]
