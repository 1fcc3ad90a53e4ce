"""Leer celdas: distribuciones, evolución, territorio. Cada lectura es una consulta por índice.

Nada de aquí sabe de pantallas ni de permisos. Una cantidad siempre viene con su total, lo que no
consta y lo que la fuente no detalla, para que ninguna cifra se muestre suelta.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.utils.timezone import localdate

from trata.agregados.models import Carga, Celda, Corrida, Fuente, NumeroDeFuente, Unidad
from trata.agregados.variables import NO_CONSTA, TOTAL, Categoria, CifraDeFoto, Variable, variable


@dataclass(frozen=True)
class Corte:
    """De qué fuente, qué unidad, dónde y cuándo. `None` = todo (el país, el año entero)."""

    anio: int
    fuente: int = NumeroDeFuente.SERIE_PNP
    unidad: int = Unidad.REGISTRO_PNP
    departamento: int | None = None
    provincia: int | None = None
    mes: int | None = None

    def nacional(self) -> "Corte":
        """El mismo corte para todo el país."""
        return replace(self, departamento=None, provincia=None)

    def en(self, **cambios: int | None) -> "Corte":
        """El mismo corte con otras coordenadas."""
        return replace(self, **cambios)

    @property
    def celdas(self) -> QuerySet[Celda]:
        """Las celdas de una variable que caen en el corte."""
        return Celda.objects.filter(
            fuente=self.fuente,
            unidad=self.unidad,
            departamento=self.departamento,
            provincia=self.provincia,
            anio=self.anio,
            mes=self.mes,
        )


@dataclass(frozen=True)
class Parte:
    """Una categoría y su cantidad."""

    categoria: Categoria
    n: int


@dataclass(frozen=True)
class Distribucion:
    """Cómo se reparte una variable. El denominador es siempre `total`, con lo que no consta.

    `sin_detalle` es lo que la fuente cuenta en el total y no reparte; negativo si sus partes
    pasan del total (fuente inconsistente).
    """

    variable: Variable
    partes: tuple[Parte, ...]
    total: int

    @property
    def suma(self) -> int:
        """Suma de las partes publicadas, con su «No consta»."""
        return sum(p.n for p in self.partes)

    @property
    def sin_detalle(self) -> int:
        """Total menos partes."""
        return self.total - self.suma

    @property
    def es_consistente(self) -> bool:
        """Las partes suman el total."""
        return self.sin_detalle == 0

    @property
    def tiene_datos(self) -> bool:
        """La fuente publica esta variable en el corte."""
        return any(p.n for p in self.partes)

    def contar(self, codigos: Iterable[str]) -> int:
        """Cuántos caen en las categorías pedidas."""
        buscados = set(codigos)
        return sum(p.n for p in self.partes if p.categoria.codigo in buscados)

    @property
    def otro(self) -> int:
        """Cuántos caen en «otro»."""
        return sum(p.n for p in self.partes if p.categoria.es_otro)

    @property
    def no_consta(self) -> int:
        """Cuántos no constan: «No consta», «No identificado», «No especifica»."""
        return sum(p.n for p in self.partes if p.categoria.es_no_consta)


@dataclass(frozen=True)
class Cifra:
    """Una cifra de la foto: numerador, denominador y todo lo que hay que saber para leerla."""

    definicion: CifraDeFoto
    distribucion: Distribucion
    anio: int

    @property
    def numerador(self) -> int | None:
        """Cuántos; nulo si la fuente no publica la variable ese año."""
        if not self.distribucion.tiene_datos:
            return None
        return self.distribucion.contar(self.definicion.categorias)

    @property
    def denominador(self) -> int:
        """El total de registros del corte."""
        return self.distribucion.total


def conteos(corte: Corte) -> dict[int, dict[int, int]]:
    """De número de variable a {categoría: cantidad}. La variable 0 es el total. Una consulta."""
    encontrados: dict[int, dict[int, int]] = defaultdict(dict)
    filas = corte.celdas.filter(variable2=None).values_list("variable", "categoria", "n")
    for numero, categoria, n in filas:
        encontrados[numero][categoria] = n
    return encontrados


def total_de(leidos: Mapping[int, Mapping[int, int]]) -> int:
    """El total que viene en unos conteos."""
    return leidos.get(TOTAL, {}).get(NO_CONSTA, 0)


def distribucion(leidos: Mapping[int, Mapping[int, int]], codigo: str) -> Distribucion:
    """La distribución de una variable a partir de unos conteos ya leídos."""
    definida = variable(codigo)
    de_la_variable = leidos.get(definida.numero, {})
    partes = [Parte(c, de_la_variable.get(c.numero, 0)) for c in definida.categorias]
    if de_la_variable.get(NO_CONSTA):
        partes.append(Parte(definida.categoria(NO_CONSTA), de_la_variable[NO_CONSTA]))
    return Distribucion(definida, tuple(partes), total_de(leidos))


def cruce(corte: Corte, primera: str, segunda: str) -> dict[tuple[int, int], int]:
    """Las celdas de un par declarado: {(categoría 1, categoría 2): cantidad}."""
    filas = corte.celdas.filter(
        variable=variable(primera).numero, variable2=variable(segunda).numero
    ).values_list("categoria", "categoria2", "n")
    return {(a, b): n for a, b, n in filas}


def por_departamento(
    corte: Corte, codigo: str = "", categorias: Iterable[str] = ()
) -> dict[int, int]:
    """Cantidad por departamento: el total, o la de unas categorías de una variable."""
    filtro = {"variable": TOTAL}
    if codigo:
        definida = variable(codigo)
        numeros = [definida.categoria(c).numero for c in categorias]
        filtro = {"variable": definida.numero, "categoria__in": numeros}
    filas = Celda.objects.filter(
        fuente=corte.fuente, unidad=corte.unidad, departamento__isnull=False, provincia=None,
        anio=corte.anio, mes=corte.mes, variable2=None, **filtro,
    ).values_list("departamento", "n")  # fmt: skip
    sumas: dict[int, int] = defaultdict(int)
    for departamento, n in filas:
        sumas[departamento] += n
    return dict(sumas)


def por_anio(corte: Corte, codigo: str = "", categorias: Iterable[str] = ()) -> dict[int, int]:
    """Cantidad de cada año en el lugar del corte: el total, o la de unas categorías."""
    filtro = {"variable": TOTAL}
    if codigo:
        definida = variable(codigo)
        filtro = {
            "variable": definida.numero,
            "categoria__in": [definida.categoria(c).numero for c in categorias],
        }
    filas = Celda.objects.filter(
        fuente=corte.fuente, unidad=corte.unidad, departamento=corte.departamento,
        provincia=corte.provincia, mes=None, variable2=None, **filtro,
    ).values_list("anio", "n")  # fmt: skip
    sumas: dict[int, int] = defaultdict(int)
    for anio, n in filas:
        sumas[anio] += n
    return dict(sorted(sumas.items()))


def por_mes(corte: Corte) -> dict[int, int]:
    """Total de cada mes del año en el lugar del corte; el mes 0 es «sin mes»."""
    filas = Celda.objects.filter(
        fuente=corte.fuente, unidad=corte.unidad, departamento=corte.departamento,
        provincia=corte.provincia, anio=corte.anio, mes__isnull=False, variable=TOTAL,
        variable2=None,
    ).values_list("mes", "n")  # fmt: skip
    return dict(sorted(filas))


# --- Qué hay cargado ---------------------------------------------------------------------------
@dataclass(frozen=True)
class Cobertura:
    """Hasta dónde llega la fuente: años, el último mes y los que no están completos."""

    anios: tuple[int, ...]
    ultimo_mes: Mapping[int, int]
    sin_mes: frozenset[int]
    pares_inconsistentes: frozenset[tuple[str, int]]
    carga: Carga | None = None

    def es_parcial(self, anio: int) -> bool:
        """El año no llega a diciembre."""
        return self.ultimo_mes.get(anio, 12) < 12

    @property
    def ultimo_completo(self) -> int | None:
        """El último año que llega a diciembre."""
        return max((a for a in self.anios if not self.es_parcial(a)), default=None)


def cobertura_de_la_serie() -> Cobertura:
    """Qué años trae la serie oficial vigente, leído de su informe de calidad."""
    carga = Carga.objects.filter(fuente=NumeroDeFuente.SERIE_PNP, vigente=True).first()
    if carga is None:
        return Cobertura((), {}, frozenset(), frozenset())
    meses = {int(a): m for a, m in carga.informe["ultimo_mes"].items()}
    pares = {
        (fila["codigo"], fila["anio"])
        for h in carga.informe["hallazgos"]
        if h["codigo"] == "par_inconsistente"
        for fila in h["tabla"]
    }
    sin_mes = set(
        Celda.objects.filter(
            fuente=NumeroDeFuente.SERIE_PNP, departamento=None, mes=0, variable=TOTAL
        ).values_list("anio", flat=True)
    )
    return Cobertura(tuple(sorted(meses)), meses, frozenset(sin_mes), frozenset(pares), carga)


def fuente(codigo: str) -> Fuente | None:
    """La ficha de una fuente de cifras."""
    return Fuente.objects.filter(pk=codigo).first()


def cargas() -> QuerySet[Carga]:
    """Las cargas de la serie oficial, la última primero."""
    return Carga.objects.select_related("registrado_por")


# --- El motor -----------------------------------------------------------------------------------
def corridas() -> QuerySet[Corrida]:
    """Las vueltas del motor, la última primero."""
    return Corrida.objects.select_related("pedida_por")


def hubo_revision_hoy() -> bool:
    """Si ya se revisó hoy."""
    revisiones = Corrida.objects.filter(tipo=Corrida.Tipo.REVISION)
    return revisiones.filter(inicio__date=localdate()).exists()
