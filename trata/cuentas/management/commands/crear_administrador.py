"""`crear_administrador USUARIO`: la primera cuenta; las demás se crean en la pantalla."""

import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from trata.cuentas import acciones
from trata.cuentas.models import Designacion, Usuario
from trata.cuentas.roles import nombre_del_rol


class Command(BaseCommand):
    """Crea la primera cuenta de administración; con una vigente, se niega."""

    help = "Crea la primera cuenta de administración. La contraseña se pide; no va en la orden."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("usuario")
        parser.add_argument("--nombres", required=True)
        parser.add_argument("--apellidos", default="")
        parser.add_argument("--correo", required=True)
        parser.add_argument(
            "--auditor",
            action="store_true",
            help="la cuenta de auditoría: la segunda persona que aprueba los roles",
        )

    def handle(self, *args: Any, usuario: str, **options: Any) -> None:
        rol = "auditor" if options["auditor"] else "administrador"
        if Designacion.objects.vigentes().filter(rol=rol).exists():
            raise CommandError(
                f"Ya hay una cuenta de {nombre_del_rol(rol).lower()} vigente: crea las demás desde "
                "la pantalla."
            )
        datos = {
            "username": usuario,
            "nombres": options["nombres"],
            "apellidos": options["apellidos"],
            "email": options["correo"],
        }
        contrasena = _pedir_contrasena()
        try:
            validate_password(contrasena, Usuario(**datos))
            with transaction.atomic():
                nuevo = acciones.registrar_usuario(datos=datos | {"password": contrasena}, por=None)
                acciones.designar(usuario=nuevo, datos={"rol": rol, "prefijos": [""]}, por=None)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(
            f"Cuenta «{nuevo.username}» creada. Al entrar te pedirá el segundo factor."
        )


def _pedir_contrasena() -> str:
    """Pide la contraseña dos veces; sin terminal, la lee de la primera línea de la entrada."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    primera = getpass.getpass("Contraseña: ")
    if getpass.getpass("Otra vez: ") != primera:
        raise CommandError("Las contraseñas no coinciden. Vuelve a intentarlo.")
    return primera
