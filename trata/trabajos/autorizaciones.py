"""Correo a quien tiene que decidir lo que pide dos personas, y a quien lo pidió cuando se decide.

El correo nombra el acto, no de quién ni para qué: eso se lee al entrar, y queda registrado.
"""

from django.conf import settings
from django.urls import reverse

from trata.comun import formato
from trata.cuentas import consultas
from trata.cuentas.actos import acto_de
from trata.cuentas.models import Autorizacion, Usuario
from trata.trabajos.acciones import enviar_correo


def avisar(paso: str, autorizacion: Autorizacion) -> None:
    """Deja los correos en la bandeja, uno por persona. `paso`: «pedida» o «decidida»."""
    if paso == "pedida":
        for persona in consultas.quienes_deciden(autorizacion):
            _escribir(
                paso,
                autorizacion,
                persona,
                "Espera tu decisión",
                "Otra persona pide tu autorización. Vence el "
                f"{formato.fecha_hora(autorizacion.vence_en)}; si nadie decide, no se hace.",
            )
    else:
        _escribir(
            paso,
            autorizacion,
            autorizacion.solicitante,
            autorizacion.get_estado_display(),
            "Ya se decidió lo que pediste.",
        )


def _escribir(
    paso: str, autorizacion: Autorizacion, persona: Usuario, asunto: str, texto: str
) -> None:
    acto = acto_de(autorizacion.tipo).nombre
    ruta = reverse("cuentas:autorizacion", args=[autorizacion.uuid])
    enviar_correo(
        para=[persona.email],
        asunto=f"{asunto}: {acto.lower()}",
        texto=f"{acto}.\n{texto}\n\nMíralo aquí: {settings.DIRECCION_PUBLICA}{ruta}\n",
        clave=f"cuentas.autorizacion:{autorizacion.uuid}:{paso}:{persona.pk}",
    )
