"""Quién reporta por cada entidad, según su designación vigente."""

from collections.abc import Iterable

from django.db.models import Q

from politica.models import Reporte
from trata.cuentas.models import Designacion, Entidad, Usuario

PUNTO_FOCAL = "punto_focal"


def calidad_de(usuario: Usuario) -> str:
    """Titular, alterno, subreportante o aprobador; vacío si no es punto focal."""
    for designacion in usuario.designaciones_vigentes:
        if designacion.rol == PUNTO_FOCAL:
            return designacion.calidad
    return ""


def puede_enviar(usuario: Usuario) -> bool:
    """Envía el titular, el alterno o quien aprueba por la entidad; el subreportante presenta."""
    calidad = calidad_de(usuario)
    if usuario.es_sistema:
        return True
    return bool(calidad) and calidad != Designacion.Calidad.SUBREPORTANTE


def correos_de(entidad: Entidad) -> list[str]:
    """Correos de los puntos focales (titular y alterno) de la entidad o de su sector."""
    quienes = Designacion.objects.vigentes().filter(
        Q(usuario__entidad=entidad) | Q(usuario__entidad_id=entidad.sector_id),
        rol=PUNTO_FOCAL,
        calidad__in=[Designacion.Calidad.TITULAR, Designacion.Calidad.ALTERNO],
        usuario__is_active=True,
    )
    correos = quienes.values_list("usuario__email", flat=True)
    return sorted({c for c in correos if c})


def puntos_focales_de(entidades: Iterable[str]) -> list[Designacion]:
    """Las designaciones vigentes de punto focal de estas entidades y sus órganos."""
    codigos = list(entidades)
    return list(
        Designacion.objects.vigentes()
        .filter(
            Q(usuario__entidad__in=codigos) | Q(usuario__entidad__sector__in=codigos),
            rol=PUNTO_FOCAL,
            usuario__is_active=True,
        )
        .select_related("usuario", "usuario__entidad")
        .order_by("calidad", "usuario__apellidos")
    )


def intervinieron_por_la_entidad(reporte: Reporte) -> set[int]:
    """Identificadores de quienes escribieron o enviaron este reporte."""
    propios = {reporte.registrado_por_id, reporte.enviado_por_id, reporte.aprobado_por_id}
    movidos = reporte.movimientos.exclude(
        hasta__in=["observado", "validado", "conforme", "cerrado"]
    )
    return {x for x in propios | set(movidos.values_list("registrado_por_id", flat=True)) if x}
