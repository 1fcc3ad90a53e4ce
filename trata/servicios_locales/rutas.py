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
    database_url: str
    redis_url: str


def rutas_locales(base: Path) -> RutasLocales:
    """Recibe la carpeta del proyecto; devuelve sus rutas locales.

    Los enchufes Unix van en la carpeta temporal porque su ruta no puede pasar de 107 caracteres.
    """
    raiz = Path(os.environ.get("TRATA_LOCAL", base / ".local"))
    huella = hashlib.sha256(str(raiz.resolve()).encode()).hexdigest()[:10]
    enchufes = Path(tempfile.gettempdir()) / f"trata-{os.getuid()}-{huella}"
    anfitrion = str(enchufes).replace("/", "%2F")
    return RutasLocales(
        raiz=raiz,
        enchufes=enchufes,
        database_url=f"postgres://app@{anfitrion}/trata",
        redis_url=f"unix://{enchufes}/redis.sock?db=0",
    )
