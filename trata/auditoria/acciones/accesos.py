"""Los verbos de la auditoría."""

from collections.abc import Sequence

from django.db import DatabaseError, connection, models, transaction

from trata.auditoria import contexto
from trata.auditoria.models import Acceso
from trata.comun.errores import ErrorDeDominio, ServicioNoDisponibleError
from trata.cuentas.models import Usuario

ESPERA_DEL_CANDADO = "3s"


def identificador_de(objeto: models.Model) -> str:
    """El identificador público de un objeto, o su llave si no tiene."""
    return str(getattr(objeto, "uuid", None) or objeto.pk)


def registrar_acceso(
    *,
    usuario: Usuario,
    objeto: models.Model,
    campos: Sequence[str],
    motivo: str,
    resultado: str = "mostrado",
) -> Acceso:
    """Anota que `usuario` va a ver `campos` de `objeto`, antes de mostrarlos y en su transacción.

    Lanza `ServicioNoDisponibleError` si no se puede anotar: entonces no se muestra nada. Lanza
    `ErrorDeDominio` si falta el motivo.
    """
    if not motivo.strip():
        raise ErrorDeDominio(
            "falta_motivo", "Escribe para qué necesitas ver este dato.", campos={"motivo": "Falta."}
        )
    actual = contexto.actual()
    rol = usuario.rol
    acceso = Acceso(
        usuario=usuario,
        rol=rol.codigo if rol else "",
        objeto_tipo=objeto._meta.label_lower,
        objeto_id=identificador_de(objeto),
        campos=list(campos),
        motivo=motivo.strip()[: contexto.LARGO_DE_MOTIVO],
        resultado=resultado,
        direccion=actual.get("direccion") or "",
        url=(actual.get("url") or "")[:300],
    )
    _guardar_o_negar(acceso)
    return acceso


def _guardar_o_negar(acceso: Acceso) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{ESPERA_DEL_CANDADO}'")
            acceso.save(force_insert=True)
            cursor.execute("SET LOCAL lock_timeout = DEFAULT")
    except DatabaseError as error:
        raise ServicioNoDisponibleError(
            "acceso_sin_registrar",
            "No podemos anotar quién mira este dato, así que no lo mostramos. Inténtalo luego.",
        ) from error
