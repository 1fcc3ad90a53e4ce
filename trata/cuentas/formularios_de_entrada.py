"""Los formularios de la puerta (allauth) con los mensajes claros de la casa."""

from typing import Any

from allauth.account import forms as cuenta
from allauth.mfa.base import forms as factor
from allauth.mfa.totp import forms as codigos

from trata.comun.mensajes import aclarar


class ClaroMixin:
    """Cambia «Este campo es requerido» por lo que hay que hacer, con el nombre del campo."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        aclarar(self.fields)


class Entrada(ClaroMixin, cuenta.LoginForm):
    """Usuario y contraseña."""


class CambioDeContrasena(ClaroMixin, cuenta.ChangePasswordForm):
    """Contraseña actual y nueva."""


class CrearContrasena(ClaroMixin, cuenta.SetPasswordForm):
    """Primera contraseña."""


class Recuperar(ClaroMixin, cuenta.ResetPasswordForm):
    """Correo al que va el enlace."""


class ContrasenaNueva(ClaroMixin, cuenta.ResetPasswordKeyForm):
    """Contraseña nueva, desde el enlace."""


class ConfirmarConContrasena(ClaroMixin, cuenta.ReauthenticateForm):
    """Contraseña, antes de un cambio delicado."""


class Codigo(ClaroMixin, factor.AuthenticateForm):
    """Código del segundo factor al entrar."""


class ConfirmarConCodigo(ClaroMixin, factor.ReauthenticateForm):
    """Código del segundo factor, antes de un cambio delicado."""


class ActivarCodigos(ClaroMixin, codigos.ActivateTOTPForm):
    """Primer código de la aplicación."""
