"""Lo que comparten las acciones de regiones: alcance, bloqueo del espacio y guardado con reglas."""

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from django.db import models

from regiones.models import EspacioRegional
from trata.comun.errores import FueraDeAmbitoError
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso

M = TypeVar("M", bound=models.Model)


def exigir_espacio(
    espacio: EspacioRegional, por: Usuario, permiso: Permiso = Permiso.REGION_GESTIONAR
) -> None:
    """El espacio está en el ámbito de quien escribe (si no, no existe) y su rol lo permite."""
    if not por.ambito.cubre(espacio.ubigeo_id):
        raise FueraDeAmbitoError()
    exigir(por, permiso)


def bloquear(espacio: EspacioRegional) -> EspacioRegional:
    """Bloquea el espacio hasta el fin de la transacción: numeración y periodos sin carreras."""
    return EspacioRegional.objects.select_for_update().get(pk=espacio.pk)


def guardar_nuevo(objeto: M, *, por: Usuario | None, confirmados: Collection[str] = ()) -> M:
    """Corre las reglas y guarda un registro nuevo. Lanza `ValidationError` por campo."""
    objeto.registrado_por = por
    objeto.avisos_confirmados = confirmados
    objeto.full_clean()
    objeto.save()
    return objeto


def guardar_cambio(
    objeto: M, *, datos: Mapping[str, Any], version: int | None, confirmados: Collection[str] = ()
) -> M:
    """Pone los datos, corre las reglas y guarda si la versión sigue siendo la editada.

    `version=None` usa la del objeto (acciones que no vienen de un formulario).
    """
    for campo, valor in datos.items():
        setattr(objeto, campo, valor)
    objeto.avisos_confirmados = confirmados
    objeto.full_clean()
    return objeto.guardar_version(
        esperada=objeto.version if version is None else version, campos=tuple(datos)
    )
