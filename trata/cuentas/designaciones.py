"""Dar un rol es un acto de dos personas: una administra, otra lo aprueba."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse

from trata.cuentas.acciones import comprobar_designacion, designar
from trata.cuentas.acciones.autorizaciones import pedir_autorizacion
from trata.cuentas.actos import Acto
from trata.cuentas.models import Autorizacion, Usuario
from trata.cuentas.permisos import Permiso
from trata.cuentas.roles import nombre_del_rol

FECHAS = ("desde", "hasta")


def _leer(datos: Mapping[str, Any]) -> dict[str, Any]:
    """Los datos del pedido, con sus fechas otra vez como fechas; la que no se puso, `None`."""
    fechas = {c: date.fromisoformat(datos[c]) if datos[c] else None for c in FECHAS if c in datos}
    return {**datos, **fechas}


def _ejecutar(autorizacion: Autorizacion) -> str:
    usuario = Usuario.objects.get(uuid=autorizacion.objeto)
    designar(usuario=usuario, datos=_leer(autorizacion.datos), por=autorizacion.solicitante)
    return reverse("cuentas:usuario", args=[usuario.uuid])


DESIGNAR = Acto(
    "cuentas.designar",
    "Dar un rol",
    pide=Permiso.USUARIO_GESTIONAR,
    deciden=(Permiso.RECERTIFICAR, Permiso.USUARIO_GESTIONAR),
    ejecutar=_ejecutar,
    # Nadie decide sobre su propia cuenta, tampoco como segunda persona.
    alcanza=lambda usuario, autorizacion: str(usuario.uuid) != autorizacion.objeto,
)


@transaction.atomic
def pedir_designacion(
    *, usuario: Usuario, datos: Mapping[str, Any], motivo: str, por: Usuario
) -> Autorizacion:
    """Comprueba que se podría dar el rol y lo deja a la espera de otra persona."""
    comprobar_designacion(usuario=usuario, datos=datos, por=por)
    ambito = "nacional" if "" in datos["prefijos"] else ", ".join(datos["prefijos"])
    return pedir_autorizacion(
        tipo=DESIGNAR.codigo,
        objeto=str(usuario.uuid),
        datos={c: v.isoformat() if isinstance(v, date) else v for c, v in datos.items()},
        resumen=f"Dar a {usuario.username} el rol {nombre_del_rol(datos['rol'])}, ámbito {ambito}",
        motivo=motivo,
        por=por,
    )
