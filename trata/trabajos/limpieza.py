"""Lo que caduca: resultados de trabajos, salidas entregadas, claves, marcas y sesiones antiguas."""

from datetime import timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from trata.trabajos.models import ClaveDeIdempotencia, EjecucionPeriodica, Salida, Trabajo

GUARDAR_SALIDAS = timedelta(days=90)
GUARDAR_CLAVES = timedelta(days=7)
GUARDAR_MARCAS = timedelta(days=800)
GUARDAR_TRABAJOS = timedelta(days=90)
GUARDAR_INTENTOS = timedelta(days=90)


def caducar() -> int:
    """Borra los archivos vencidos y lo operativo antiguo; devuelve cuántos trabajos vencieron."""
    ahora = timezone.now()
    vencidos = 0
    for trabajo in Trabajo.objects.filter(estado=Trabajo.Estado.TERMINADO, vence_en__lte=ahora):
        archivo = trabajo.archivo.name
        with transaction.atomic():
            trabajo.estado, trabajo.archivo = Trabajo.Estado.VENCIDO, ""
            trabajo.save(update_fields=["estado", "archivo"])
        if archivo:
            trabajo.archivo.storage.delete(archivo)
        vencidos += 1
    Salida.objects.filter(hecha_en__lt=ahora - GUARDAR_SALIDAS).delete()
    ClaveDeIdempotencia.objects.filter(creada_en__lt=ahora - GUARDAR_CLAVES).delete()
    EjecucionPeriodica.objects.filter(hecha_en__lt=ahora - GUARDAR_MARCAS).delete()
    Trabajo.objects.filter(terminado_en__lt=ahora - GUARDAR_TRABAJOS).delete()
    Session.objects.filter(expire_date__lt=ahora).delete()
    for intentos in (AccessAttempt, AccessFailureLog, AccessLog):
        intentos.objects.filter(attempt_time__lt=ahora - GUARDAR_INTENTOS).delete()
    return vencidos
