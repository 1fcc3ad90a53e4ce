"""Huella del código y los datos de esta copia: dice si algo cambió desde la última vez."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

PAQUETES = ("trata", "politica", "casos", "regiones")


def huella_de(base: Path, patrones: Sequence[str], *, semilla: str = "") -> str:
    """Recibe la carpeta del proyecto y patrones dentro de sus paquetes; devuelve 16 cifras."""
    resumen = hashlib.sha256(semilla.encode())
    for paquete in PAQUETES:
        for patron in patrones:
            for archivo in sorted((base / paquete).glob(patron)):
                if archivo.is_file() and "__pycache__" not in archivo.parts:
                    resumen.update(archivo.relative_to(base).as_posix().encode())
                    resumen.update(archivo.read_bytes())
    return resumen.hexdigest()[:16]
