"""Lecturas sueltas de las pantallas: entidades, dinero, puntos focales y fuentes citadas."""

import re
from collections.abc import Iterable

from django.db.models import QuerySet

from politica.catalogo import fuentes
from politica.consultas.personas import puntos_focales_de
from politica.models import Periodo, RecursoServicio, Reporte, es_de_una_entidad
from trata.cuentas.models import Designacion, Entidad, Usuario


def entidad_de(codigo: str, usuario: Usuario) -> Entidad | None:
    """La entidad, si existe y `usuario` la puede ver."""
    entidad = Entidad.objects.filter(pk=codigo).select_related("sector").first()
    if entidad is None:
        return None
    propia = usuario.entidad_id in {entidad.pk, entidad.sector_id}
    return entidad if propia or not es_de_una_entidad(usuario) else None


def puntos_focales(entidad: Entidad) -> list[Designacion]:
    """Titular, alterno y demás de la entidad y de sus órganos, con su resolución."""
    return puntos_focales_de([entidad.pk])


def dinero_de(servicios: Iterable[str]) -> list[RecursoServicio]:
    """PIA, PIM y devengado de estos servicios, por año."""
    return list(
        RecursoServicio.objects.filter(servicio__in=list(servicios)).order_by("servicio", "-anio")
    )


def reporte_de_servicio(servicio: str, periodo: Periodo, usuario: Usuario) -> Reporte | None:
    """El reporte visible de un servicio en un periodo."""
    return (
        Reporte.objects.visibles_para(usuario)
        .filter(servicio_id=servicio, periodo=periodo)
        .select_related("periodo", "entidad")
        .first()
    )


def fuentes_citadas(texto: str) -> list[dict[str, str]]:
    """Las fuentes que nombra un elemento, con su título y dirección."""
    claves = re.findall(r"\b[A-Z]{3,}\b", texto)
    return [fuentes()[c] | {"clave": c} for c in dict.fromkeys(claves) if c in fuentes()]


def entidades() -> QuerySet[Entidad]:
    """Las entidades vigentes."""
    return Entidad.objects.filter(vigente_hasta__isnull=True)
