"""Lecturas de trabajos, bandeja y correos retenidos."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from trata.cuentas.models import Usuario
from trata.trabajos.models import INTENTOS_PARA_ALERTA, CorreoRetenido, Salida, Trabajo

TONOS = {
    Trabajo.Estado.EN_COLA: "neutro",
    Trabajo.Estado.EN_CURSO: "info",
    Trabajo.Estado.TERMINADO: "exito",
    Trabajo.Estado.FALLIDO: "error",
    Trabajo.Estado.CANCELADO: "aviso",
    Trabajo.Estado.VENCIDO: "neutro",
}


def trabajos_de(usuario: Usuario) -> QuerySet[Trabajo]:
    """Los trabajos que pidió esa persona, el más reciente primero."""
    return Trabajo.objects.visibles_para(usuario)


def salidas_pendientes() -> QuerySet[Salida]:
    """Lo que aún no se entregó; primero lo que más ha fallado."""
    return Salida.objects.pendientes().order_by("-intentos", "creada_en")


def resumen_de_la_bandeja() -> dict[str, object]:
    """Cuántas salidas esperan, cuántas están atascadas, cuántas se entregaron en el último día y
    desde cuándo espera la más antigua."""
    hace_un_dia = timezone.now() - timedelta(days=1)
    return Salida.objects.aggregate(
        pendientes=Count("pk", filter=Q(hecha_en__isnull=True)),
        atascadas=Count("pk", filter=Q(hecha_en__isnull=True, intentos__gte=INTENTOS_PARA_ALERTA)),
        entregadas=Count("pk", filter=Q(hecha_en__gte=hace_un_dia)),
        mas_antigua=Min("creada_en", filter=Q(hecha_en__isnull=True)),
        ultima=Max("hecha_en"),
    )


def correos_retenidos() -> QuerySet[CorreoRetenido]:
    """Los correos que no salieron, el más reciente primero."""
    return CorreoRetenido.objects.all()


def retiene_correos() -> bool:
    """Dice si en esta instalación los correos se quedan en la tabla."""
    return settings.EMAIL_BACKEND == "trata.trabajos.correo.BuzonDeDemostracion"
