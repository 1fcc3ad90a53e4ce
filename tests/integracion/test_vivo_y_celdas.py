"""Lo contado en vivo y lo leído de celdas son lo mismo, con cualquier filtro."""

import random

import pytest

from casos.hechos import VICTIMAS
from tests.fabricas.hechos import al_azar, guardar
from trata.agregados import consultas, vivo
from trata.agregados.cortes import Corte
from trata.agregados.models import NumeroDeFuente, Unidad
from trata.agregados.motor.calculo import recalcular_anio
from trata.agregados.variables import catalogo

pytestmark = pytest.mark.django_db


@pytest.fixture
def registro() -> list[dict]:
    filas = al_azar(21, 160)
    guardar(filas)
    for anio in (2020, 2021):
        recalcular_anio(VICTIMAS, anio)
    return filas


def a_mano(filas: list[dict], corte: Corte, clave: str, **sin: None) -> dict[int, int]:
    """Cuenta con un bucle lo que cumple el corte."""
    pedidas = {
        "anio": corte.anio, "departamento": corte.departamento, "mes": corte.mes,
        "provincia": corte.provincia,
    } | dict(corte.filtros) | sin  # fmt: skip
    cuenta: dict[int, int] = {}
    for f in filas:
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
