"""Las pruebas no salen a la red: sólo enchufes Unix y esta misma máquina."""

import ipaddress
import socket
from typing import Any

_conectar = socket.socket.connect
_conectar_ex = socket.socket.connect_ex


class RedProhibida(RuntimeError):
    """Una prueba quiso salir a la red."""


def _revisar(enchufe: socket.socket, destino: Any) -> None:
    if enchufe.family == socket.AF_UNIX:
        return
    anfitrion = destino[0]
    try:
        permitido = ipaddress.ip_address(anfitrion).is_loopback
    except ValueError:
        permitido = anfitrion == "localhost"
    if not permitido:
        raise RedProhibida(f"Una prueba quiso conectarse con {anfitrion}.")


def _connect(self: socket.socket, destino: Any) -> None:
    _revisar(self, destino)
    return _conectar(self, destino)


def _connect_ex(self: socket.socket, destino: Any) -> int:
    _revisar(self, destino)
    return _conectar_ex(self, destino)


def prohibir() -> None:
    """Desde ahora, conectarse fuera de esta máquina lanza `RedProhibida`."""
    socket.socket.connect = _connect
    socket.socket.connect_ex = _connect_ex
