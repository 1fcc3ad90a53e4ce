"""El quórum y las inasistencias, frente a cálculos lentos y obvios."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from regiones import reglas
from trata.comun.reglas import faltas

ESTADOS = st.lists(st.sampled_from(["presente", "ausente", "justificado"]), max_size=12)


@given(st.integers(0, 400))
def test_mitad_mas_uno_es_el_menor_entero_que_deja_minoria_fuera(n):
    requerido = reglas.quorum_requerido(integrantes=n, regla="mitad_mas_uno")
    menor = next(k for k in range(n + 2) if k > n - k)
    assert requerido == menor if n % 2 else requerido == n // 2 + 1
    assert requerido > n - requerido


@given(st.integers(1, 400))
def test_dos_tercios_es_el_menor_entero_que_los_alcanza(n):
    requerido = reglas.quorum_requerido(integrantes=n, regla="dos_tercios")
    assert requerido == next(k for k in range(n + 1) if Fraction(k, n) >= Fraction(2, 3))


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_mas_presentes_nunca_quitan_el_quorum(n, presentes, mas):
    requerido = reglas.quorum_requerido(integrantes=n, regla="mitad_mas_uno")
    if reglas.hay_quorum(presentes=presentes, requerido=requerido):
        assert reglas.hay_quorum(presentes=presentes + mas, requerido=requerido)


@given(st.integers(1, 60), st.integers(1, 60))
def test_la_segunda_citacion_no_pide_mas_que_los_que_hay(n, minimo):
    requerido = reglas.quorum_requerido(
        integrantes=n, regla="mitad_mas_uno", segunda_citacion=True, minimo=minimo
    )
    assert 1 <= requerido <= max(n, 1)


def _lento(estados):
    cuenta = 0
    for estado in estados:
        if estado == "presente":
            return cuenta
        if estado == "ausente":
            cuenta += 1
    return cuenta


@given(ESTADOS)
def test_las_inasistencias_se_cuentan_hasta_la_ultima_presencia(estados):
    assert reglas.inasistencias_seguidas(estados) == _lento(estados)
    assert reglas.supera_inasistencias(estados) == (_lento(estados) > 3)


@given(ESTADOS)
def test_una_presencia_reciente_apaga_la_alerta(estados):
    assert reglas.inasistencias_seguidas(["presente", *estados]) == 0


@given(st.dates(date(2015, 1, 1), date(2030, 1, 1)), st.integers(-400, 400))
def test_una_sesion_antes_de_su_convocatoria_es_falta(convocada, dias):
    fecha = convocada + timedelta(days=dias)
    codigos = {
        f.codigo
        for f in faltas(
            reglas.SESION, {"convocada_el": convocada, "fecha": fecha, "agenda": ["Punto"]}
        )
    }
    assert ("sesion_antes_de_convocatoria" in codigos) == (fecha < convocada)


@given(st.integers(2000, 2040), st.integers(2000, 2040))
def test_un_plan_que_termina_antes_de_empezar_es_falta(inicio, fin):
    codigos = {
        f.codigo
        for f in faltas(reglas.PLAN, {"anio_inicio": inicio, "anio_fin": fin, "etapa": "formulado"})
    }
    assert ("fin_antes_de_inicio" in codigos) == (fin < inicio)


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_el_avance_queda_entre_cero_y_uno(hecho, meta):
    avance = reglas.avance(hecho, meta)
    assert avance is None if meta == 0 else 0 <= avance <= 1
