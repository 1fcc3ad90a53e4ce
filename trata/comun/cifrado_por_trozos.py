"""Archivos cifrados por trozos: nunca enteros en memoria, nunca en claro en el disco.

Cada trozo va precedido de su largo (cuatro bytes) y está cifrado como `cifrar_bytes`: dice adentro
con qué llave. Que estén todos y en orden lo dice la huella del contenido, que guarda la base.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.core.files.storage import Storage

from trata.comun.cifrado import cifrar_bytes, descifrar_bytes, llave_de_bytes
from trata.comun.errores import ServicioNoDisponibleError

TROZO = 1 << 20
LARGO = 4


def cifrar_trozos(contenido: BinaryIO, destino: BinaryIO) -> None:
    """Copia `contenido` cifrado a `destino`."""
    for trozo in iter(lambda: contenido.read(TROZO), b""):
        _escribir(trozo, destino)


def _escribir(trozo: bytes, destino: BinaryIO) -> None:
    cifrado = cifrar_bytes(trozo)
    destino.write(len(cifrado).to_bytes(LARGO, "big") + cifrado)


def _trozos(guardado: BinaryIO) -> Iterator[bytes]:
    while encabezado := guardado.read(LARGO):
        largo = int.from_bytes(encabezado, "big")
        cifrado = guardado.read(largo)
        if len(encabezado) < LARGO or len(cifrado) < largo:
            raise ServicioNoDisponibleError("archivo_cortado", "El archivo guardado está cortado.")
        yield cifrado


def descifrar_trozos(guardado: BinaryIO) -> Iterator[bytes]:
    """Recibe el archivo guardado; devuelve su contenido, trozo a trozo.

    Lanza `ServicioNoDisponibleError` si le falta un pedazo, la llave no está o fue alterado.
    """
    return map(descifrar_bytes, _trozos(guardado))


def llave_del_archivo(guardado: BinaryIO) -> str:
    """El id de la llave de su primer trozo; vacío si el archivo está vacío."""
    return llave_de_bytes(next(_trozos(guardado), b""))


def recifrar_guardado(almacen: Storage, nombre: str) -> None:
    """Deja el archivo con la llave vigente; lo reemplaza de un golpe."""
    ruta = Path(almacen.path(nombre))
    nueva = ruta.with_name(ruta.name + ".nueva")
    with ruta.open("rb") as guardado, nueva.open("wb") as salida:
        for trozo in descifrar_trozos(guardado):
            _escribir(trozo, salida)
        salida.flush()
        os.fsync(salida.fileno())
    nueva.replace(ruta)
