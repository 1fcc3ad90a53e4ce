"""Conjuntos que la API recorta al alcance de quien pide."""

from django.db.models import Q, QuerySet

from politica.models import Indicador, Servicio, es_de_una_entidad
from trata.cuentas.models import Usuario


def servicios_visibles(conjunto: QuerySet[Servicio], usuario: Usuario) -> QuerySet[Servicio]:
    """Quien reporta por una entidad ve los suyos y los de los órganos de su sector."""
    if not es_de_una_entidad(usuario):
        return conjunto
    propia = usuario.entidad_id
    return conjunto.filter(Q(entidad=propia) | Q(entidad__sector=propia))


def indicadores_visibles(conjunto: QuerySet[Indicador], usuario: Usuario) -> QuerySet[Indicador]:
    """Los de los servicios visibles y los de objetivo a cargo de la entidad."""
    if not es_de_una_entidad(usuario):
        return conjunto
    propia = usuario.entidad_id
    return conjunto.filter(
        Q(servicio__entidad=propia)
        | Q(servicio__entidad__sector=propia)
        | Q(entidad=propia)
        | Q(entidad__sector=propia)
    )
