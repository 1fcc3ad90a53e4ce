"""La parte pura del sello: qué se firma y cómo. No toca la base."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class ContenidoDeTabla:
    """Lo sellado de una tabla en un lote."""

    tabla: str
    columnas: tuple[str, ...]
    llaves: tuple[int, ...]
    huellas: bytes


@dataclass(frozen=True)
class Cabecera:
    """Lo sellado de un lote, además de sus tablas.

    `completa_hasta`: todo lo fechado antes de esa hora ya está en este lote o en uno anterior.
    """

    numero: int
    momento: datetime
    completa_hasta: datetime
    filas: int
    llave: str
    anterior: str


def _instante(momento: datetime) -> str:
    return momento.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")


def firmar(llave: bytes, cabecera: Cabecera, tablas: Iterable[ContenidoDeTabla]) -> str:
    """Devuelve el HMAC-SHA256, en hexadecimal, de la cabecera y de sus tablas por nombre."""
    partes = [
        "trata-sello-1",
        str(cabecera.numero),
        _instante(cabecera.momento),
        _instante(cabecera.completa_hasta),
        str(cabecera.filas),
        cabecera.llave,
        cabecera.anterior,
    ]
    for tabla in sorted(tablas, key=lambda t: t.tabla):
        partes += [
            tabla.tabla,
            ",".join(tabla.columnas),
            hashlib.sha256(",".join(map(str, tabla.llaves)).encode()).hexdigest(),
            hashlib.sha256(tabla.huellas).hexdigest(),
        ]
    mensaje = "\x1f".join(partes).encode()
    return hmac.new(llave, mensaje, hashlib.sha256).hexdigest()


def iguales(una: str, otra: str) -> bool:
    """Compara dos firmas en tiempo constante."""
    return hmac.compare_digest(una.encode(), otra.encode())
