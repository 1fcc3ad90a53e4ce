"""Contar en vivo sobre los hechos lo que ninguna celda guarda: filtros libres y cruces sueltos.

Los mismos hechos de los que salen las celdas y la misma regla de qué cuenta; por eso coinciden.
Los nombres de columna salen del catálogo; los valores van por parámetros.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet

from trata.agregados.cortes import Corte
from trata.agregados.models.hechos import HechoModel
from trata.agregados.motor import vivos
from trata.agregados.motor.calculo import MEMORIA
from trata.agregados.motor.fuentes import FuenteDeHechos, fuentes
from trata.agregados.variables import NO_CONSTA, TOTAL, catalogo

Conteos = dict[int, dict[int, int]]


def fuente_de(corte: Corte) -> FuenteDeHechos:
    """La fuente de hechos de la unidad del corte."""
    return next(f for f in fuentes() if f.unidad == corte.unidad)


def condiciones(corte: Corte) -> dict[str, Any]:
    """El lugar y los filtros del corte como valores de columnas."""
    pedidas = {"departamento": corte.departamento, "provincia": corte.provincia}
    propias = fuente_de(corte).variables
    filtros = {codigo: n for codigo, n in corte.filtros if codigo in propias}
    return {c: v for c, v in pedidas.items() if v is not None} | filtros


def _periodo(corte: Corte) -> Q:
    """El período sobre los hechos. Año 0 = todos."""
    if corte.tramo:
        return corte.tramo.en_hechos
    if not corte.anio:
        return Q()
    return Q(anio=corte.anio) if corte.mes is None else Q(anio=corte.anio, mes=corte.mes)


def hechos(corte: Corte) -> QuerySet[HechoModel]:
    """Los hechos que cuentan en el corte: tantas filas como dice la figura."""
    propios = fuente_de(corte).modelo.objects.filter(contable=True, **condiciones(corte))
    return propios.filter(_periodo(corte))


@dataclass(frozen=True)
class Lectura:
    """Todo lo que un tablero pide de un corte, contado de una sola pasada.

    `conteos` va de variable a {categoría: n}; `pares`, de los pares que salen de la misma pasada a
    {(categoría, categoría): n}; `meses` va por (año, mes) y `lugares`, por (departamento,
    provincia).
    """

    conteos: Conteos
    pares: dict[tuple[str, str], dict[tuple[int, int], int]]
    meses: dict[tuple[int, int], int] = field(default_factory=dict)
    lugares: dict[tuple[int, int], int] = field(default_factory=dict)


def lectura(corte: Corte) -> Lectura:
    """Una pasada por los hechos del corte.

    Las variables se cuentan por paquetes (ver `vivos.paquetes`) y los márgenes de cada paquete se
    suman aquí.
    """
    f = fuente_de(corte)
    armada = vivos.vivos(f.tabla, f.variables)
    filas, parametros = hechos(corte).order_by().values("pk").query.sql_with_params()
    donde = filas.split(" WHERE ", 1)[1]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('work_mem', %s, true)", [MEMORIA])
        cursor.execute(armada.consulta.replace(vivos.FILTRO, donde), parametros)
        leidas = cursor.fetchall()
    return _repartir(f, armada, leidas)


def _repartir(f: FuenteDeHechos, armada: vivos.Vivos, filas: list[tuple]) -> Lectura:
    conteos: Conteos = {TOTAL: {}} | {catalogo().variables[v].numero: {} for v in f.variables}
    pares: dict[tuple[str, str], dict] = {p: defaultdict(int) for p in armada.pares}
    meses, lugares = {}, {}
    for mascara, n, *valores in filas:
        columnas = armada.de_mascara[mascara]
        grupo = dict(zip(armada.columnas, valores, strict=True))
        if columnas == vivos.MES:
            meses[grupo["anio"], grupo["mes"]] = n
        elif columnas == vivos.LUGAR:
            lugares[grupo["departamento"], grupo["provincia"]] = n
        elif not columnas:
            conteos[TOTAL][NO_CONSTA] = n
        else:
            for v in columnas:
                cuenta = conteos[catalogo().variables[v].numero]
                cuenta[grupo[v]] = cuenta.get(grupo[v], 0) + n
            for a, b in armada.pares:
                if a in columnas:
                    pares[a, b][grupo[a], grupo[b]] += n
    return Lectura(conteos, {p: dict(c) for p, c in pares.items()}, meses, lugares)


def conteos(corte: Corte) -> Conteos:
    """Todos los márgenes del corte: {variable: {categoría: n}}."""
    return lectura(corte).conteos


def cruce(corte: Corte, primera: str, segunda: str) -> dict[tuple[int, int], int]:
    """El cruce de dos variables cualesquiera."""
    filas = hechos(corte).values_list(primera, segunda).annotate(n=Count("*"))
    return {(a, b): n for a, b, n in filas.order_by()}


def agrupado(corte: Corte, *columnas: str) -> dict[Any, int]:
    """Total por año, mes, departamento, provincia o variable; con dos columnas, por el par."""
    filas = hechos(corte).values_list(*columnas).annotate(n=Count("*")).order_by(*columnas)
    return {(x[0] if len(columnas) == 1 else tuple(x[:-1])): x[-1] for x in filas}
