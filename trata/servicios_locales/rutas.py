"""Dónde viven los servicios embebidos: rutas y direcciones que se calculan sin arrancar nada."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class RutasLocales:
    """Carpetas y direcciones de una copia del proyecto."""

    raiz: Path
    enchufes: Path

    def conexion(self, usuario: str) -> dict[str, str]:
        """Recibe el rol; devuelve cómo entrar con él a la base embebida, en palabras de Django."""
        return {
            "NAME": "trata",
            "USER": usuario,
            "PASSWORD": "",
            "HOST": str(self.enchufes),
            "PORT": "",
        }

    @property
    def redis_url(self) -> str:
        """Dirección del Redis embebido."""
        return f"unix://{self.enchufes}/redis.sock?db=0"


def rutas_locales(base: Path) -> RutasLocales:
    """Recibe la carpeta del proyecto; devuelve sus rutas locales.

    Los enchufes Unix van en la carpeta temporal porque su ruta no puede pasar de 107 caracteres.
    `TRATA_LOCAL` cambia de sitio la carpeta de datos.
    """
    raiz = Path(os.environ.get("TRATA_LOCAL", base / ".local"))
    huella = hashlib.sha256(str(raiz.resolve()).encode()).hexdigest()[:10]
    return RutasLocales(
        raiz=raiz, enchufes=Path(tempfile.gettempdir()) / f"trata-{os.getuid()}-{huella}"
    )


def url_con_base(url: str, numero: int) -> str:
    """Recibe una dirección de Redis; devuelve la misma con la base de datos `numero`."""
    if url.startswith("unix:"):
        return f"{url.split('?', 1)[0]}?db={numero}"
    esquema, resto = url.split("://", 1)
    return f"{esquema}://{resto.split('/', 1)[0]}/{numero}"


def url_para_celery(url: str) -> str:
    """Recibe una dirección de Redis; devuelve la que entiende Celery (sólo cambia con enchufe)."""
    if not url.startswith("unix:"):
        return url
    camino, _, consulta = url.removeprefix("unix:").partition("?")
    return f"redis+socket:{camino}?{consulta.replace('db=', 'virtual_host=')}"
