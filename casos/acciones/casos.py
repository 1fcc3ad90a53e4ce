"""Registrar y editar el caso, y decir quién lo lleva."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from casos.acciones.comunes import (
    bloquear,
    exigir_editable,
    exigir_visible,
    poner,
    terminar,
    validar,
)
from casos.models import Asignacion, Caso
from casos.reglas import grupo_calculado
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso
from trata.trabajos.sucesos import anunciar


def siguiente_codigo() -> str:
    """El código de un caso nuevo: TRATA-2026-000123. La secuencia no bloquea y admite saltos."""
    anio = timezone.localdate().year
    while True:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval('casos_numero')")
            codigo = f"TRATA-{anio}-{cursor.fetchone()[0]:06d}"
        if not Caso.objects.filter(codigo=codigo).exists():
            return codigo


@transaction.atomic
def registrar_caso(
    *, datos: Mapping[str, Any], por: Usuario, confirmar: Iterable[str] = ()
) -> Caso:
    """Crea un caso en borrador y se lo asigna a quien lo registra.

    Lanza `ValidationError` por campo y `SinPermisoError`.
    """
    exigir(por, Permiso.CASO_REGISTRAR)
    caso = Caso(codigo=siguiente_codigo(), registrado_por=por)
    poner(caso, {"entidad": por.entidad} | dict(datos))
    validar(caso, confirmar)
    caso.save(force_insert=True)
    Asignacion.objects.create(
        caso=caso, usuario=por, es_responsable=True, motivo="Lo registró", registrado_por=por
    )
    terminar(caso, por)
    anunciar(suceso="caso.registrado", objeto=caso.uuid, version=caso.version)
    return caso


@transaction.atomic
def editar_caso(
    *,
    caso: Caso,
    datos: Mapping[str, Any],
    version: int,
    por: Usuario,
    confirmar: Iterable[str] = (),
) -> Caso:
    """Cambia campos del caso si nadie lo cambió antes (`ConflictoError` si sí)."""
    exigir(por, Permiso.CASO_REGISTRAR)
    exigir_visible(caso, por)
    actual = bloquear(caso)
    exigir_editable(actual)
    campos = poner(actual, datos)
    validar(actual, confirmar)
    actual.guardar_version(esperada=version, campos=campos)
    if {"fecha_del_hecho", "fecha_de_registro"} & set(campos):
        _recalcular_grupos(actual)
    terminar(actual, por)
    anunciar(suceso="caso.cambiado", objeto=actual.uuid, version=actual.version)
    return actual


def _recalcular_grupos(caso: Caso) -> None:
    """La edad se cuenta a la fecha del hecho: si cambia, el grupo deducido también."""
    for victima in caso.victimas.vigentes().filter(forma_edad="nacimiento"):
        victima.caso = caso
        grupo = grupo_calculado(victima.datos_para_reglas())
        if grupo and grupo != victima.grupo_edad:
            victima.grupo_edad = grupo
            victima.guardar_version(esperada=victima.version, campos=["grupo_edad"])
