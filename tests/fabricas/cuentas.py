"""Personas de prueba con su rol y su ámbito."""

from itertools import count

from trata.cuentas.models import Designacion, Usuario

_numero = count(1)


def usuario(rol: str = "", *, prefijos: tuple[str, ...] = ("",), **campos) -> Usuario:
    """Crea un usuario; con `rol`, le da una designación vigente en `prefijos`."""
    campos.setdefault("username", f"persona{next(_numero)}")
    campos.setdefault("nombres", campos["username"].title())
    nuevo = Usuario.objects.create_user(**campos)
    if rol:
        Designacion.objects.create(usuario=nuevo, rol=rol, prefijos=list(prefijos))
    return nuevo
