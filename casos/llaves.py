"""Recifrado de la mitad protegida cuando rota la llave."""

from casos.models import Adjunto, DatoDeIdentidad, Identidad
from casos.models.identidad import CAMPOS_CIFRADOS
from trata.auditoria.recifrado import recifrar_modelo


def recifrar_identidades(lote: int) -> int:
    """Recifra hasta `lote` identidades; devuelve cuántas. 0: no queda ninguna."""
    return recifrar_modelo(Identidad, list(CAMPOS_CIFRADOS.values()), lote)


def recifrar_datos_dichos(lote: int) -> int:
    """Lo mismo con lo que cada institución dijo."""
    return recifrar_modelo(DatoDeIdentidad, ["valor_cifrado"], lote)


def recifrar_nombres_de_adjuntos(lote: int) -> int:
    """Lo mismo con el nombre original de los archivos."""
    return recifrar_modelo(Adjunto, ["nombre_original_cifrado"], lote)
