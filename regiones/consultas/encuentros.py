"""Lecturas de los encuentros macrorregionales y su seguimiento."""

from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils import timezone

from regiones.models import (
    AdopcionDePractica,
    BuenaPractica,
    Compromiso,
    EncuentroMacrorregional,
    EspacioRegional,
    NudoCritico,
    Objetivo,
)


def visibles(usuario: Any) -> QuerySet[EncuentroMacrorregional]:
    """Los encuentros que convocan a una región del ámbito, con sus cuentas."""
    hoy = timezone.localdate()
    abierto = Q(compromisos__estado__in=("pendiente", "en_proceso"))
    return (
        EncuentroMacrorregional.objects.visibles_para(usuario)
        .select_related("macrorregion", "anterior")
        .prefetch_related("convocadas")
        .annotate(
            n_nudos=Count("nudos", distinct=True),
            n_practicas=Count("practicas", distinct=True),
            n_compromisos=Count("compromisos", distinct=True),
            n_vencidos=Count(
                "compromisos", filter=abierto & Q(compromisos__plazo__lt=hoy), distinct=True
            ),
        )
        .order_by("-anio", F("mes").desc(nulls_last=True), "-pk")
    )


def de_un_espacio(espacio: EspacioRegional) -> QuerySet[EncuentroMacrorregional]:
    """Los encuentros que convocaron a un espacio."""
    return (
        EncuentroMacrorregional.objects.filter(convocadas=espacio)
        .prefetch_related("convocadas")
        .annotate(
            n_nudos=Count("nudos", distinct=True), n_practicas=Count("practicas", distinct=True)
        )
        .order_by("es_sintetico", "-anio", F("mes").desc(nulls_last=True), "-pk")
    )


def nudos_de(encuentro: EncuentroMacrorregional) -> QuerySet[NudoCritico]:
    """Nudos críticos con su región y de dónde vienen."""
    return encuentro.nudos.select_related("espacio", "origen__encuentro")


def practicas_de(encuentro: EncuentroMacrorregional) -> QuerySet[BuenaPractica]:
    """Buenas prácticas con su región y quién las adopta."""
    return encuentro.practicas.select_related("espacio").prefetch_related(
        Prefetch("adopciones", queryset=AdopcionDePractica.objects.select_related("espacio"))
    )


def compromisos_de(encuentro: EncuentroMacrorregional) -> QuerySet[Compromiso]:
    """Compromisos con su región y de dónde vienen."""
    return encuentro.compromisos.select_related("espacio", "origen__encuentro")


def por_objetivo(filas: Any) -> list[dict[str, Any]]:
    """Agrupa hallazgos por los tres objetivos, siempre los tres."""
    listas = {o: [] for o in Objetivo}
    for fila in filas:
        listas[Objetivo(fila.objetivo)].append(fila)
    return [{"objetivo": o.label, "filas": lista} for o, lista in listas.items()]


def adoptadas_por(espacio: EspacioRegional) -> QuerySet[AdopcionDePractica]:
    """Prácticas de otras regiones que el espacio estudia, adopta o adoptó."""
    return espacio.practicas_adoptadas.select_related("practica__espacio", "practica__encuentro")
