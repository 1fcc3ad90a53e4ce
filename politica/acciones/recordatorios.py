"""Recordatorios del plazo: antes y después de vencer, un correo por entidad y día señalado."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from politica.consultas.personas import correos_de
from politica.consultas.reportes import por_recordar
from politica.models import Periodo
from trata.comun.formato import fecha_larga, plural
from trata.trabajos.acciones import enviar_correo

DIAS_ANTES = frozenset({15, 7, 3, 1, 0})
CADA_CUANTO_DESPUES = 7


def toca_recordar(faltan: int) -> bool:
    """Dice si hoy toca: 15, 7, 3, 1 y 0 días antes; el día siguiente y cada semana después."""
    if faltan >= 0:
        return faltan in DIAS_ANTES
    return faltan == -1 or -faltan % CADA_CUANTO_DESPUES == 0


def texto_de(periodo: Periodo, debe: int, faltan: int) -> tuple[str, str]:
    """Asunto y cuerpo del recordatorio, sin nombres de personas."""
    servicios = plural(debe, "reporte")
    plazo = fecha_larga(periodo.cierra_el)
    enlace = settings.DIRECCION_PUBLICA + reverse("politica:mis_reportes")
    if faltan >= 0:
        asunto = f"{periodo}: {plural(faltan, 'día')} para reportar"
        if faltan == 0:
            asunto = f"{periodo}: hoy vence el plazo para reportar"
        cuerpo = f"Tu entidad debe {servicios} del {periodo}. El plazo vence el {plazo}."
    else:
        asunto = f"{periodo}: plazo vencido hace {plural(-faltan, 'día')}"
        cuerpo = f"Tu entidad debe {servicios} del {periodo}. El plazo venció el {plazo}."
    return asunto, f"{cuerpo}\n\nReporta aquí: {enlace}\n"


@transaction.atomic
def recordar_plazos(*, hoy: date | None = None) -> int:
    """Encola los recordatorios que tocan hoy; devuelve a cuántas entidades. Repetible sin daño."""
    dia = hoy or timezone.localdate()
    avisadas = 0
    for periodo, entidad, debe in por_recordar(dia):
        faltan = (periodo.cierra_el - dia).days
        if not toca_recordar(faltan):
            continue
        destinatarios = correos_de(entidad)
        if not destinatarios:
            continue
        asunto, texto = texto_de(periodo, debe, faltan)
        enviar_correo(
            para=destinatarios,
            asunto=asunto,
            texto=texto,
            clave=f"politica:plazo:{periodo.uuid}:{entidad.pk}:{dia.isoformat()}",
        )
        avisadas += 1
    return avisadas
