"""Piezas de la API que dependen de la bandeja y de los trabajos."""

from trata.trabajos.api.idempotente import IdempotenteMixin

__all__ = ["IdempotenteMixin"]
