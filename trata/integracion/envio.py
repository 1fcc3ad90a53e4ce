"""Enviar un aviso por HTTP sin que sirva para alcanzar la red interna (SSRF).

Se resuelve el nombre una vez, se rechaza si alguna de sus direcciones es interna y se conecta a la
dirección ya comprobada: un segundo cambio del DNS no tiene efecto. No se siguen redirecciones.
"""

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

SEGUNDOS = 10
RESPUESTA_MAXIMA = 4096
IPV6 = 6
PUBLICO_DE_IPV6 = ipaddress.ip_network("2000::/3")


class DestinoProhibidoError(Exception):
    """La dirección no se puede usar como destino."""


@dataclass(frozen=True)
class Destino:
    """Un destino comprobado."""

    esquema: str
    anfitrion: str
    puerto: int
    ip: str
    ruta: str


def comprobar(direccion: str) -> Destino:
    """Recibe una URL; devuelve el destino con su IP comprobada.

    Lanza `DestinoProhibidoError` si no es https, lleva usuario, no resuelve o es interna.
    """
    partes = urlsplit(direccion)
    permitidos = {"https"} | ({"http"} if settings.AVISOS_A_LA_RED_INTERNA else set())
    if partes.scheme not in permitidos or not partes.hostname:
        raise DestinoProhibidoError("Usa una dirección https.")
    if partes.username or partes.password:
        raise DestinoProhibidoError("La dirección no puede llevar usuario ni contraseña.")
    puerto = partes.port or (443 if partes.scheme == "https" else 80)
    try:
        halladas = socket.getaddrinfo(partes.hostname, puerto, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise DestinoProhibidoError("El nombre no resuelve a ninguna dirección.") from error
    ips = [str(h[4][0]) for h in halladas]
    if not settings.AVISOS_A_LA_RED_INTERNA and any(es_interna(ip) for ip in ips):
        raise DestinoProhibidoError("La dirección pertenece a una red interna.")
    ruta = (partes.path or "/") + (f"?{partes.query}" if partes.query else "")
    return Destino(partes.scheme, partes.hostname, puerto, ips[0], ruta)


def es_interna(ip: str) -> bool:
    """Dice si una IP no es de Internet: privada, local, de enlace, reservada o múltiple.

    De IPv6 sólo vale el espacio público que no lleva otra dirección adentro: 6to4, NAT64 y las
    compatibles con IPv4 alcanzarían por dentro a la dirección que envuelven.
    """
    direccion = ipaddress.ip_address(ip.split("%")[0])
    incluida = getattr(direccion, "ipv4_mapped", None) or direccion
    if incluida.version == IPV6 and (incluida not in PUBLICO_DE_IPV6 or incluida.sixtofour):
        return True
    return not incluida.is_global or incluida.is_multicast


class _Conexion(http.client.HTTPConnection):
    """Conecta a la IP comprobada y, si es https, verifica el nombre del certificado."""

    def __init__(self, destino: Destino) -> None:
        super().__init__(destino.anfitrion, destino.puerto, timeout=SEGUNDOS)
        self.destino = destino

    def connect(self) -> None:
        """Abre el enchufe hacia la IP comprobada."""
        self.sock = socket.create_connection((self.destino.ip, self.destino.puerto), SEGUNDOS)
        if self.destino.esquema == "https":
            contexto = ssl.create_default_context()
            self.sock = contexto.wrap_socket(self.sock, server_hostname=self.destino.anfitrion)


def enviar(direccion: str, cuerpo: bytes, cabeceras: dict[str, str]) -> int:
    """POST con el cuerpo tal cual; devuelve el estado HTTP. Lanza `OSError` si no se pudo."""
    destino = comprobar(direccion)
    conexion = _Conexion(destino)
    try:
        conexion.request("POST", destino.ruta, body=cuerpo, headers=cabeceras)
        respuesta = conexion.getresponse()
        respuesta.read(RESPUESTA_MAXIMA)
        return respuesta.status
    except http.client.HTTPException as error:
        raise OSError("El destino respondió algo que no es HTTP.") from error
    finally:
        conexion.close()
