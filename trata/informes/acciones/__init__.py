"""Verbos de los informes."""

from trata.informes.acciones.camino import PASOS, mover, publicar, registrar_informe
from trata.informes.acciones.redaccion import comentar, escribir_texto

__all__ = ["PASOS", "comentar", "escribir_texto", "mover", "publicar", "registrar_informe"]
