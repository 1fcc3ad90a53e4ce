"""El sellador como proceso: sella, guarda el ancla, verifica cuando toca y late."""

import time
from collections.abc import Callable, Mapping
from datetime import timedelta

import structlog
from django.db import Error, connection, transaction
from django.utils import timezone

from trata.auditoria.models import PeticionDeVerificacion, Verificacion
from trata.auditoria.sello.anclas import archivos_propios, guardar_ancla, leer_anclas, ultima_ancla
from trata.auditoria.sello.conciliar import conciliar
from trata.auditoria.sello.sellar import sellar, transaccion_mas_antigua
from trata.auditoria.sello.verificar import Resultado, verificar

registro = structlog.get_logger(__name__)

CADA_CUANTO_VERIFICA = timedelta(hours=24)
HALLAZGOS_QUE_SE_GUARDAN = 500


def sellar_pendiente(llaves: Mapping[str, bytes]) -> int | None:
    """Sella lo pendiente en un lote y guarda su ancla; devuelve el número o `None`."""
    with connection.cursor() as cursor:
        desde = transaccion_mas_antigua(cursor)
        with transaction.atomic():
            numero = sellar(cursor, llaves, desde=desde)
        if numero is not None:
            ancla = ultima_ancla(cursor)
            if ancla is not None:
                guardar_ancla(ancla)
    return numero


def verificar_ahora(llaves: Mapping[str, bytes], *, guardar: bool = True) -> Resultado:
    """Verifica toda la historia contra la base y las anclas propias; guarda el resultado."""
    inicio = time.monotonic()
    with transaction.atomic(), connection.cursor() as cursor:
        if not connection.savepoint_ids:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        resultado = verificar(cursor, llaves, leer_anclas(archivos_propios()))
        resultado.hallazgos += conciliar(cursor)
    if guardar:
        Verificacion.objects.create(
            lotes=resultado.lotes,
            filas=resultado.filas,
            por_sellar=resultado.por_sellar,
            milisegundos=int((time.monotonic() - inicio) * 1000),
            hallazgos=[h.como_dict() for h in resultado.hallazgos[:HALLAZGOS_QUE_SE_GUARDAN]],
            hallazgos_en_total=len(resultado.hallazgos),
        )
    return resultado


def toca_verificar() -> bool:
    """Dice si alguien pidió verificar o si la última verificación tiene un día."""
    if PeticionDeVerificacion.objects.filter(atendida_en__isnull=True).exists():
        return True
    ultima = Verificacion.objects.order_by("-momento").first()
    return ultima is None or ultima.momento < timezone.now() - CADA_CUANTO_VERIFICA


def dar_una_vuelta(llaves: Mapping[str, bytes]) -> None:
    """Sella todo lo pendiente y verifica si toca."""
    while sellar_pendiente(llaves) is not None:
        pass
    if toca_verificar():
        pedidas = list(
            PeticionDeVerificacion.objects.filter(atendida_en__isnull=True).values_list(
                "pk", flat=True
            )
        )
        resultado = verificar_ahora(llaves)
        if not resultado.es_integra:
            registro.error("historia_alterada", hallazgos=len(resultado.hallazgos))
        PeticionDeVerificacion.objects.filter(pk__in=pedidas).update(atendida_en=timezone.now())


def sellar_sin_parar(
    llaves: Mapping[str, bytes],
    *,
    cada: float,
    sigue: Callable[[], bool],
    tras_cada_vuelta: Callable[[], None],
) -> None:
    """Da una vuelta cada `cada` segundos mientras `sigue()`; una base caída sólo la retrasa.

    `tras_cada_vuelta` anota que el proceso vive.
    """
    while sigue():
        try:
            dar_una_vuelta(llaves)
            tras_cada_vuelta()
        except Error as error:
            registro.error("sellador_sin_base", error=type(error).__name__)
            connection.close()
        limite = time.monotonic() + cada
        while sigue() and time.monotonic() < limite:
            time.sleep(min(0.5, cada))
