"""Contar en vivo sobre los hechos lo que ninguna celda guarda: filtros libres y cruces sueltos.

Los mismos hechos de los que salen las celdas y la misma regla de qué cuenta; por eso coinciden.
Los nombres de columna salen del catálogo; los valores van por parámetros.
"""

from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet

from trata.agregados.cortes import Corte
from trata.agregados.models.hechos import HechoModel
from trata.agregados.motor import sentencias
from trata.agregados.motor.fuentes import FuenteDeHechos, fuentes


def fuente_de(corte: Corte) -> FuenteDeHechos:
    """La fuente de hechos de la unidad del corte."""
    return next(f for f in fuentes() if f.unidad == corte.unidad)


def condiciones(corte: Corte) -> dict[str, Any]:
    """El corte como filtros de columnas. Año 0 = todos."""
    pedidas = {
        "anio": corte.anio or None,
        "departamento": corte.departamento,
        "provincia": corte.provincia,
        "mes": corte.mes,
    }
    propias = fuente_de(corte).variables
    filtros = {codigo: n for codigo, n in corte.filtros if codigo in propias}
    return {c: v for c, v in pedidas.items() if v is not None} | filtros


def hechos(corte: Corte) -> QuerySet[HechoModel]:
    """Los hechos que cuentan en el corte: tantas filas como dice la figura."""
    return fuente_de(corte).modelo.objects.filter(contable=True, **condiciones(corte))


def conteos(corte: Corte) -> dict[int, dict[int, int]]:
    """Todos los márgenes del corte en una consulta: {variable: {categoría: n}}."""
    filtros = condiciones(corte)
    donde = " AND ".join(f"{columna} = %({columna})s" for columna in filtros) or "TRUE"
    encontrados: dict[int, dict[int, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(sentencias.margenes_vivos(fuente_de(corte)).format(filtro=donde), filtros)
        for variable, categoria, n in cursor.fetchall():
            encontrados.setdefault(variable, {})[categoria] = n
    return encontrados


def cruce(corte: Corte, primera: str, segunda: str) -> dict[tuple[int, int], int]:
    """El cruce de dos variables cualesquiera."""
    filas = hechos(corte).values_list(primera, segunda).annotate(n=Count("id"))
    return {(a, b): n for a, b, n in filas.order_by()}


def agrupado(corte: Corte, columna: str) -> dict[int, int]:
    """Total por año, mes, departamento o provincia."""
    filas = hechos(corte).values_list(columna).annotate(n=Count("id")).order_by(columna)
    return dict(filas)
