"""Lecturas del trámite: lo que se envió y lo que nadie confirmó."""

from typing import Any

from django.db.models import QuerySet

from trata.cuentas.models import Usuario
from trata.informes.models import Envio, Informe, VersionPublicada


def version_de(informe: Informe, version: int) -> VersionPublicada | None:
    """Una versión publicada de un informe ya recortado al ámbito."""
    return informe.versiones.select_related("tramite", "informe").filter(version=version).first()


def envio_visible(uuid: Any, usuario: Usuario) -> Envio | None:
    """Un envío de un informe que el usuario ve."""
    return _visibles(usuario).filter(uuid=uuid).first()


def cargos_pendientes(usuario: Usuario) -> QuerySet[Envio]:
    """Lo enviado que nadie confirmó: primero lo que espera hace más."""
    return _visibles(usuario).filter(recibido_el=None)


def _visibles(usuario: Usuario) -> QuerySet[Envio]:
    return Envio.objects.filter(
        version_publicada__informe__in=Informe.objects.visibles_para(usuario)
    ).select_related("version_publicada__informe__espacio", "entidad", "registrado_por")
