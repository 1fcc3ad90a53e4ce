"""Lo que se escribe en los tableros."""

from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from trata.comun.errores import ErrorDeDominio
from trata.tableros.models import CruceGuardado, SuscripcionDeAlerta


def guardar_cruce(*, nombre: str, consulta: str, por: Any) -> CruceGuardado:
    """Guarda (o reemplaza, si el nombre ya existe) un cruce propio.

    De `consulta` sólo quedan pares clave=valor bien formados. Lanza `ErrorDeDominio` sin nombre.
    """
    limpio = " ".join(nombre.split())[:120]
    if not limpio:
        raise ErrorDeDominio(
            "falta_nombre", "Ponle un nombre al cruce.", campos={"nombre": "Falta."}
        )
    pares = urlencode(parse_qsl(consulta, max_num_fields=40))[:600]
    guardado, _ = CruceGuardado.objects.update_or_create(
        propietario=por, nombre=limpio, defaults={"consulta": pares}
    )
    return guardado


def borrar_cruce(*, uuid: UUID, por: Any) -> None:
    """Quita un cruce propio; si no existe o es ajeno, no pasa nada."""
    CruceGuardado.objects.filter(uuid=uuid, propietario=por).delete()


def cambiar_suscripcion(*, fuente: str, activa: bool, por: Any) -> None:
    """Activa o quita el aviso por correo de una fuente. Lanza `ErrorDeDominio` si no existe."""
    if fuente not in SuscripcionDeAlerta.Fuente.values:
        raise ErrorDeDominio("fuente_desconocida", "Esa fuente no existe.")
    if activa:
        SuscripcionDeAlerta.objects.get_or_create(usuario=por, fuente=fuente)
    else:
        SuscripcionDeAlerta.objects.filter(usuario=por, fuente=fuente).delete()
