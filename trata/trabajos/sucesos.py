"""Sucesos que otros sistemas pueden querer saber. Quien los causa sólo los anuncia.

El anuncio es una fila de la bandeja en la transacción del hecho: si no se confirma, no existió.
Lleva el tipo, el identificador público y la versión; nunca datos personales.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils import timezone

from trata.trabajos.acciones import dejar_varios_en_bandeja

EFECTO = "integracion.suceso"


def anunciar(*, suceso: str, objeto: UUID, version: int, clave: str = "") -> None:
    """Anuncia un suceso (`caso.enviado`) de un objeto en una versión. Repetirlo no lo duplica.

    `clave` distingue dos sucesos de la misma versión (dos partes que cambian en un caso).
    """
    _dejar([_anuncio(suceso, objeto, version, clave)])


def anunciar_varios(*, suceso: str, objetos: Iterable[tuple[UUID, int]], clave: str = "") -> None:
    """Como `anunciar`, para muchos objetos (identificador y versión) a la vez."""
    _dejar(_anuncio(suceso, objeto, version, clave) for objeto, version in objetos)


def _anuncio(suceso: str, objeto: UUID, version: int, clave: str = "") -> dict[str, Any]:
    return {
        "suceso": suceso,
        "objeto": str(objeto),
        "version": version,
        "clave": f"{suceso}:{objeto}:{clave or version}",
        "ocurrido_en": timezone.now().isoformat(),
    }


def _dejar(anuncios: Iterable[dict[str, Any]]) -> None:
    dejar_varios_en_bandeja(efecto=EFECTO, salidas={a["clave"]: a for a in anuncios})
