"""Secretos de una instalación local: se crean una vez, con permiso 0600."""

import base64
import os
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path


def clave_secreta_nueva() -> str:
    """Devuelve una clave al azar de 64 caracteres."""
    return secrets.token_urlsafe(48)


def llave_nueva() -> str:
    """Devuelve `id:llave` con una llave de 32 bytes en base64; el id lleva la fecha."""
    marca = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
    return f"k{marca}:{base64.urlsafe_b64encode(secrets.token_bytes(32)).decode('ascii')}"


def llave_de_indice_nueva() -> str:
    """Devuelve 32 bytes al azar en hexadecimal."""
    return secrets.token_hex(32)


def llave_de_sello_nueva() -> str:
    """Devuelve `id:llave` con 32 bytes al azar en hexadecimal; el id lleva la fecha."""
    return f"s{datetime.now(UTC).strftime('%Y%m%d%H%M%S')}:{secrets.token_hex(32)}"


def escribir_secreto(archivo: Path, valor: str) -> None:
    """Escribe el secreto con permiso 0600; reemplaza de una vez el que hubiera."""
    archivo.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    provisional = archivo.with_name(f".{archivo.name}.{os.getpid()}")
    descriptor = os.open(provisional, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as salida:
        salida.write(valor)
    provisional.replace(archivo)


def secreto_local(
    raiz: Path, nombre: str, *, fabricar: Callable[[], str] = clave_secreta_nueva
) -> str:
    """Recibe la carpeta local y el nombre del secreto; lo devuelve, creándolo si no existe."""
    archivo = raiz / "secretos" / nombre
    if archivo.exists():
        return archivo.read_text(encoding="ascii")
    archivo.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Se escribe aparte y se enlaza: quien llega a la vez nunca lee un archivo a medias.
    provisional = archivo.with_name(f".{nombre}.{os.getpid()}")
    descriptor = os.open(provisional, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as salida:
        salida.write(fabricar())
    try:
        os.link(provisional, archivo)
    except FileExistsError:
        pass
    finally:
        provisional.unlink(missing_ok=True)
    return archivo.read_text(encoding="ascii")
