"""El correo: sale por la bandeja; en la demostración se queda en una tabla y nadie lo recibe."""

from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from trata.trabajos.models import CorreoRetenido


def entregar(datos: dict[str, Any]) -> None:
    """Efecto de bandeja: envía un correo con el servidor configurado."""
    EmailMessage(subject=datos["asunto"], body=datos["texto"], to=datos["para"]).send()


class BuzonDeDemostracion(BaseEmailBackend):
    """Guarda cada correo en `CorreoRetenido`, en la transacción en curso."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Guarda los mensajes; devuelve cuántos."""
        CorreoRetenido.objects.bulk_create(
            CorreoRetenido(
                remitente=mensaje.from_email[:200],
                para=", ".join(mensaje.recipients())[:500],
                asunto=str(mensaje.subject)[:300],
                texto=str(mensaje.body),
            )
            for mensaje in email_messages
        )
        return len(email_messages)
