"""Piezas de la API que dependen de la bandeja y de los trabajos."""

from trata.trabajos.api.idempotente import IdempotenteMixin
from trata.trabajos.api.lote import LoteMixin

__all__ = ["IdempotenteMixin", "LoteMixin"]
