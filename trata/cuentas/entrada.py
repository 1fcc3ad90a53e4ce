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

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Tu cuenta está desactivada. Pide ayuda a quien administra usuarios.",
        "email_password_mismatch": "El usuario o la contraseña no son correctos.",
        "username_password_mismatch": "El usuario o la contraseña no son correctos.",
        "enter_current_password": "Escribe tu contraseña actual.",
        "incorrect_password": "La contraseña no es correcta. Escríbela otra vez.",
        "incorrect_code": "El código no es correcto. Escribe el que ves ahora.",
        "invalid_password_reset": "El enlace ya no sirve. Pide otro.",
        "same_as_current": "Elige una distinta de la actual.",
        "too_many_login_attempts": "Demasiados intentos. Espera y vuelve a intentarlo.",
        "rate_limited": "Demasiados pedidos seguidos. Espera un momento.",
        "unknown_email": "No hay ninguna cuenta con ese correo.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nadie se registra solo."""
        return False


class SegundoFactorAdapter(DefaultMFAAdapter):
    """Cifra los secretos del segundo factor con las llaves de la casa."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "El código no es correcto. Escribe el que ves ahora.",
        "unverified_email": "Confirma tu correo antes de activar el segundo factor.",
        "add_email_blocked": "Tu cuenta tiene segundo factor: pide el cambio de correo.",
        "cannot_delete_authenticator": "No se puede desactivar el segundo factor.",
    }

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
