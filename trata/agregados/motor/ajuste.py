"""Ajustar celdas por diferencia, para cuando volver a contar una rebanada entera es caro.

La diferencia es entre los hechos guardados y los recién derivados, en la misma transacción que
los cambia y con el candado tomado: si se cae, se deshace entera; si se repite, es nula. No hay
manera de contar dos veces. Da lo mismo que recalcular (hay una prueba de que es igual), y la
revisión nocturna lo comprueba.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import connection

from trata.agregados.motor import sentencias
from trata.agregados.motor.fuentes import FuenteDeHechos
from trata.agregados.motor.sentencias import CELDA, REGISTRO
from trata.agregados.variables import catalogo

# Cada nivel: qué coordenadas tiene; las demás son nulas. Los pares sólo existen por año.
NIVELES = (
    ("departamento", "anio", "mes"),
    ("departamento", "anio"),
    ("anio", "mes"),
    ("anio",),
    ("departamento", "provincia", "anio"),
)
NIVELES_DE_PARES = (("departamento", "anio"), ("anio",))
LUGAR = ("departamento", "provincia", "anio", "mes")
Hecho = Mapping[str, Any]


def diferencia(
    f: FuenteDeHechos, antes: Iterable[Hecho], ahora: Iterable[Hecho]
) -> dict[tuple[str, ...], Counter[tuple[int, ...]]]:
    """Cuánto cambia cada celda, por nivel: {columnas de la celda: {valores: ±n}}."""
    numeros = {v: catalogo().variables[v].numero for v in f.variables}
    cambios: dict[tuple[str, ...], Counter[tuple[int, ...]]] = defaultdict(Counter)
    for signo, hechos in ((-1, antes), (1, ahora)):
        for h in hechos:
            if not h["contable"]:
                continue
            datos = [(0, 0)] + [(numero, h[v]) for v, numero in numeros.items()]
            for nivel in NIVELES:
                lugar = tuple(h[c] for c in nivel)
                cuenta = cambios[(*nivel, "variable", "categoria")]
                for dato in datos:
                    cuenta[(*lugar, *dato)] += signo
            for nivel in NIVELES_DE_PARES:
                lugar = tuple(h[c] for c in nivel)
                cuenta = cambios[(*nivel, "variable", "categoria", "variable2", "categoria2")]
                for a, b in f.pares:
                    cuenta[(*lugar, numeros[a], h[a], numeros[b], h[b])] += signo
    return cambios


def aplicar(f: FuenteDeHechos, cambios: Mapping[tuple[str, ...], Counter[tuple[int, ...]]]) -> int:
    """Suma las diferencias a las celdas; crea las que faltan y borra las que quedan en cero."""
    tocadas = 0
    with connection.cursor() as cursor:
        for columnas, cuenta in cambios.items():
            filas = [(*valores, n) for valores, n in cuenta.items() if n]
            if filas:
                datos = {f"c{i}": list(x) for i, x in enumerate(zip(*filas, strict=True))}
                for sentencia in _sentencias(f, columnas):
                    cursor.execute(sentencia, datos)
                tocadas += len(filas)
    return tocadas


def _sentencias(f: FuenteDeHechos, columnas: Collection[str]) -> tuple[str, str, str]:
    """Actualizar lo que existe, insertar lo que falta y borrar lo que quedó en cero."""
    nombres = [*columnas, "d"]
    tipos = ["smallint"] * len(columnas) + ["int"]
    arreglos = ", ".join(f"%(c{i})s::{t}[]" for i, t in enumerate(tipos))
    dados = f"unnest({arreglos}) AS t({', '.join(nombres)})"
    nulas = [c for c in (*LUGAR, "variable2", "categoria2") if c not in columnas]
    misma = " AND ".join(
        [f"c.fuente = {REGISTRO}", f"c.unidad = {int(f.unidad)}"]
        + [f"c.{c} = t.{c}" for c in columnas]
        + [f"c.{c} IS NULL" for c in nulas]
    )
    propias = ", ".join(columnas)
    valores = ", ".join(f"t.{c}" for c in columnas)
    # La celda se busca una por una con su llave entera: la base no sabe que los nulos van juntos
    # y, si la dejan elegir, recorre todas las celdas.
    celda = f"(SELECT c.id FROM {CELDA} c WHERE {misma})"
    halladas = f"(SELECT {celda} AS id, t.d FROM {dados} OFFSET 0) AS x"
    return (
        f"UPDATE {CELDA} u SET n = u.n + x.d FROM {halladas} WHERE u.id = x.id",
        f"INSERT INTO {CELDA} (fuente, unidad, {propias}, n) "
        f"SELECT {REGISTRO}, {int(f.unidad)}, {valores}, t.d FROM {dados} "
        f"WHERE t.d > 0 AND {celda} IS NULL",
        f"DELETE FROM {CELDA} u USING {halladas} WHERE u.id = x.id AND u.n = 0",
    )


def hechos_en(f: FuenteDeHechos, lugares: Collection[tuple[int, int]]) -> int:
    """Cuántos hechos hay en unos (departamento, año): lo que costaría recalcularlos."""
    if not lugares:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT departamento, anio, n FROM {CELDA} WHERE fuente = {REGISTRO} "
            f"AND unidad = {int(f.unidad)} AND departamento = ANY({sentencias.LUGARES}) "
            "AND provincia IS NULL AND mes IS NULL AND variable = 0 AND variable2 IS NULL "
            "AND anio = ANY(%s)",
            [sorted({anio for _, anio in lugares})],
        )
        buscados = set(lugares)
        return sum(n for departamento, anio, n in cursor if (departamento, anio) in buscados)
