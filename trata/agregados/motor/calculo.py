"""Recalcular: hechos de unos objetos, celdas de unas rebanadas, o un año entero.

Las celdas se reemplazan por lo que dicen los hechos en ese momento; sólo cuando eso es demasiado
para hacerlo en el acto se ajustan por diferencia (ver `ajuste`). Repetir es inofensivo y una caída
a mitad no deja rastro: todo ocurre en la transacción de quien llama, con un candado que ordena a
los trabajadores.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from trata.agregados.motor import ajuste, sentencias
from trata.agregados.motor.fuentes import FuenteDeHechos
from trata.comun.candados import Candado, tomar

MEMORIA = "96MB"
# Hechos en los departamentos y años tocados a partir de los cuales se ajusta por diferencia.
LIMITE_DE_RECALCULO = 20_000


class Rebanada(NamedTuple):
    """Un departamento de registro en un mes."""

    departamento: int
    anio: int
    mes: int


@dataclass
class Resultado:
    """Cuánto se hizo: filas."""

    hechos: int = 0
    rebanadas: int = 0
    celdas: int = 0

    def sumar(self, otro: "Resultado") -> None:
        """Acumula."""
        self.hechos += otro.hechos
        self.rebanadas += otro.rebanadas
        self.celdas += otro.celdas


def tomar_candado() -> None:
    """Un solo recálculo a la vez; se suelta al terminar la transacción, aunque el proceso muera."""
    tomar(Candado.RECALCULO)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('work_mem', %s, true)", [MEMORIA])


@dataclass(frozen=True)
class Cambio:
    """Los hechos que dejaron de estar y los que llegaron al derivar de nuevo unos objetos."""

    antes: tuple[dict[str, Any], ...]
    ahora: tuple[dict[str, Any], ...]
    derivados: int

    @property
    def rebanadas(self) -> set[Rebanada]:
        """Las rebanadas tocadas: un caso que cambia de mes toca la de antes y la de ahora."""
        return {
            Rebanada(h["departamento"], h["anio"], h["mes"]) for h in (*self.antes, *self.ahora)
        }


def refrescar_hechos(f: FuenteDeHechos, objetos: Collection[int]) -> Cambio:
    """Vuelve a derivar los hechos de unos objetos; devuelve sólo lo que cambió.

    Si los hechos salen iguales no hay nada que recalcular.
    """
    columnas = list(f.columnas)
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {f.tabla} WHERE caso = ANY(%s) RETURNING {', '.join(columnas)}",
            [list(objetos)],
        )
        antes = set(cursor.fetchall())
        cursor.execute(sentencias.insertar_hechos(f, f"{f.objeto} = ANY(%s)"), [list(objetos)])
        ahora = set(cursor.fetchall())
    idos, llegados = antes - ahora, ahora - antes
    return Cambio(
        tuple(dict(zip(columnas, fila, strict=True)) for fila in idos),
        tuple(dict(zip(columnas, fila, strict=True)) for fila in llegados),
        len(ahora),
    )


def poner_al_dia(f: FuenteDeHechos, cambio: Cambio) -> Resultado:
    """Deja las celdas como dicen los hechos tras un cambio.

    Vuelve a contar las rebanadas tocadas; si en ellas hay demasiados hechos para hacerlo en el
    acto, ajusta por la diferencia exacta (mismo resultado, coste que no depende del volumen).
    """
    rebanadas = cambio.rebanadas
    lugares = {(r.departamento, r.anio) for r in rebanadas}
    if ajuste.hechos_en(f, lugares) <= LIMITE_DE_RECALCULO:
        return recalcular(f, rebanadas)
    celdas = ajuste.aplicar(f, ajuste.diferencia(f, cambio.antes, cambio.ahora))
    return Resultado(rebanadas=len(rebanadas), celdas=celdas)


def recalcular(f: FuenteDeHechos, rebanadas: Iterable[Rebanada]) -> Resultado:
    """Reemplaza las celdas de unas rebanadas y los niveles altos que dependen de ellas."""
    por_anio: dict[int, list[Rebanada]] = {}
    for rebanada in sorted(set(rebanadas)):
        por_anio.setdefault(rebanada.anio, []).append(rebanada)
    resultado = Resultado(rebanadas=sum(map(len, por_anio.values())))
    for anio, del_anio in por_anio.items():
        resultado.celdas += _recalcular_en(f, anio, del_anio)
    return resultado


def _recalcular_en(f: FuenteDeHechos, anio: int, rebanadas: list[Rebanada]) -> int:
    departamentos = sorted({r.departamento for r in rebanadas})
    meses = sorted({r.mes for r in rebanadas})
    claves = [r.departamento * 100 + r.mes for r in rebanadas]
    en_lugar = "anio = %(anio)s AND departamento = ANY(%(departamentos)s)"
    datos = {"anio": anio, "departamentos": departamentos, "meses": meses, "claves": claves}
    hojas = f"{en_lugar} AND mes = ANY(%(meses)s) AND departamento * 100 + mes = ANY(%(claves)s)"
    sin_provincia = "provincia IS NULL AND anio = %(anio)s"
    pasos = [
        (f"{hojas} AND provincia IS NULL", sentencias.hojas(f), hojas),
        (f"{en_lugar} AND mes IS NULL", sentencias.provincias(f), en_lugar),
        ("FALSE", sentencias.anual_de_departamento(f), en_lugar),
        ("FALSE", sentencias.pares(f), en_lugar),
        (
            f"departamento IS NULL AND {sin_provincia} AND mes = ANY(%(meses)s)",
            sentencias.mensual_nacional(f),
            "anio = %(anio)s AND mes = ANY(%(meses)s)",
        ),
        (
            f"departamento IS NULL AND {sin_provincia} AND mes IS NULL",
            sentencias.anual_nacional(f),
            "anio = %(anio)s",
        ),
    ]
    return _aplicar(f, pasos, datos)


def _aplicar(
    f: FuenteDeHechos, pasos: Iterable[tuple[str, str, str]], datos: dict[str, Any]
) -> int:
    """Cada paso borra lo que va a escribir y escribe; devuelve cuántas celdas escribió."""
    escritas = 0
    with connection.cursor() as cursor:
        for borrado, seleccion, filtro in pasos:
            if borrado != "FALSE":
                cursor.execute(sentencias.borrar(f, borrado), datos)
            if seleccion:
                cursor.execute(sentencias.insertar(seleccion.format(filtro=filtro)), datos)
                escritas += cursor.rowcount
    return escritas


def recalcular_anio(f: FuenteDeHechos, anio: int) -> int:
    """Reemplaza todas las celdas de un año."""
    de_ese_anio = "anio = %(anio)s"
    pasos = [
        (de_ese_anio, sentencias.hojas(f), de_ese_anio),
        ("FALSE", sentencias.provincias(f), de_ese_anio),
        ("FALSE", sentencias.anual_de_departamento(f), de_ese_anio),
        ("FALSE", sentencias.pares(f), de_ese_anio),
        ("FALSE", sentencias.mensual_nacional(f), de_ese_anio),
        ("FALSE", sentencias.anual_nacional(f), de_ese_anio),
    ]
    return _aplicar(f, pasos, {"anio": anio})


def rehacer_hechos(f: FuenteDeHechos) -> int:
    """Deriva todos los hechos de nuevo; devuelve cuántos."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {f.tabla}")
        columnas = ", ".join(f.columnas)
        cursor.execute(f"INSERT INTO {f.tabla} ({columnas}) {sentencias.derivar(f)}")
        return cursor.rowcount


def objetos_distintos(f: FuenteDeHechos, limite: int = 10_000) -> list[int]:
    """Casos cuyos hechos guardados no son los que salen hoy de los registros."""
    columnas = ", ".join(f.columnas)
    guardados, derivados = f"SELECT {columnas} FROM {f.tabla}", sentencias.derivar(f)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT caso FROM (({guardados} EXCEPT ALL {derivados}) UNION ALL "
            f"({derivados} EXCEPT ALL {guardados})) AS distintos LIMIT %s",
            [limite],
        )
        return [fila[0] for fila in cursor.fetchall()]
