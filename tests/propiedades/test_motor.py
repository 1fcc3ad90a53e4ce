"""El motor da lo mismo que contar a mano, se recalcule por rebanadas o entero."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casos.hechos import VICTIMAS
from tests.fabricas.hechos import al_azar, celdas_guardadas, guardar
from tests.referencia.celdas import celdas_esperadas
from trata.agregados.models import Celda, HechoVictima
from trata.agregados.motor.ajuste import aplicar, diferencia
from trata.agregados.motor.calculo import Rebanada, recalcular, recalcular_anio
from trata.agregados.variables import variable

pytestmark = pytest.mark.django_db
NUMEROS = {v: variable(v).numero for v in VICTIMAS.variables}
SIN_PRISA = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def esperadas(filas: list[dict]) -> dict[tuple, int]:
    return dict(celdas_esperadas(filas, NUMEROS, VICTIMAS.pares))


def limpiar() -> None:
    Celda.objects.filter(fuente=2).delete()


@SIN_PRISA
@given(st.integers(0, 10_000), st.integers(0, 60))
def test_un_anio_entero_da_lo_que_da_contar_a_mano(semilla: int, cuantos: int) -> None:
    limpiar()
    filas = al_azar(semilla, cuantos)
    guardar(filas)
    for anio in (2020, 2021):
        recalcular_anio(VICTIMAS, anio)
    assert celdas_guardadas(VICTIMAS) == esperadas(filas)


@SIN_PRISA
@given(st.integers(0, 10_000), st.lists(st.integers(0, 39), min_size=1, max_size=12))
def test_por_rebanadas_da_lo_mismo_que_entero_tras_cualquier_cambio(
    semilla: int, cambiados: list[int]
) -> None:
    limpiar()
    filas, nuevas = al_azar(semilla, 40), al_azar(semilla + 1, 40)
    guardar(filas)
    todas = {Rebanada(f["departamento"], f["anio"], f["mes"]) for f in filas}
    recalcular(VICTIMAS, todas)
    assert celdas_guardadas(VICTIMAS) == esperadas(filas)
    tocadas = set()
    for i in cambiados:
        for fila in (filas[i], nuevas[i]):
            tocadas.add(Rebanada(fila["departamento"], fila["anio"], fila["mes"]))
        filas[i] = nuevas[i]
    guardar(filas)
    recalcular(VICTIMAS, tocadas)
    assert celdas_guardadas(VICTIMAS) == esperadas(filas)


@SIN_PRISA
@given(st.integers(0, 10_000), st.lists(st.integers(0, 39), min_size=1, max_size=12))
def test_ajustar_por_diferencia_da_lo_mismo_que_contar_a_mano(
    semilla: int, cambiados: list[int]
) -> None:
    limpiar()
    filas, nuevas = al_azar(semilla, 40), al_azar(semilla + 1, 40)
    guardar(filas)
    for anio in (2020, 2021):
        recalcular_anio(VICTIMAS, anio)
    tocados = sorted(set(cambiados))
    ahora = [nuevas[i] for i in tocados if i % 3]
    cambios = diferencia(VICTIMAS, [filas[i] for i in tocados], ahora)
    aplicar(VICTIMAS, cambios)
    quedan = [f for i, f in enumerate(filas) if i not in tocados] + ahora
    assert celdas_guardadas(VICTIMAS) == esperadas(quedan)
    # Un hecho que vuelve a derivarse igual no mueve ninguna celda.
    assert aplicar(VICTIMAS, diferencia(VICTIMAS, quedan, quedan)) == 0


def test_repetir_el_calculo_no_cuenta_dos_veces() -> None:
    limpiar()
    filas = al_azar(1, 50)
    guardar(filas)
    for _ in range(3):
        recalcular_anio(VICTIMAS, 2020)
        recalcular_anio(VICTIMAS, 2021)
    assert celdas_guardadas(VICTIMAS) == esperadas(filas)


def test_si_se_borran_los_hechos_se_borran_las_celdas() -> None:
    limpiar()
    guardar(al_azar(2, 30))
    recalcular_anio(VICTIMAS, 2020)
    recalcular_anio(VICTIMAS, 2021)
    HechoVictima.objects.all().delete()
    recalcular_anio(VICTIMAS, 2020)
    recalcular_anio(VICTIMAS, 2021)
    assert celdas_guardadas(VICTIMAS) == {}


def test_el_oraculo_nota_una_celda_cambiada() -> None:
    limpiar()
    filas = al_azar(3, 30)
    guardar(filas)
    recalcular_anio(VICTIMAS, 2020)
    recalcular_anio(VICTIMAS, 2021)
    celda = Celda.objects.filter(fuente=2).first()
    Celda.objects.filter(pk=celda.pk).update(n=celda.n + 1)
    assert celdas_guardadas(VICTIMAS) != esperadas(filas)
