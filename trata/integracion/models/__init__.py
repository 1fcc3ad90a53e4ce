"""Convenios, credenciales y avisos a otros sistemas."""

from trata.integracion.models.avisos import Entrega, Suscripcion
from trata.integracion.models.convenios import Convenio, Credencial

__all__ = ["Convenio", "Credencial", "Entrega", "Suscripcion"]
