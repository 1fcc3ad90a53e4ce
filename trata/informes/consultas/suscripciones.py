"""Lecturas de las suscripciones."""

from django.db.models import QuerySet

from regiones.models import EspacioRegional
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso
from trata.informes.models import SuscripcionDeInformes, VersionPublicada


def suscripciones_vivas() -> QuerySet[SuscripcionDeInformes]:
    """Las que no se dieron de baja."""
    return SuscripcionDeInformes.objects.filter(baja_en=None).select_related("persona", "espacio")


def suscripciones_de(usuario: Usuario) -> QuerySet[SuscripcionDeInformes]:
    """Las propias; la Secretaría ve todas."""
    vivas = suscripciones_vivas().select_related("registrado_por")
    if usuario.tiene_permiso(Permiso.INFORME_TRAMITAR):
        return vivas
    return vivas.filter(persona=usuario)


def ve_el_espacio(usuario: Usuario, espacio: EspacioRegional) -> bool:
    """La persona ve esa región."""
    return EspacioRegional.objects.visibles_para(usuario).filter(pk=espacio.pk).exists()


def ultima_publicada(suscripcion: SuscripcionDeInformes) -> VersionPublicada | None:
    """La versión más reciente de ese tipo y región."""
    return (
        VersionPublicada.objects.filter(
            informe__tipo=suscripcion.tipo, informe__espacio=suscripcion.espacio
        )
        .select_related("informe")
        .order_by("-registrado_en")
        .first()
    )
