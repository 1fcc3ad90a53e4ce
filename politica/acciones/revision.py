"""Lo que hace la Secretaría Técnica (observar, validar) y la OGPP (dar conformidad)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from politica.acciones.comun import (
    avisar_a_la_entidad,
    bloquear,
    exigir_otra_persona,
    exigir_paso,
    mover,
)
from politica.consultas.personas import intervinieron_por_la_entidad
from politica.models import Observacion, Reporte
from trata.comun.errores import ErrorDeDominio
from trata.comun.formato import plural
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso

OBSERVACIONES = ("observación", "observaciones")


@transaction.atomic
def observar_reporte(
    *, reporte: Reporte, observaciones: Sequence[Mapping[str, Any]], por: Usuario
) -> Reporte:
    """Devuelve el reporte con observaciones por campo (`avance`, `campo`, `texto`)."""
    exigir(por, Permiso.REPORTE_VALIDAR)
    reporte = bloquear(reporte, por)
    exigir_paso(reporte, "observar")
    exigir_otra_persona(por, intervinieron_por_la_entidad(reporte))
    utiles = [o for o in observaciones if (o.get("texto") or "").strip()]
    if not utiles:
        raise ErrorDeDominio("sin_observaciones", "Escribe al menos una observación.")
    Observacion.objects.bulk_create(
        Observacion(
            reporte=reporte,
            avance=o.get("avance"),
            campo=o.get("campo", ""),
            texto=o["texto"].strip(),
            registrado_por=por,
        )
        for o in utiles
    )
    reporte = mover(reporte, "observar", por, nota=plural(len(utiles), *OBSERVACIONES))
    avisar_a_la_entidad(
        reporte,
        asunto=f"Observado: {reporte.codigo}, {reporte.periodo}",
        texto=f"La Secretaría Técnica dejó {plural(len(utiles), *OBSERVACIONES)} en tu reporte.",
    )
    return reporte


@transaction.atomic
def validar_reporte(*, reporte: Reporte, por: Usuario) -> Reporte:
    """Valida un reporte enviado. Nadie que haya participado en él puede hacerlo."""
    exigir(por, Permiso.REPORTE_VALIDAR)
    reporte = bloquear(reporte, por)
    exigir_paso(reporte, "validar")
    exigir_otra_persona(por, intervinieron_por_la_entidad(reporte))
    return mover(reporte, "validar", por, validado_en=timezone.now(), validado_por=por)


@transaction.atomic
def dar_conformidad(*, reporte: Reporte, por: Usuario) -> Reporte:
    """La OGPP da conformidad a lo validado: una segunda mirada, de otra persona."""
    exigir(por, Permiso.REPORTE_CONFORMIDAD)
    reporte = bloquear(reporte, por)
    exigir_paso(reporte, "dar_conformidad")
    exigir_otra_persona(por, intervinieron_por_la_entidad(reporte) | {reporte.validado_por_id})
    reporte = mover(reporte, "dar_conformidad", por, conforme_en=timezone.now(), conforme_por=por)
    avisar_a_la_entidad(
        reporte,
        asunto=f"Con conformidad: {reporte.codigo}, {reporte.periodo}",
        texto="Tu reporte fue validado y tiene la conformidad de la OGPP.",
    )
    return reporte
