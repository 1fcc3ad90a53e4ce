"""Lo contado en vivo y lo leído de celdas son lo mismo, con cualquier filtro."""

import random

import pytest

from casos.hechos import VICTIMAS
from tests.fabricas.hechos import al_azar, guardar
from trata.agregados import consultas, vivo
from trata.agregados.cortes import Corte
from trata.agregados.models import NumeroDeFuente, Unidad
from trata.agregados.motor.calculo import recalcular_anio
from trata.agregados.motor.vivos import COMBINACIONES, JUNTAS, paquetes
from trata.agregados.tramos import Tramo
from trata.agregados.variables import catalogo

pytestmark = pytest.mark.django_db


@pytest.fixture
def registro() -> list[dict]:
    filas = al_azar(21, 160)
    guardar(filas)
    for anio in (2020, 2021):
        recalcular_anio(VICTIMAS, anio)
    return filas


def en_tramo(tramo: Tramo, anio: int, mes: int) -> bool:
    """Mes por mes; lo que no tiene mes sólo entra si el año entra entero."""
    meses = set(tramo.meses)
    return (anio, mes) in meses if mes else {(anio, m) for m in range(1, 13)} <= meses


def a_mano(filas: list[dict], corte: Corte, clave: str, **sin: None) -> dict[int, int]:
    """Cuenta con un bucle lo que cumple el corte."""
    pedidas = {
        "anio": corte.anio, "departamento": corte.departamento, "mes": corte.mes,
        "provincia": corte.provincia,
    } | dict(corte.filtros) | sin  # fmt: skip
    if corte.tramo:
        pedidas |= {"anio": None, "mes": None}
    cuenta: dict[int, int] = {}
    for f in filas:
        if corte.tramo and not en_tramo(corte.tramo, f["anio"], f["mes"]):
            continue
        if f["contable"] and all(v is None or f[c] == v for c, v in pedidas.items()):
            cuenta[f[clave]] = cuenta.get(f[clave], 0) + 1
    return cuenta


def cortes(semilla: int) -> list[Corte]:
    """Cortes al azar: sin filtros, con uno, con un par declarado y con dos sueltos."""
    azar = random.Random(semilla)
    salida = []
    pares = [p for p in catalogo().pares if set(p) <= set(VICTIMAS.variables)]
    for _ in range(12):
        n = azar.randint(0, 3)
        if n == 2:
            codigos = azar.choice(pares)
            codigos = codigos[:: azar.choice((1, -1))]
        else:
            codigos = azar.sample(VICTIMAS.variables, n if n < 3 else 2)
        filtros = tuple((c, azar.randint(0, 2)) for c in codigos)
        departamento = azar.choice((None, 8, 15))
        provincia = azar.choice((None, None, departamento * 100 + 1)) if departamento else None
        salida.append(
            Corte(
                azar.choice((2020, 2021)), NumeroDeFuente.REGISTRO, Unidad.VICTIMA, departamento,
                provincia, azar.choice((None, None, 1, 12)), filtros,
            )
        )  # fmt: skip
    return salida


@pytest.mark.parametrize("semilla", range(4))
def test_cada_lectura_da_lo_que_da_contar_a_mano(registro: list[dict], semilla: int) -> None:
    for c in cortes(semilla):
        assert consultas.por_departamento(c) == a_mano(
            registro, c, "departamento", departamento=None, provincia=None
        ), c
        assert consultas.por_anio(c) == a_mano(registro, c, "anio", anio=None, mes=None), c
        assert consultas.por_mes(c) == a_mano(registro, c, "mes", mes=None), c
        if c.departamento:
            assert consultas.por_provincia(c) == a_mano(registro, c, "provincia", provincia=None)
        leidos = consultas.conteos(c)
        assert consultas.total_de(leidos) == sum(a_mano(registro, c, "anio").values()), c
        for codigo in VICTIMAS.variables:
            reparto = consultas.distribucion(leidos, codigo)
            contadas = a_mano(registro, c, codigo)
            assert {p.categoria.numero: p.n for p in reparto.partes if p.n} == contadas, (c, codigo)
            assert reparto.es_consistente


