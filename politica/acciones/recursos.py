"""El dinero de cada servicio y año."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from politica.models import RecursoServicio, Servicio
from trata.comun.errores import FueraDeAmbitoError
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso


@transaction.atomic
def registrar_recurso(
    *,
    servicio: Servicio,
    anio: int,
    datos: Mapping[str, Any],
    version: int | None,
    por: Usuario,
    confirmados: Collection[str] = (),
) -> RecursoServicio:
    """Guarda PIA, PIM, devengado y fuente de un servicio en un año.

    `version` es la que la persona tenía delante; `None` si aún no había fila.
    """
    exigir(por, Permiso.REPORTE_REGISTRAR)
    propia = servicio.entidad is not None and por.entidad_id in {
        servicio.entidad_id,
        servicio.entidad.sector_id,
    }
    if not propia or por.entidad_id is None:
        raise FueraDeAmbitoError()
    recurso, nuevo = RecursoServicio.objects.get_or_create(
        servicio=servicio, anio=anio, defaults={"registrado_por": por}
    )
    for campo, valor in datos.items():
        setattr(recurso, campo, valor)
    recurso.actualizado_por = por
    recurso.avisos_confirmados = confirmados
    recurso.full_clean(exclude=["servicio"])
    esperada = recurso.version if nuevo or version is None else version
    return recurso.guardar_version(esperada=esperada)
