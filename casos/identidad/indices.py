"""Índices con llave de un documento y de un nombre: se comparan, no se pueden leer.

Único sitio donde el nombre y el documento se vuelven índice; la llave está en
`trata.comun.cifrado`.
"""

from collections.abc import Iterable

from casos.identidad.nombres import claves, documento_normal
from trata.comun.cifrado import indice_ciego

LARGO_DE_CLAVE = 32
USO_DOCUMENTO = "casos.documento"
USO_PALABRA = "casos.nombre.exacta"
USO_SONIDO = "casos.nombre.fonetica"


def indice_de_documento(tipo: str, numero: str) -> str:
    """El índice ciego de un documento (64 cifras); vacío si no hay número."""
    limpio = documento_normal(tipo, numero)
    return indice_ciego(f"{tipo}:{limpio}", uso=USO_DOCUMENTO) if limpio else ""


def claves_de_nombre(textos: Iterable[str]) -> dict[str, bool]:
    """Huella con llave de cada palabra y de cada sonido → si es de la palabra exacta."""
    huellas: dict[str, bool] = {}
    for clase, palabra in claves(textos):
        exacta = clase == "exacta"
        uso = USO_PALABRA if exacta else USO_SONIDO
        huellas[indice_ciego(palabra, uso=uso)[:LARGO_DE_CLAVE]] = exacta
    return huellas