TRAMOS = [
    Tramo((2020, 1), (2021, 12)),
    Tramo((2020, 12), (2021, 1)),
    Tramo((2020, 2), (2021, 12)),
    Tramo((2021, 1), (2021, 6)),
    Tramo((2020, 1), (2021, 2)),
]


@pytest.mark.parametrize("tramo", TRAMOS, ids=str)
def test_un_periodo_libre_da_lo_que_da_contar_a_mano(registro: list[dict], tramo: Tramo) -> None:
    for sin_tramo in cortes(7):
        c = sin_tramo.en(tramo=tramo, anio=tramo.hasta[0], mes=None)
        leidos = consultas.conteos(c)
        assert consultas.total_de(leidos) == sum(a_mano(registro, c, "caso").values()), c
        for codigo in VICTIMAS.variables:
            contadas = a_mano(registro, c, codigo)
            partes = consultas.distribucion(leidos, codigo).partes
            assert {p.categoria.numero: p.n for p in partes if p.n} == contadas, (c, codigo)
            assert {k: n for k, n in consultas.margen(c, codigo).items() if n} == contadas, c
        assert consultas.por_departamento(c) == a_mano(
            registro, c, "departamento", departamento=None, provincia=None
        ), c
        if c.departamento:
            assert consultas.por_provincia(c) == a_mano(registro, c, "provincia", provincia=None)
        meses = consultas.por_meses_del_tramo(c)
        for (anio, mes), n in meses.items():
            assert n == a_mano(registro, c.en(tramo=None, anio=anio), "mes").get(mes), c
        for a, b in VICTIMAS.pares[:2]:
            assert sum(consultas.cruce(c, a, b).values()) == consultas.total_de(leidos), c


@pytest.mark.parametrize("semilla", range(3))
def test_una_pasada_en_vivo_trae_lo_mismo_que_cada_lectura(
    registro: list[dict], semilla: int, django_assert_num_queries
) -> None:
    for c in cortes(semilla):
        with django_assert_num_queries(4):
            leida = vivo.lectura(c)  # el punto de guarda, la memoria y una sola pasada
        assert {k: n for k, n in leida.conteos[0].items()} == (
            {0: n} if (n := sum(a_mano(registro, c, "caso").values())) else {0: 0}
        )
        for codigo in VICTIMAS.variables:
            assert leida.conteos[catalogo().variables[codigo].numero] == a_mano(registro, c, codigo)
        for par in JUNTAS:
            assert leida.pares[par] == vivo.cruce(c, *par)
        assert leida.meses == vivo.agrupado(c, "anio", "mes")
        assert leida.lugares == vivo.agrupado(c, "departamento", "provincia")


def test_los_paquetes_reparten_todas_las_variables_una_vez() -> None:
    armados = paquetes(VICTIMAS.variables)
    assert sorted(v for p in armados for v in p) == sorted(VICTIMAS.variables)
    assert len(armados) < len(VICTIMAS.variables) / 2
    for p in armados:
        tamano = 1
        for v in p:
            tamano *= len(catalogo().variables[v].categorias) + 1
        assert tamano <= COMBINACIONES or len(p) == 1


def test_los_cruces_de_celdas_y_en_vivo_son_iguales(registro: list[dict]) -> None:
    for a, b in VICTIMAS.pares:
        for departamento in (None, 8):
            c = Corte(2020, NumeroDeFuente.REGISTRO, Unidad.VICTIMA, departamento)
            assert consultas.cruce(c, a, b) == vivo.cruce(c, a, b)
            assert sum(consultas.cruce(c, a, b).values()) == consultas.total_de(
                consultas.conteos(c)
            )


def test_un_filtro_de_una_variable_se_lee_de_celdas(
    registro: list[dict], django_assert_num_queries
) -> None:
    c = Corte(2020, 2, 2, None, None, None, (("sexo", 1),))
    with django_assert_num_queries(3) as consultas_hechas:
        consultas.por_anio(c)
        consultas.por_departamento(c)
        consultas.por_mes(c)
    assert all("agregados_celda" in q["sql"] for q in consultas_hechas)
