"""El barrido de la bandeja: al menos una vez, y con efecto una sola vez.

1. Se reclama una fila en una transacción corta, que además anota el intento y aplaza el
   siguiente: si el proceso muere a mitad, la fila vuelve sola y no se intenta sin descanso.
2. En otra transacción se bloquea la fila, se ejecuta el efecto y se marca hecha. Efecto y marca
   se guardan juntos o no se guarda ninguno.
"""

from datetime import timedelta
from pathlib import Path
from types import TracebackType

import structlog
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from trata.auditoria.contexto import como
from trata.trabajos.models import Salida

registro = structlog.get_logger(__name__)

ESPERA_INICIAL = timedelta(seconds=5)
ESPERA_MAXIMA = timedelta(hours=1)
LOTE = 200
ESPERA_DEL_CANDADO = "1s"


def espera(intentos: int) -> timedelta:
    """Cuánto se espera tras el intento número `intentos`: se dobla, hasta una hora; nunca acaba."""
    return min(ESPERA_INICIAL * 2 ** min(intentos - 1, 12), ESPERA_MAXIMA)


def donde(error: BaseException) -> str:
    """Tipo de error y línea donde ocurrió. Nunca su texto: puede llevar datos personales."""
    marco: TracebackType | None = error.__traceback__
    while marco is not None and marco.tb_next is not None:
        marco = marco.tb_next
    if marco is None:
        return type(error).__name__
    codigo = marco.tb_frame.f_code
    return f"{type(error).__name__} en {Path(codigo.co_filename).name}:{marco.tb_lineno}"


def reclamar() -> Salida | None:
    """Toma la salida pendiente más antigua y aplaza su siguiente intento; nada si no hay."""
    with transaction.atomic():
        salida = (
            Salida.objects.pendientes()
            .filter(proximo_en__lte=timezone.now())
            .select_for_update(skip_locked=True)
            .order_by("proximo_en", "id")
            .first()
        )
        if salida is None:
            return None
        salida.intentos += 1
        salida.proximo_en = timezone.now() + espera(salida.intentos)
        salida.save(update_fields=["intentos", "proximo_en"])
        return salida


def _bloquear(pk: int) -> Salida | None:
    """Bloquea la fila; nada si ya se entregó o si otro la está entregando hace rato.

    No se salta lo bloqueado: otro barrido que sólo la miraba al reclamar la suelta en el acto.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{ESPERA_DEL_CANDADO}'")
            salida = Salida.objects.pendientes().filter(pk=pk).select_for_update().first()
            cursor.execute("SET LOCAL lock_timeout = DEFAULT")
            return salida
    except OperationalError:
        return None


def entregar(pk: int) -> bool:
    """Ejecuta el efecto y lo marca hecho en la misma transacción; dice si lo hizo ahora."""
    with transaction.atomic():
        salida = _bloquear(pk)
        if salida is None:
            return False
        with como(None, motivo=f"bandeja: {salida.efecto}", proceso="bandeja"):
            import_string(settings.EFECTOS_DE_BANDEJA[salida.efecto])(salida.datos)
        salida.hecha_en = timezone.now()
        salida.ultimo_error = ""
        salida.save(update_fields=["hecha_en", "ultimo_error"])
        return True


def barrer(limite: int = LOTE) -> int:
    """Entrega hasta `limite` salidas pendientes; devuelve cuántas entregó."""
    entregadas = 0
    for _ in range(limite):
        salida = reclamar()
        if salida is None:
            break
        try:
            entregadas += entregar(salida.pk)
        except Exception as error:  # noqa: BLE001 - una salida rota no detiene a las demás
            Salida.objects.filter(pk=salida.pk).update(ultimo_error=donde(error)[:300])
            registro.error(
                "salida_fallida", efecto=salida.efecto, intentos=salida.intentos, error=donde(error)
            )
    return entregadas
