"""Demostración de la Comisión: sesiones, asistencia y acuerdos sintéticos, marcados."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from politica.comision import acciones
from politica.comision.consultas import miembros_de
from politica.comision.models import Acuerdo, Representante, Sesion
from trata.cuentas.models import Entidad

AGENDA = (
    "Lectura y aprobación del acta anterior",
    "Avance de la política en el último semestre | Dirección de Derechos Fundamentales",
    "Seguimiento de acuerdos | Secretaría Técnica",
    "Varios",
)
ACUERDOS = (
    ("mimp", "S39", "Remitir el detalle de vacantes en los centros de acogida especializados."),
    ("mtpe", "S02", "Presentar el calendario de eventos de sensibilización por región."),
    ("mp", "S17", "Entregar la conciliación de cifras con la Policía Nacional del periodo."),
    ("minsa", "S32", "Informar las sesiones completas en los centros de salud mental."),
    ("mininter", "S04", "Programar asistencias técnicas en las regiones sin plan vigente."),
    ("migraciones", "S13", "Reportar los distritos de frontera priorizados que faltan cubrir."),
    ("mre", "S26", "Ampliar las campañas consulares de información."),
    ("minedu", None, "Designar punto focal titular y alterno."),
)
# Días hasta hoy de cada sesión; la negativa está por venir.
SESIONES = (250, 160, 70, -12)


@transaction.atomic
def poblar(decir: Callable[[str], None]) -> None:
    """Crea sesiones y acuerdos sintéticos; si ya están, no hace nada."""
    if Sesion.objects.filter(es_sintetico=True).exists():
        decir("Comisión: las sesiones de demostración ya estaban")
        return
    _representantes()
    pendientes = list(ACUERDOS)
    for i, dias in enumerate(SESIONES):
        fecha = (timezone.localtime() - timedelta(days=dias)).replace(
            hour=10, minute=0, second=0, microsecond=0
        )
        sesion = acciones.convocar_sesion(
            datos={
                "tipo": Sesion.Tipo.ORDINARIA,
                "fecha": fecha,
                "lugar": "Sala de reuniones (demostración)",
                "convocatoria": f"Oficio múltiple sintético {i + 1}",
                "convocada_el": (fecha - timedelta(days=7)).date(),
            },
            agenda=AGENDA,
            por=None,
        )
        Sesion.objects.filter(pk=sesion.pk).update(es_sintetico=True)
        if dias > 0:
            _celebrar(sesion, [pendientes.pop(0) for _ in range(min(3, len(pendientes)))], i)
    decir(f"Comisión: {len(SESIONES)} sesiones y {Acuerdo.objects.count()} acuerdos sintéticos")


def _representantes() -> None:
    """Titulares ficticios de algunas entidades."""
    for codigo in ("mininter", "mimp", "minsa", "mtpe", "mre", "migraciones"):
        Representante.objects.create(
            entidad=Entidad.objects.get(pk=codigo),
            tipo=Representante.Tipo.TITULAR,
            nombre=f"Representante de demostración ({codigo})",
            correo=f"{codigo}@ejemplo.pe",
            resolucion="Resolución sintética",
            desde=timezone.localdate() - timedelta(days=400),
            es_sintetico=True,
        )


def _celebrar(sesion: Sesion, acuerdos: list[tuple[str, str | None, str]], vuelta: int) -> None:
    """Pasa asistencia, acuerda y cierra; los acuerdos viejos ya tienen seguimiento."""
    miembros = miembros_de(sesion.composicion)
    presentes = {m.pk: "" for i, m in enumerate(miembros) if (i + vuelta) % 4}
    acciones.registrar_asistencia(sesion=sesion, presentes=presentes, por=None)
    sesion.refresh_from_db()
    for n, (entidad, servicio, texto) in enumerate(acuerdos):
        acuerdo = acciones.registrar_acuerdo(
            sesion=sesion,
            datos={
                "texto": texto,
                "responsable": Entidad.objects.get(pk=entidad),
                "servicio_id": servicio,
                "plazo": timezone.localtime(sesion.fecha).date() + timedelta(days=45 + 40 * n),
            },
            por=None,
        )
        Acuerdo.objects.filter(pk=acuerdo.pk).update(es_sintetico=True)
        if (vuelta + n) % 2 == 0:
            estado = "cumplido" if vuelta < 2 else "en_proceso"
            acciones.seguir_acuerdo(
                acuerdo=acuerdo,
                datos={
                    "estado": estado,
                    "texto": "Texto de demostración: la entidad informó por oficio.",
                    "cumplido_el": acuerdo.plazo if estado == "cumplido" else None,
                },
                version=acuerdo.version,
                por=None,
            )
    acciones.cerrar_sesion(sesion=sesion, desarrollo="Texto de demostración.", por=None)
