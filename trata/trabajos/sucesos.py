"""Sucesos que otros sistemas pueden querer saber. Quien los causa sólo los anuncia.

El anuncio es una fila de la bandeja en la transacción del hecho: si no se confirma, no existió.
Lleva el tipo, el identificador público y la versión; nunca datos personales.
"""

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from trata.trabajos.acciones import dejar_en_bandeja, dejar_varios_en_bandeja

EFECTO = "integracion.suceso"


def anunciar(*, suceso: str, objeto: UUID, version: int, clave: str = "") -> None:
    """Anuncia un suceso (`caso.enviado`) de un objeto en una versión. Repetirlo no lo duplica.

    `clave` distingue dos sucesos de la misma versión (dos partes que cambian en un caso).
    """
    unica = f"{suceso}:{objeto}:{clave or version}"
    dejar_en_bandeja(
        efecto=EFECTO,
        clave=unica,
        datos={
            "suceso": suceso,
            "objeto": str(objeto),
            "version": version,
            "clave": unica,
            "ocurrido_en": timezone.now().isoformat(),
        },
    )


def anunciar_varios(*, suceso: str, objetos: Sequence[tuple[UUID, int]]) -> None:
    """Como `anunciar`, para muchos objetos (identificador y versión) a la vez."""
    ocurrido = timezone.now().isoformat()
    dejar_varios_en_bandeja(
        efecto=EFECTO,
        salidas={
            f"{suceso}:{objeto}:{version}": {
                "suceso": suceso,
                "objeto": str(objeto),
                "version": version,
                "ocurrido_en": ocurrido,
            }
            for objeto, version in objetos
        },
    )
