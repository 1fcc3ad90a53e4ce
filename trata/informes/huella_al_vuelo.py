"""La huella de un archivo que alguien sube, calculada mientras llega: nada se guarda.

Ni en memoria ni en disco: cada trozo entra en el SHA-256 y se olvida.
"""

import hashlib
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

TAMANO_MAXIMO = 30_000_000


class ArchivoConHuella(UploadedFile):
    """Un archivo que ya no está: sólo su tamaño y su huella."""

    def __init__(self, nombre: str, tamano: int, sha256: str) -> None:
        super().__init__(file=None, name=nombre, size=tamano)
        self.sha256 = sha256


class HuellaUploadHandler(FileUploadHandler):
    """Calcula la huella de cada archivo y corta el que pase de 30 MB."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Empieza una huella."""
        super().new_file(*args, **kwargs)
        self.resumen, self.recibido = hashlib.sha256(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Suma el trozo y no se lo pasa a nadie."""
        self.recibido += len(raw_data)
        if self.recibido > TAMANO_MAXIMO:
            raise SkipFile
        self.resumen.update(raw_data)

    def file_complete(self, file_size: int) -> ArchivoConHuella:
        """Lo que queda del archivo: su huella."""
        return ArchivoConHuella("archivo", file_size, self.resumen.hexdigest())

    def upload_interrupted(self) -> None:
        """Nada que limpiar."""


def huella_de(archivo: UploadedFile) -> str:
    """La huella ya calculada; o, si otra parte de la casa leyó antes el envío, la de sus trozos."""
    if isinstance(archivo, ArchivoConHuella):
        return archivo.sha256
    resumen = hashlib.sha256()
    for trozo in archivo.chunks():
        resumen.update(trozo)
    return resumen.hexdigest()
