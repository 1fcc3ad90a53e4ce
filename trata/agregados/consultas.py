"""Leer celdas: distribuciones, evolución, territorio. Cada lectura es una consulta por índice.

Nada de aquí sabe de pantallas ni de permisos. Una cantidad siempre viene con su total, lo que no
consta y lo que la fuente no detalla, para que ninguna cifra se muestre suelta.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.utils.timezone import localdate

from trata.agregados import vivo
from trata.agregados.cortes import Cifra, Corte, Distribucion, Parte
from trata.agregados.models import Carga, Celda, Corrida, Fuente, Marca, NumeroDeFuente
from trata.agregados.tramos import Tramo
from trata.agregados.variables import NO_CONSTA, TOTAL, catalogo, variable
from trata.trabajos.models import Trabajo


def conteos(corte: Corte) -> dict[int, dict[int, int]]:
    """De número de variable a {categoría: cantidad}. La variable 0 es el total. Una consulta."""
    if es_en_vivo(corte):
        return vivo.conteos(corte)
    encontrados: dict[int, dict[int, int]] = defaultdict(dict)
    filas = corte.celdas.filter(variable2=None).values_list("variable", "categoria")
    for numero, categoria, n in _sumadas(filas, corte):
        encontrados[numero][categoria] = n
    return encontrados


def es_en_vivo(corte: Corte) -> bool:
    """Ninguna celda guarda los márgenes de este corte: se cuentan los hechos."""
    return bool(corte.filtros) or (corte.provincia is not None and not corte.es_de_anios)


def _sumadas(filas: QuerySet[Celda, Any], corte: Corte) -> Iterable[tuple[int, ...]]:
    """Las filas con su cantidad; en un tramo, sumada en la base."""
    if corte.tramo is None:
        return filas.annotate(cantidad=F("n"))
    return filas.annotate(cantidad=Sum("n")).order_by()


def margen(corte: Corte, codigo: str) -> dict[int, int]:
    """Las cantidades de una sola variable: {categoría: n}.

    Con un filtro salen de un par declarado si lo hay; si no, se cuenta sólo esa variable.
    """
    if not es_en_vivo(corte):
        filas = corte.celdas.filter(variable=variable(codigo).numero, variable2=None)
        return dict(_sumadas(filas.values_list("categoria"), corte))
    if len(corte.filtros) == 1:
        (otra, elegida), suelto = corte.filtros[0], corte.en(filtros=())
        for par in ((codigo, otra), (otra, codigo)):
            if _tiene_celdas(suelto, *par):
                lado = par.index(codigo)
                celdas = cruce(suelto, *par)
                return {k[lado]: n for k, n in celdas.items() if k[1 - lado] == elegida}
    return vivo.agrupado(corte, codigo)


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
    """El cruce de dos variables: {(categoría 1, categoría 2): cantidad}.

    Sale de celdas si el par está declarado y el corte es un año de un departamento o del país.
    """
    del_registro = corte.fuente != NumeroDeFuente.SERIE_PNP
    parcial = bool(corte.tramo and corte.tramo.sueltos) and del_registro
    if parcial and _tiene_celdas(corte.del_anio(0), primera, segunda):
        return _cruce_de_tramo(corte, primera, segunda)
    if not _tiene_celdas(corte, primera, segunda):
        return vivo.cruce(corte, primera, segunda)
    filas = corte.celdas.filter(
        variable=variable(primera).numero, variable2=variable(segunda).numero
    ).values_list("categoria", "categoria2")
    return {(a, b): n for a, b, n in _sumadas(filas, corte)}


def _cruce_de_tramo(corte: Corte, primera: str, segunda: str) -> dict[tuple[int, int], int]:
    """Los años enteros del tramo salen de sus celdas; sólo los meses sueltos se cuentan."""
    suma: Counter[tuple[int, int]] = Counter()
    for anio in corte.tramo.anios_enteros:
        suma.update(cruce(corte.del_anio(anio), primera, segunda))
    for anio, desde, hasta in corte.tramo.sueltos:
        suelto = Tramo((anio, desde), (anio, hasta))
        suma.update(vivo.cruce(corte.en(tramo=suelto), primera, segunda))
    return dict(suma)


def _tiene_celdas(corte: Corte, primera: str, segunda: str) -> bool:
    if corte.fuente == NumeroDeFuente.SERIE_PNP:
        return True
    entero = corte.provincia is None and corte.es_de_anios and not corte.filtros
    return entero and (primera, segunda) in catalogo().pares


def _de_celdas(corte: Corte, *, por_meses: bool) -> dict[str, int | None] | None:
    """El filtro del corte como coordenadas de celda; nulo si ninguna celda lo guarda.

    Un filtro es una variable con celdas propias; dos, un par declarado (que sólo existe por año).
    """
    if corte.provincia is not None and corte.filtros:
        return None
    numeros = [(variable(codigo).numero, n) for codigo, n in corte.filtros]
    if not numeros:
        return {"variable": TOTAL, "categoria": NO_CONSTA, "variable2": None}
    if len(numeros) == 1:
        return {"variable": numeros[0][0], "categoria": numeros[0][1], "variable2": None}
    codigos = tuple(codigo for codigo, _ in corte.filtros)
    pares = catalogo().pares
    if len(numeros) > 2 or por_meses or not corte.es_de_anios:
        return None
    if codigos not in pares:
        codigos, numeros = codigos[::-1], numeros[::-1]
    if codigos not in pares:
        return None
    (a, x), (b, y) = numeros
    return {"variable": a, "categoria": x, "variable2": b, "categoria2": y}


def por_departamento(corte: Corte) -> dict[int, int]:
    """Total por departamento en el período del corte."""
    celda = _de_celdas(corte.en(provincia=None), por_meses=False)
    if celda is None:
        return vivo.agrupado(corte.en(departamento=None, provincia=None), "departamento")
    filas = corte.propias.filter(departamento__isnull=False, provincia=None, **celda)
    return dict(_sumadas(filas.values_list("departamento"), corte))


def por_anio(corte: Corte) -> dict[int, int]:
    """Total de cada año en el lugar del corte."""
    celda = _de_celdas(corte.del_anio(corte.anio), por_meses=False)
    if celda is None:
        return vivo.agrupado(corte.del_anio(0), "anio")
    filas = Celda.objects.filter(
        fuente=corte.fuente, unidad=corte.unidad, departamento=corte.departamento,
        provincia=corte.provincia, mes=None, **celda,
    ).values_list("anio", "n")  # fmt: skip
    return dict(sorted(filas))


def por_mes(corte: Corte) -> dict[int, int]:
    """Total de cada mes del año en el lugar del corte; el mes 0 es «sin mes»."""
    celda = _de_celdas(corte.del_anio(corte.anio), por_meses=True)
    if celda is None or corte.provincia is not None:
        return vivo.agrupado(corte.del_anio(corte.anio), "mes")
    filas = Celda.objects.filter(
        fuente=corte.fuente, unidad=corte.unidad, departamento=corte.departamento,
        provincia=None, anio=corte.anio, mes__isnull=False, **celda,
    ).values_list("mes", "n")  # fmt: skip
    return dict(sorted(filas))


def por_meses_del_tramo(corte: Corte) -> dict[tuple[int, int], int]:
    """{(año, mes): total} de los meses del tramo; lo registrado sin mes no está."""
    meses = corte.tramo.meses
    anios = Q(anio__range=(meses[0][0], meses[-1][0]))
    celda = _de_celdas(corte.del_anio(corte.anio), por_meses=True)
    if celda is None or corte.provincia is not None:
        contados = vivo.agrupado(corte, "anio", "mes")
    else:
        filas = Celda.objects.filter(
            anios, fuente=corte.fuente, unidad=corte.unidad, departamento=corte.departamento,
            provincia=None, mes__gte=1, **celda,
        )  # fmt: skip
        contados = {(a, m): n for a, m, n in filas.values_list("anio", "mes", "n")}
    return {mes: contados[mes] for mes in meses if mes in contados}


def conteos_por(
    corte: Corte, eje: str, codigos: Iterable[str]
) -> dict[int, dict[int, dict[int, int]]]:
    """Los conteos de unas variables y su total, en cada año o en cada departamento del país.

    `eje` es «anio» (todos los años del lugar) o «departamento» (todos, en el período del corte).
    Devuelve {año o departamento: conteos}. Una consulta.
    """
    numeros = [TOTAL, *(variable(c).numero for c in codigos)]
    if eje == "anio":
        celdas = Celda.objects.filter(
            fuente=corte.fuente, unidad=corte.unidad, mes=None, departamento=corte.departamento
        )
    else:
        celdas = corte.propias.filter(departamento__isnull=False)
    filas = (
        celdas.filter(provincia=None, variable2=None, variable__in=numeros)
        .values_list(eje, "variable", "categoria")
        .annotate(cantidad=Sum("n"))
        .order_by()
    )
    encontrados: dict[int, dict[int, dict[int, int]]] = {}
    for clave, numero, categoria, n in filas:
        encontrados.setdefault(clave, {}).setdefault(numero, {})[categoria] = n
    return dict(sorted(encontrados.items()))


def por_provincia(corte: Corte) -> dict[int, int]:
    """Total por provincia de registro en el departamento del corte (0: sin provincia)."""
    if corte.filtros or not corte.es_de_anios:
        return vivo.agrupado(corte.en(provincia=None), "provincia")
    filas = corte.propias.filter(
        departamento=corte.departamento, provincia__isnull=False, variable=TOTAL, variable2=None
    )
    return dict(_sumadas(filas.values_list("provincia"), corte))


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


def cobertura_del_registro(unidad: int) -> Cobertura:
    """Qué años tiene el registro y hasta qué mes llega el último."""
    filas = Celda.objects.filter(
        fuente=NumeroDeFuente.REGISTRO, unidad=unidad, departamento=None, mes__isnull=False,
        variable=TOTAL, variable2=None,
    ).values_list("anio", "mes")  # fmt: skip
    meses: dict[int, set[int]] = defaultdict(set)
    for anio, mes in filas:
        meses[anio].add(mes)
    ultimo = max(meses, default=None)
    return Cobertura(
        tuple(sorted(meses)),
        {a: (max(m) if a == ultimo and max(m) else 12) for a, m in meses.items()},
        frozenset(a for a, m in meses.items() if m == {0}),
        frozenset(),
    )


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


def ultima_corrida() -> Corrida | None:
    """La última vuelta terminada: hasta cuándo están al día las celdas."""
    return Corrida.objects.filter(estado=Corrida.Estado.TERMINADA).first()


def ultima_revision() -> Corrida | None:
    """La última comprobación de celdas contra hechos."""
    return Corrida.objects.filter(
        tipo=Corrida.Tipo.REVISION, estado=Corrida.Estado.TERMINADA
    ).first()


def trabajo_del_motor(usuario: Any) -> Trabajo | None:
    """El último recálculo o revisión que encargó la persona."""
    propios = Trabajo.objects.visibles_para(usuario)
    return propios.filter(tipo__startswith="agregados.").first()


def marcas_pendientes() -> int:
    """Cuántos cambios faltan por contar."""
    return Marca.objects.count()


__all__ = [
    "Cifra", "Cobertura", "Corte", "Distribucion", "Parte", "cargas", "cobertura_de_la_serie",
    "cobertura_del_registro", "conteos", "conteos_por", "corridas", "cruce", "distribucion",
    "es_en_vivo", "fuente", "hubo_revision_hoy", "marcas_pendientes", "margen", "por_anio",
    "por_departamento", "por_mes", "por_meses_del_tramo", "por_provincia", "total_de",
    "trabajo_del_motor", "ultima_corrida", "ultima_revision",
]  # fmt: skip


def meses_por_departamento(fuente_: int, unidad: int) -> dict[int, dict[tuple[int, int], int]]:
    """{departamento: {(año, mes): n}} de toda la fuente; sin los años publicados sin mes."""
    return _meses(
        Celda.objects.filter(
            fuente=fuente_, unidad=unidad, departamento__isnull=False, provincia=None, mes__gte=1,
            variable=TOTAL, variable2=None,
        ).values_list("departamento", "anio", "mes", "n")
    )  # fmt: skip


def meses_por_categoria(
    fuente_: int, unidad: int, codigo: str
) -> dict[int, dict[tuple[int, int], int]]:
    """{categoría: {(año, mes): n}} del país."""
    return _meses(
        Celda.objects.filter(
            fuente=fuente_, unidad=unidad, departamento=None, provincia=None, mes__gte=1,
            variable=variable(codigo).numero, variable2=None,
        ).values_list("categoria", "anio", "mes", "n")
    )  # fmt: skip


def _meses(filas: Iterable[tuple[int, int, int, int]]) -> dict[int, dict[tuple[int, int], int]]:
    encontrados: dict[int, dict[tuple[int, int], int]] = defaultdict(dict)
    for clave, anio, mes, n in filas:
        encontrados[clave][(anio, mes)] = n
    return encontrados
