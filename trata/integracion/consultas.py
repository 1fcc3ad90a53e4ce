"""Lecturas de convenios y credenciales."""

from django.db.models import Count, Prefetch, Q, QuerySet

from trata.cuentas.models import Usuario
from trata.integracion.models import Convenio, Credencial, Entrega, Suscripcion


def convenios() -> QuerySet[Convenio]:
    """Todos, con su institución y sus credenciales."""
    credenciales = Credencial.objects.select_related("user", "convenio")
    return Convenio.objects.select_related("entidad").prefetch_related(
        Prefetch("credenciales", credenciales)
    )


def credenciales() -> QuerySet[Credencial]:
    """Todas, con su convenio y su cuenta."""
    return Credencial.objects.select_related("convenio__entidad", "user")


def cuentas_de_sistema() -> QuerySet[Usuario]:
    """Cuentas activas de sistemas."""
    return Usuario.objects.filter(es_sistema=True, is_active=True)


def suscripciones() -> QuerySet[Suscripcion]:
    """Todas, con cuántas entregas están pendientes o sin entregar."""
    return Suscripcion.objects.select_related("convenio__entidad").annotate(
        n_pendientes=Count("entregas", filter=Q(entregas__estado="pendiente")),
        n_muertas=Count("entregas", filter=Q(entregas__estado="muerta")),
    )


def entregas() -> QuerySet[Entrega]:
    """Todas, la última primero."""
    return Entrega.objects.select_related("suscripcion")
