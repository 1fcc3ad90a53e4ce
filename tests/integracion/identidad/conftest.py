"""Lo común a las pruebas de la mitad protegida."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.storage import storages


@pytest.fixture
def carpeta_de_archivos(tmp_path: Path) -> Iterator[Path]:
    """El almacén de archivos, en una carpeta vacía que se tira al final."""
    interno = storages["default"]

    def poner(sitio: str) -> None:
        for clave in ("location", "base_location"):
            interno.__dict__.pop(clave, None)
        interno._location = sitio

    anterior = interno._location
    poner(str(tmp_path))
    yield tmp_path
    poner(anterior)
