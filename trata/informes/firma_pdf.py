"""Qué firmas digitales trae un PDF y qué parte del archivo cubren.

Python puro. Lee los diccionarios de firma (`/Type /Sig`, `/ByteRange`), que la norma obliga a dejar
sin comprimir. No abre certificados ni comprueba nada: para saber si una firma vale hace falta un
validador acreditado.
"""

import re
from dataclasses import dataclass

RANGO = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
SUBFILTRO = re.compile(rb"/SubFilter\s*/([A-Za-z0-9.#]+)")
FECHA = re.compile(rb"/M\s*\(D:(\d{4})(\d{2})(\d{2})")


@dataclass(frozen=True, slots=True)
class FirmaHallada:
    """Una firma: de qué clase dice ser, su fecha declarada y qué cubre."""

    clase: str
    fecha_declarada: str
    cubre_hasta: int
    tamano: int
    es_coherente: bool

    @property
    def cubre_todo(self) -> bool:
        """Abarca el archivo entero, salvo el hueco de la propia firma."""
        return self.es_coherente and self.cubre_hasta == self.tamano


def firmas_de(contenido: bytes) -> list[FirmaHallada]:
    """Las firmas del archivo, en el orden en que aparecen."""
    halladas = []
    for rango in RANGO.finditer(contenido):
        inicio, largo, segundo, cola = map(int, rango.groups())
        objeto = _objeto(contenido, rango.start())
        subfiltro, fecha = SUBFILTRO.search(objeto), FECHA.search(objeto)
        fin = segundo + cola
        hueco = contenido[inicio + largo : segundo]
        halladas.append(
            FirmaHallada(
                clase=subfiltro[1].decode("ascii", "replace") if subfiltro else "sin declarar",
                fecha_declarada="-".join(g.decode() for g in fecha.groups()) if fecha else "",
                cubre_hasta=fin,
                tamano=len(contenido),
                es_coherente=inicio == 0
                and largo <= segundo
                and fin <= len(contenido)
                and bool(re.fullmatch(rb"<[0-9A-Fa-f\s]+>", hueco))
                and bool(hueco.strip(b"<>0\r\n\t ")),
            )
        )
    return halladas


def _objeto(contenido: bytes, donde: int) -> bytes:
    """El diccionario que rodea una posición: entre el «obj» anterior y el «endobj» siguiente."""
    inicio = contenido.rfind(b" obj", 0, donde)
    fin = contenido.find(b"endobj", donde)
    return contenido[max(inicio, 0) : fin if fin > 0 else len(contenido)]
