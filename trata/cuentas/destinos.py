"""«Ir a…»: de un código o un nombre de página a donde está. Nunca busca personas.

Cada app aporta su buscador en `BUSCADORES`: `(usuario, texto) -> list[Destino]`, sobre lo que ese
usuario puede ver. El texto llega por POST y no queda en direcciones ni en registros.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from trata.cuentas.navegacion import ruta_de, secciones_de
from trata.territorio.nombres import normalizar

POR_BUSCADOR = 8
LARGO_MAXIMO = 80


@dataclass(frozen=True)
class Destino:
    """Un lugar de la casa. `es_exacto`: el texto es su código, y no hace falta elegir."""

    titulo: str
    clase: str
    url: str
    detalle: str = ""
    es_exacto: bool = False


Buscador = Callable[[Any, str], list[Destino]]


def contiene(buscado: str, *textos: str) -> bool:
    """Dice si cada palabra de `buscado` empieza alguna palabra de los textos, sin tildes."""
    palabras = normalizar(" ".join(textos)).split()
    return all(any(p.startswith(b) for p in palabras) for b in normalizar(buscado).split())


def paginas(usuario: Any, texto: str) -> list[Destino]:
    """Las páginas de su menú cuyo título coincide."""
    return [
        Destino(entrada.titulo, "Página", url, seccion.titulo)
        for seccion in secciones_de(usuario)
        for entrada in seccion.entradas
        if contiene(texto, entrada.titulo)
        and usuario.tiene_permiso(entrada.permiso)
        and (url := ruta_de(entrada.vista))
    ]


def destinos(usuario: Any, texto: str) -> list[Destino]:
    """Recibe lo escrito; devuelve adónde puede ir quien lo escribió, lo exacto primero."""
    limpio = texto.replace("\0", "").strip()[:LARGO_MAXIMO]
    if not normalizar(limpio):
        return []
    buscadores: list[Buscador] = [paginas, *map(import_string, settings.BUSCADORES)]
    hallados = [d for buscar in buscadores for d in buscar(usuario, limpio)[:POR_BUSCADOR]]
    return sorted(hallados, key=lambda destino: not destino.es_exacto)
