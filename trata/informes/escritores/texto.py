"""Texto que ningún formato rompe: sin caracteres de control ni sustitutos sueltos."""

import re

EMISOR = "Ministerio del Interior del Perú · Secretaría Técnica de la Comisión Multisectorial"
_PROHIBIDOS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def limpio(texto: object) -> str:
    """El texto sin lo que XML no admite."""
    return _PROHIBIDOS.sub("", "" if texto is None else str(texto))
