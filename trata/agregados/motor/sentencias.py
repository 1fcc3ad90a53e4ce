"""Las sentencias SQL del motor, armadas desde las declaraciones. Puro: devuelve texto.

Todo nombre sale del catálogo o del modelo, nunca de una persona; los valores van por parámetros.
Cada nivel se calcula una vez: las hojas y los pares desde los hechos, lo alto desde las celdas.
"""

from collections.abc import Sequence

from trata.agregados.models import Celda, NumeroDeFuente
from trata.agregados.motor.fuentes import FuenteDeHechos
from trata.agregados.variables import catalogo

CELDA = Celda._meta.db_table
REGISTRO = int(NumeroDeFuente.REGISTRO)
COLUMNAS = (
    "fuente, unidad, departamento, provincia, anio, mes, "
    "variable, categoria, variable2, categoria2, n"
)
LUGARES = "ARRAY(SELECT generate_series(0, 25)::smallint)"


def _numero(codigo: str) -> int:
    return catalogo().variables[codigo].numero


def _mascara(variables: Sequence[str], presentes: Sequence[str]) -> int:
    """Lo que vale `GROUPING(variables…)` cuando sólo se agrupa por `presentes`."""
    return int("".join("0" if v in presentes else "1" for v in variables), 2)


def _margenes(f: FuenteDeHechos, claves: str, departamento: str, provincia: str, mes: str) -> str:
    """SELECT de celdas de una variable (y el total) por `claves`, con huecos para el filtro."""
    variables = f.variables
    conjuntos = ", ".join([f"({claves})", *(f"({claves}, {v})" for v in variables)])
    mascaras = ", ".join(
        [f"({_mascara(variables, ())}, 0)"]
        + [f"({_mascara(variables, (v,))}, {_numero(v)})" for v in variables]
    )
    return (
        f"SELECT {REGISTRO}, {int(f.unidad)}, {departamento}, {provincia}, t.anio, {mes}, "
        f"m.variable, coalesce({', '.join(f't.{v}' for v in variables)}, 0), "
        f"NULL::smallint, NULL::smallint, t.n FROM ("
        f"SELECT {claves}, {', '.join(variables)}, GROUPING({', '.join(variables)}) AS g, "
        f"count(*)::int AS n FROM {f.tabla} WHERE contable AND {{filtro}} "
        f"GROUP BY GROUPING SETS ({conjuntos})) t "
        f"JOIN (VALUES {mascaras}) AS m(g, variable) ON m.g = t.g"
    )


def hojas(f: FuenteDeHechos) -> str:
    """Celdas de departamento y mes."""
    return _margenes(f, "departamento, anio, mes", "t.departamento", "NULL::smallint", "t.mes")


def provincias(f: FuenteDeHechos) -> str:
    """Celdas de provincia y año."""
    return _margenes(
        f, "departamento, provincia, anio", "t.departamento", "t.provincia", "NULL::smallint"
    )


def pares(f: FuenteDeHechos) -> str:
    """Celdas de los pares declarados, por departamento y año; vacío si no hay pares."""
    usadas = tuple(v for v in f.variables if any(v in par for par in f.pares))
    if not usadas:
        return ""
    conjuntos = ", ".join(f"(departamento, anio, {a}, {b})" for a, b in f.pares)
    mascaras = ", ".join(
        f"({_mascara(usadas, par)}, {_numero(par[0])}, {_numero(par[1])})" for par in f.pares
    )
    return (
        f"SELECT {REGISTRO}, {int(f.unidad)}, t.departamento, NULL::smallint, t.anio, "
        f"NULL::smallint, m.variable, {_elegir('m.variable', usadas)}, m.variable2, "
        f"{_elegir('m.variable2', usadas)}, t.n FROM ("
        f"SELECT departamento, anio, {', '.join(usadas)}, GROUPING({', '.join(usadas)}) AS g, "
        f"count(*)::int AS n FROM {f.tabla} WHERE contable AND {{filtro}} "
        f"GROUP BY GROUPING SETS ({conjuntos})) t "
        f"JOIN (VALUES {mascaras}) AS m(g, variable, variable2) ON m.g = t.g"
    )


def _elegir(variable: str, usadas: Sequence[str]) -> str:
    ramas = " ".join(f"WHEN {_numero(v)} THEN t.{v}" for v in usadas)
    return f"CASE {variable} {ramas} END"


# --- Niveles altos, desde las celdas -----------------------------------------------------------
def _subir(f: FuenteDeHechos, departamento: str, mes: str, desde: str, por: str) -> str:
    return (
        f"SELECT {REGISTRO}, {int(f.unidad)}, {departamento}, NULL::smallint, anio, {mes}, "
        f"variable, categoria, variable2, categoria2, sum(n)::int FROM {CELDA} "
        f"WHERE fuente = {REGISTRO} AND unidad = {int(f.unidad)} AND provincia IS NULL "
        f"AND {desde} AND {{filtro}} "
        f"GROUP BY {por}, variable, categoria, variable2, categoria2"
    )


def anual_de_departamento(f: FuenteDeHechos) -> str:
    """El año de un departamento, desde sus meses."""
    return _subir(f, "departamento", "NULL::smallint", "mes IS NOT NULL", "departamento, anio")


def mensual_nacional(f: FuenteDeHechos) -> str:
    """El mes del país, desde los departamentos."""
    return _subir(
        f,
        "NULL::smallint",
        "mes",
        f"departamento = ANY({LUGARES}) AND mes IS NOT NULL",
        "anio, mes",
    )


def anual_nacional(f: FuenteDeHechos) -> str:
    """El año del país, desde el año de cada departamento (con sus pares)."""
    return _subir(
        f, "NULL::smallint", "NULL::smallint", f"departamento = ANY({LUGARES}) AND mes IS NULL",
        "anio",
    )  # fmt: skip


def insertar(seleccion: str) -> str:
    """La inserción de una selección de celdas."""
    return f"INSERT INTO {CELDA} ({COLUMNAS}) {seleccion}"


def borrar(f: FuenteDeHechos, condicion: str) -> str:
    """El borrado de celdas del registro que cumplen una condición."""
    return (
        f"DELETE FROM {CELDA} WHERE fuente = {REGISTRO} AND unidad = {int(f.unidad)} "
        f"AND {condicion}"
    )


# --- Hechos -------------------------------------------------------------------------------------
def derivar(f: FuenteDeHechos, filtro: str = "TRUE") -> str:
    """SELECT de los hechos tal como salen hoy de los registros."""
    expresiones = ", ".join(f"{sql} AS {columna}" for columna, sql in f.columnas.items())
    return f"SELECT {expresiones} {f.origen} AND {filtro}"


def insertar_hechos(f: FuenteDeHechos, filtro: str) -> str:
    """Inserta los hechos y devuelve las filas insertadas."""
    columnas = ", ".join(f.columnas)
    return f"INSERT INTO {f.tabla} ({columnas}) {derivar(f, filtro)} RETURNING {columnas}"
