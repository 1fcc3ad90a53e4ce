"""La puerta: adaptadores de allauth y respuesta de bloqueo.

No hay registro abierto: las cuentas las crea un administrador. Los secretos del segundo factor
se guardan cifrados.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

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


def respuesta_de_bloqueo(
    request: HttpRequest, credentials: dict[str, Any] | None = None, *args: Any, **kwargs: Any
) -> HttpResponse:
    """Demasiados intentos: 429 con el tiempo de espera, igual exista o no la cuenta."""
    respuesta = render(request, "429.html", {"minutos": 60}, status=429)
    respuesta["Retry-After"] = "3600"
    return respuesta
