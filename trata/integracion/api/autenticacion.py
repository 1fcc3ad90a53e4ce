"""Entrada de sistemas: token con hash, vigente, con convenio y desde sus redes."""

from typing import Any

from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from knox.auth import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from trata.comun.direccion import direccion_de
from trata.integracion import acciones
from trata.integracion.models import Credencial

RECHAZO = "La credencial no vale: revisa que esté vigente y que la uses desde su red."


class CredencialAuthentication(TokenAuthentication):
    """`Authorization: Token …`. Todo rechazo se ve igual desde fuera."""

    def authenticate(self, request: Request) -> tuple[Any, Credencial] | None:
        """Comprueba hash, vencimiento, revocación, convenio, cuenta y red."""
        resultado = super().authenticate(request)
        if resultado is None:
            return None
        usuario, credencial = resultado
        if not credencial.admite(direccion_de(request)) or credencial.situacion != "vigente":
            raise AuthenticationFailed(RECHAZO)
        acciones.anotar_uso(credencial=credencial, en=timezone.now())
        return usuario, credencial

    def authenticate_credentials(self, token: bytes) -> tuple[Any, Credencial]:
        """Un token que no es ASCII tampoco vale."""
        if not token.isascii():
            raise AuthenticationFailed(RECHAZO)
        return super().authenticate_credentials(token)

    def _cleanup_token(self, auth_token: Credencial) -> bool:
        """Knox borraría aquí la vencida. Es parte del rastro: la rechaza su `situacion`."""
        return False


class CredencialScheme(OpenApiAuthenticationExtension):
    """Cómo se describe la entrada en OpenAPI."""

    target_class = "trata.integracion.api.autenticacion.CredencialAuthentication"
    name = "credencial"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Cabecera `Authorization: Token <valor>`."""
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Token <credencial>`: la entrega una vez quien administra.",
        }
