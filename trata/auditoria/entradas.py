"""Quién entró, quién salió y quién no pudo. Es el único archivo con señales: las emite Django."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from trata.auditoria.models import Entrada
from trata.comun.direccion import direccion_de

LARGO_DE_NAVEGADOR = 200


def _anotar(request: HttpRequest | None, resultado: str, usuario: Any) -> None:
    """Agrega la entrada. De una cuenta que no existe no se guarda lo escrito: puede ser una
    contraseña tecleada en el sitio equivocado."""
    meta = getattr(request, "META", {})
    Entrada.objects.create(
        usuario=usuario,
        resultado=resultado,
        direccion=direccion_de(request) if request is not None else "",
        navegador=str(meta.get("HTTP_USER_AGENT", ""))[:LARGO_DE_NAVEGADOR],
    )


@receiver(user_logged_in)
def al_entrar(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    """Alguien entró."""
    _anotar(request, Entrada.Resultado.ENTRO, user)


@receiver(user_logged_out)
def al_salir(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    """Alguien cerró su sesión."""
    if user is not None:
        _anotar(request, Entrada.Resultado.SALIO, user)


@receiver(user_login_failed)
def al_fallar(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    """Alguien no pudo entrar."""
    cuenta = str(credentials.get("username") or "").lower()
    usuario = get_user_model().objects.filter(username=cuenta).first() if cuenta else None
    _anotar(request, Entrada.Resultado.FALLO, usuario)
