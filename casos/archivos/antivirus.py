"""Pregunta a ClamAV (protocolo INSTREAM) si un archivo trae algo malo.

`settings.CLAMAV_DIRECCION` es `equipo:puerto` o la ruta de un socket; vacía, no hay antivirus y se
dice. Si hay uno y no responde, el archivo queda en cuarentena: nunca pasa sin revisar.
"""

import socket
import struct
from dataclasses import dataclass

from django.conf import settings

PEDAZO = 64 * 1024
ESPERA = 10.0


@dataclass(frozen=True)
class Veredicto:
    """`limpio`, `sin_revisar`, `cuarentena` o `infectado`, con lo que dijo el antivirus."""

    estado: str
    detalle: str = ""

    @property
    def detiene(self) -> bool:
        """Para lo que no tiene cuarentena: sin revisar por falta de respuesta tampoco pasa."""
        return self.estado in {"infectado", "cuarentena"}


def hay_antivirus() -> bool:
    """Dice si esta instalación tiene uno configurado."""
    return bool(settings.CLAMAV_DIRECCION)


def _conectar() -> socket.socket:
    direccion = settings.CLAMAV_DIRECCION
    if direccion.startswith("/"):
        enchufe = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        enchufe.settimeout(ESPERA)
        try:
            enchufe.connect(direccion)
        except OSError:
            enchufe.close()
            raise
        return enchufe
    equipo, _, puerto = direccion.rpartition(":")
    return socket.create_connection((equipo, int(puerto)), timeout=ESPERA)


def revisar(contenido: bytes) -> Veredicto:
    """El veredicto sobre el archivo. Nunca lanza: lo que falle es cuarentena."""
    if not hay_antivirus():
        return Veredicto("sin_revisar")
    try:
        with _conectar() as enchufe:
            enchufe.sendall(b"zINSTREAM\0")
            for inicio in range(0, len(contenido), PEDAZO):
                pedazo = contenido[inicio : inicio + PEDAZO]
                enchufe.sendall(struct.pack("!I", len(pedazo)) + pedazo)
            enchufe.sendall(struct.pack("!I", 0))
            respuesta = b""
            while not respuesta.endswith(b"\0") and len(respuesta) < 4096:
                recibido = enchufe.recv(4096)
                if not recibido:
                    break
                respuesta += recibido
    except (OSError, ValueError) as error:
        return Veredicto("cuarentena", type(error).__name__)
    texto = respuesta.rstrip(b"\0").decode("utf-8", "replace").strip()
    if texto.endswith(" OK"):
        return Veredicto("limpio")
    if texto.endswith(" FOUND"):
        return Veredicto("infectado", texto.removesuffix(" FOUND").split(": ", 1)[-1][:100])
    return Veredicto("cuarentena", texto[:100])
