"""Avisar a quien lleva el caso de que una institución dice otra cosa. Sólo con códigos."""

from django.urls import reverse

from casos.consultas.necesidad import asignados_de
from casos.models import Caso
from trata.cuentas.models import Usuario
from trata.trabajos.acciones import enviar_correo


def avisar_contradiccion(*, caso: Caso, codigo: str, clave: str, por: Usuario) -> None:
    """Encola un correo a quienes llevan el caso, salvo a quien lo dijo. No lleva ningún valor."""
    quienes = [a.usuario.email for a in asignados_de(caso) if a.usuario_id != por.pk]
    institucion = por.entidad or "Otra institución"
    enviar_correo(
        para=quienes,
        asunto=f"{caso.codigo}: un dato no coincide",
        texto=(
            f"{institucion} agregó a {codigo} un dato que no coincide con lo registrado. Quedaron "
            "los dos, con su fuente.\n\n"
            f"Míralo en {reverse('casos:dichos', args=[caso.uuid])}, o en la identidad de esa "
            "persona.\n"
        ),
        clave=f"casos.contradiccion:{clave}",
    )
