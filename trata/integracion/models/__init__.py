"""Convenios, credenciales, acuses y avisos a otros sistemas."""

from trata.integracion.models.acuses import Acuse, LlaveDeFirma
from trata.integracion.models.avisos import Entrega, Suscripcion
from trata.integracion.models.convenios import Convenio, Credencial

__all__ = ["Acuse", "Convenio", "Credencial", "Entrega", "LlaveDeFirma", "Suscripcion"]
