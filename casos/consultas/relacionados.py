"""Casos que podrían ser el mismo hecho que uno dado, con las razones, y lo que ya se decidió."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from casos.consultas.busqueda import DIAS_DE_CERCANIA, completar_filas
from casos.models import (
    Caso,
    CasoLugar,
    CasosVinculados,
    ClaveExterna,
    Identidad,
    Operativo,
    UnionDeCasos,
)
from trata.comun.formato import plural
from trata.cuentas.models import Usuario

CUANTOS = 20
PESOS = {"numero": 8, "persona": 6, "operativo": 6, "lugar": 1}


@dataclass
class PosibleHecho:
    """Otro caso visible que podría ser el mismo hecho."""

    caso: Caso
    razones: list[str] = field(default_factory=list)


def vinculos_de(caso: Caso, usuario: Usuario) -> list[tuple[Caso, CasosVinculados]]:
    """Los casos con que ya se le relacionó y que el usuario también ve; los distintos, al final."""
    vinculos = (
        CasosVinculados.objects.filter(Q(uno=caso) | Q(otro=caso))
        .select_related("uno__entidad", "otro__entidad", "registrado_por")
        .order_by("-id")
    )
    pares = [(v.otro if v.uno_id == caso.pk else v.uno, v) for v in vinculos]
    visibles = Caso.objects.visibles_para(usuario).filter(pk__in=[c.pk for c, _ in pares])
    a_la_vista = set(visibles.values_list("pk", flat=True))
    hallados = [(c, v) for c, v in pares if c.pk in a_la_vista]
    completar_filas([c for c, _ in hallados])
    return sorted(hallados, key=lambda par: par[1].relacion == "distinto")


def vinculo_de(caso: Caso, usuario: Usuario, uuid: Any) -> CasosVinculados:
    """Un vínculo del caso cuyos dos lados el usuario ve; 404 si no."""
    visibles = Caso.objects.visibles_para(usuario).values("pk")
    conjunto = CasosVinculados.objects.filter(Q(uno=caso) | Q(otro=caso))
    return get_object_or_404(conjunto.filter(uno__in=visibles, otro__in=visibles), uuid=uuid)


def uniones_de_caso(caso: Caso, usuario: Usuario) -> QuerySet[UnionDeCasos]:
    """Las uniones en pie de un caso, de las que el usuario ve los dos lados."""
    visibles = Caso.objects.visibles_para(usuario).values("pk")
    return UnionDeCasos.objects.filter(
        Q(queda=caso) | Q(sale=caso), queda__in=visibles, sale__in=visibles, deshecha_en=None
    ).select_related("queda", "sale", "registrado_por")


def caso_por_codigo(usuario: Usuario, codigo: str) -> Caso | None:
    """Un caso visible por su código."""
    return Caso.objects.visibles_para(usuario).filter(codigo__iexact=codigo.strip()).first()


def _por_numero(caso: Caso, otros: QuerySet[Caso]) -> dict[int, str]:
    numeros = caso.claves.vigentes().values_list("numero", flat=True)
    iguales = ClaveExterna.objects.vigentes().filter(numero__in=list(numeros), caso__in=otros)
    return {c: f"También tiene el número {n}" for c, n in iguales.values_list("caso", "numero")}


def _por_persona(caso: Caso, otros: QuerySet[Caso]) -> dict[int, str]:
    """Comparten personas ya reunidas en una. Quien tiene reserva de identidad no cuenta."""
    buscables = Identidad.objects.buscables().filter(retirada_en=None)
    unicas = buscables.filter(caso=caso).exclude(persona_unica=None).values("persona_unica")
    cuantas: dict[int, int] = defaultdict(int)
    compartidas = buscables.filter(persona_unica__in=unicas, caso__in=otros)
    for otro in compartidas.values_list("caso", flat=True):
        cuantas[otro] += 1
    return {c: f"Comparten {plural(n, 'persona')}" for c, n in cuantas.items()}


def _por_operativo(caso: Caso, otros: QuerySet[Caso]) -> dict[int, str]:
    notas = caso.operativos.vigentes().exclude(nota_informativa="")
    iguales = Operativo.objects.vigentes().filter(
        nota_informativa__in=list(notas.values_list("nota_informativa", flat=True)),
        caso__in=otros,
    )
    return {c: "La misma nota informativa" for c in iguales.values_list("caso", flat=True)}


def _por_lugar_y_fecha(caso: Caso, otros: QuerySet[Caso]) -> dict[int, str]:
    registro = caso.lugares.vigentes().filter(rol="registro").values_list("ubigeo", flat=True)
    dia = caso.fecha_de_registro
    if dia is None or not registro:
        return {}
    margen = timedelta(days=DIAS_DE_CERCANIA)
    mismos = CasoLugar.objects.vigentes().filter(rol="registro", ubigeo__in=list(registro))
    cerca = otros.filter(
        pk__in=mismos.values("caso"), fecha_de_registro__range=(dia - margen, dia + margen)
    )
    return {
        pk: "Mismo lugar de registro y "
        + ("misma fecha" if fecha == dia else f"{plural(abs((fecha - dia).days), 'día')} aparte")
        for pk, fecha in cerca.values_list("pk", "fecha_de_registro")[:CUANTOS]
    }


def posibles_hechos(caso: Caso, usuario: Usuario) -> list[PosibleHecho]:
    """Otros casos visibles que podrían ser el mismo hecho; los ya decididos no se repiten."""
    decididos = CasosVinculados.objects.filter(Q(uno=caso) | Q(otro=caso))
    vistos = {pk for par in decididos.values_list("uno", "otro") for pk in par} | {caso.pk}
    otros = (
        Caso.objects.visibles_para(usuario)
        .exclude(pk__in=vistos)
        .exclude(estado=Caso.Estado.ANULADO)
    )
    razones: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for peso, halladas in (
        (PESOS["numero"], _por_numero(caso, otros)),
        (PESOS["persona"], _por_persona(caso, otros)),
        (PESOS["operativo"], _por_operativo(caso, otros)),
        (PESOS["lugar"], _por_lugar_y_fecha(caso, otros)),
    ):
        for pk, razon in halladas.items():
            razones[pk].append((peso, razon))
    mejores = sorted(razones, key=lambda pk: (-sum(p for p, _ in razones[pk]), -pk))[:CUANTOS]
    casos = {c.pk: c for c in Caso.objects.filter(pk__in=mejores).select_related("entidad")}
    completar_filas(list(casos.values()))
    return [PosibleHecho(casos[pk], [r for _, r in razones[pk]]) for pk in mejores]
