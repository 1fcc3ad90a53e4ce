"""Los archivos de un caso."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from casos.consultas.necesidad import casos_abiertos
from casos.models import Adjunto, Caso
from trata.cuentas.models import Usuario


def adjuntos_de(caso: Caso) -> QuerySet[Adjunto]:
    """Los que no se han retirado, en orden."""
    conjunto = Adjunto.objects.filter(caso=caso, retirado_en=None)
    return conjunto.select_related("caso", "registrado_por").order_by("numero")


def adjunto_de(caso: Caso, uuid: Any) -> Adjunto:
    """Un archivo del caso; 404 si no está."""
    adjunto = get_object_or_404(adjuntos_de(caso), uuid=uuid)
    adjunto.caso = caso
    return adjunto


def adjuntos_abiertos(conjunto: QuerySet[Adjunto], usuario: Usuario) -> QuerySet[Adjunto]:
    """De un conjunto, los de casos que el usuario lleva o tiene abiertos."""
    return conjunto.filter(caso__in=casos_abiertos(usuario))
