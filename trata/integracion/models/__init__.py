"""Convenios y credenciales."""

from trata.integracion.models.convenios import Convenio, Credencial

__all__ = ["Convenio", "Credencial"]
