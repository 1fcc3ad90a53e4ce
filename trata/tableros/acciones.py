"""Lo que se escribe en los tableros."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from trata.auditoria.acciones import registrar_acceso
from trata.comun.errores import ErrorDeDominio
from trata.tableros.models import CruceGuardado, SuscripcionDeAlerta


def anotar_consulta(*, pedido: Any, por: Any) -> None:
    """Deja constancia de que una persona miró cifras del registro y con qué filtros.

    Lanza `ServicioNoDisponibleError` si no se puede anotar: entonces no se muestran.
    """
    registrar_acceso(
        usuario=por,
        objeto=por,
        campos=["tablero"],
        motivo=f"Consultó cifras del registro: {pedido.parametros()}",
    )


def anotar_exportacion(*, pedido: Any, columnas: Sequence[str], por: Any) -> None:
    """Deja constancia de quién sacó la lista de lo contado y con qué filtros."""
    registrar_acceso(
        usuario=por,
        objeto=por,
        campos=["lista_de_tablero", *columnas],
        motivo=f"Exportó la lista del tablero: {pedido.parametros()}",
        resultado="exportado",
    )


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
