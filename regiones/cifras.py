"""Cifras de las regiones que alimentan indicadores de la política."""

from datetime import date

from django.db.models import Q, QuerySet

from politica.calculados import CifraDelRegistro, Filtros
from regiones.consultas.capacitaciones import capacitados
from regiones.models import Capacitacion, EspacioRegional, PlanRegional
from trata.cuentas.permisos import Permiso


def capacitaciones_entre(desde: date, hasta: date) -> QuerySet[Capacitacion]:
    """Las que empezaron entre dos fechas; una sin fecha de inicio sólo cuenta en su año entero."""
    condicion = Q(inicio__range=(desde, hasta))
    if (desde.month, desde.day, hasta.month, hasta.day) == (1, 1, 12, 31):
        condicion |= Q(inicio__isnull=True, anio__range=(desde.year, hasta.year))
    return Capacitacion.objects.filter(condicion)


def espacios_con_plan(desde: date, hasta: date) -> QuerySet[EspacioRegional]:
    """Los espacios con un plan regional aprobado cuya vigencia toca el periodo."""
    vigentes = PlanRegional.objects.que_rigen(desde.year, hasta.year).filter(
        etapa=PlanRegional.Etapa.APROBADO
    )
    return EspacioRegional.objects.filter(pk__in=vigentes.values("espacio_id"))


def _participaciones(desde: date, hasta: date) -> int:
    return capacitados(capacitaciones_entre(desde, hasta)).participaciones


def _del_anio(desde: date, hasta: date) -> list[tuple[str, Filtros]]:
    return [
        (f"Año {anio}", {"anio": str(anio), "estado": "realizada"})
        for anio in range(desde.year, hasta.year + 1)
    ]


PERSONAS_CAPACITADAS = CifraDelRegistro(
    codigo="participaciones_en_capacitaciones",
    nombre="Participaciones en capacitaciones",
    unidad="participaciones",
    que_cuenta="Filas de lista y totales declarados de capacitaciones realizadas; no son personas "
    "distintas.",
    contar=_participaciones,
    vista="regiones:capacitaciones",
    permiso=Permiso.REGION_VER,
    filas=_del_anio,
)
ESPACIOS_CON_PLAN = CifraDelRegistro(
    codigo="espacios_con_plan",
    nombre="Espacios regionales con plan aprobado en vigor",
    unidad="espacios",
    que_cuenta="Espacios con un plan regional aprobado por norma cuya vigencia toca el periodo.",
    contar=lambda desde, hasta: espacios_con_plan(desde, hasta).count(),
    vista="regiones:lista",
    permiso=Permiso.REGION_VER,
    filas=lambda _desde, _hasta: [("Espacios regionales", {})],
)
