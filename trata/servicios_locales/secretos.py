"""Secretos de una instalación local: se crean una vez, con permiso 0600."""

import os
import secrets
from pathlib import Path


def secreto_local(raiz: Path, nombre: str) -> str:
    """Recibe la carpeta local y el nombre del secreto; lo devuelve, creándolo si no existe."""
    archivo = raiz / "secretos" / nombre
    if archivo.exists():
        return archivo.read_text(encoding="ascii")
    archivo.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    valor = secrets.token_urlsafe(48)
    try:
        descriptor = os.open(archivo, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return archivo.read_text(encoding="ascii")
    with os.fdopen(descriptor, "w", encoding="ascii") as salida:
        salida.write(valor)
    return valor
