"""Propiedades de las fórmulas: lo que debe ser cierto para cualquier número."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from politica import formulas as f

# Una máquina ocupada genera despacio: eso no dice nada de las fórmulas.
sin_prisa = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
numeros = st.decimals(-100_000, 100_000, places=3, allow_nan=False)
positivos = st.decimals(Decimal("0.001"), 100_000, places=3)
quizas = st.none() | numeros
sentidos = st.sampled_from([f.ASCENDENTE, f.DESCENDENTE, f.NO_DEFINIDO])
luces = st.lists(st.sampled_from(list(f.Luz)), max_size=60)


@sin_prisa
@given(quizas, quizas, quizas, sentidos)
def test_nunca_falla_y_el_porcentaje_queda_entre_0_y_100(valor, logro, base, sentido):
    for avance in (
        f.avance_tipo_1(valor, logro, sentido),
        f.avance_tipo_2(valor, logro, base, sentido),
    ):
        if avance.porcentaje is None:
            assert avance.explicacion, "lo que no se calcula se explica"
        else:
            assert 0 <= avance.porcentaje <= 100


@sin_prisa
@given(numeros, st.none() | numeros, sentidos)
def test_sin_valor_nunca_hay_numero(logro, base, sentido):
    assert f.avance_tipo_1(None, logro, sentido).motivo == f.Motivo.SIN_VALOR
    assert f.avance_tipo_2(None, logro, base, sentido).motivo == f.Motivo.SIN_VALOR


@sin_prisa
@given(numeros, numeros, numeros)
def test_alcanzar_la_meta_ascendente_es_100(logro, base, extra):
    assume(extra >= 0)
    assert f.avance_tipo_1(logro + extra, logro, f.ASCENDENTE).porcentaje == 100
    if base <= logro:
        assert f.avance_tipo_2(logro + extra, logro, base, f.ASCENDENTE).porcentaje == 100


@sin_prisa
@given(positivos, positivos)
def test_en_el_tipo_1_subir_y_bajar_son_espejo(valor, logro):
    sube = f.avance_tipo_1(valor, logro, f.ASCENDENTE).bruto
    baja = f.avance_tipo_1(logro, valor, f.DESCENDENTE).bruto
    assert sube == baja


@sin_prisa
@given(numeros, numeros, numeros)
def test_en_el_tipo_2_cambiar_el_signo_de_todo_cambia_el_sentido(valor, logro, base):
    sube = f.avance_tipo_2(valor, logro, base, f.ASCENDENTE)
    baja = f.avance_tipo_2(-valor, -logro, -base, f.DESCENDENTE)
    assert (sube.porcentaje, sube.motivo) == (baja.porcentaje, baja.motivo)


@sin_prisa
@given(positivos, positivos, positivos)
def test_mas_valor_nunca_es_menos_avance(logro, uno, otro):
    menor, mayor = sorted((uno, otro))
    tipo_1 = [f.avance_tipo_1(v, logro, f.ASCENDENTE).porcentaje for v in (menor, mayor)]
    assert tipo_1[0] <= tipo_1[1]


@sin_prisa
@given(positivos, positivos, st.integers(2, 1000))
def test_el_avance_no_depende_de_la_unidad_de_medida(valor, logro, factor):
    uno = f.avance_tipo_1(valor, logro, f.ASCENDENTE)
    assert uno == f.avance_tipo_1(valor * factor, logro * factor, f.ASCENDENTE)


@sin_prisa
@given(st.dictionaries(st.integers(2022, 2030), positivos, min_size=1))
def test_agregable_con_un_solo_anio_es_el_tipo_1(logros):
    anio, logro = next(iter(logros.items()))
    solo = f.avance_tipo_2_agregable({anio: logro / 2}, {anio: logro})
    assert solo.bruto == f.avance_tipo_1(logro / 2, logro, f.ASCENDENTE).bruto


@sin_prisa
@given(luces, luces)
def test_el_resumen_cuenta_todo_y_es_aditivo(unas, otras):
    assert f.resumir(unas).total == len(unas)
    assert f.resumir(unas) + f.resumir(otras) == f.resumir(unas + otras)
    resumen = f.resumir(unas)
    assert resumen.con_luz + resumen.faltan + resumen.sin_programacion == resumen.total


@sin_prisa
@given(luces)
def test_un_silencio_mas_nunca_sube_lo_cumplido(lista):
    antes, despues = f.resumir(lista), f.resumir([*lista, f.Luz.SIN_REPORTE])
    assert despues.con_luz == antes.con_luz
    assert despues.faltan == antes.faltan + 1


@sin_prisa
@given(quizas, quizas)
def test_el_valor_desde_sus_partes_no_divide_por_cero(numerador, denominador):
    valor = f.valor_desde(numerador, denominador, porcentual=True)
    if numerador is None or not denominador:
        assert valor is None
    else:
        assert valor == Fraction(numerador) * 100 / Fraction(denominador)


@pytest.mark.parametrize(
    ("avance", "porcentaje", "motivo"),
    [
        (f.avance_tipo_1(5, 0, f.ASCENDENTE), 100, "cumple_o_no"),
        (f.avance_tipo_1(-1, 0, f.ASCENDENTE), 0, "cumple_o_no"),
        (f.avance_tipo_1(3, 0, f.DESCENDENTE), 0, "calculado"),
        (f.avance_tipo_1(0, 0, f.DESCENDENTE), 100, "cumple_o_no"),
        (f.avance_tipo_1(0, 8, f.DESCENDENTE), 100, "cumple_o_no"),
        (f.avance_tipo_1(8, None, f.ASCENDENTE), None, "sin_logro"),
        (f.avance_tipo_1(8, 9, f.NO_DEFINIDO), None, "sin_sentido"),
        (f.avance_tipo_1(8, 9, f.NO_DEFINIDO, f.MAXIMO), 100, "cumple_o_no"),
        (f.avance_tipo_1(10, 9, f.NO_DEFINIDO, f.MAXIMO), 0, "cumple_o_no"),
        (f.avance_tipo_2(100, 100, 100, f.ASCENDENTE), 100, "cumple_o_no"),
        (f.avance_tipo_2(99, 100, 100, f.ASCENDENTE), 0, "cumple_o_no"),
        (f.avance_tipo_2(70, 80, None, f.ASCENDENTE), None, "sin_linea_base"),
        (f.avance_tipo_2(70, 60, 80, f.ASCENDENTE), None, "meta_contraria"),
        (f.avance_tipo_2(70, 60, 80, f.DESCENDENTE), 50, "calculado"),
        (f.avance_tipo_2(60, 80, 66, f.ASCENDENTE), 0, "calculado"),
        (f.avance_tipo_2_agregable({}, {2023: 4}), None, "sin_valor"),
        (f.avance_tipo_2_agregable({2023: 4}, {}), None, "sin_logro"),
        (f.avance_tipo_2_agregable({2023: 4}, {2023: 4, 2024: 4}), 50, "calculado"),
    ],
)
def test_los_casos_dificiles_tienen_una_respuesta_escrita(avance, porcentaje, motivo):
    assert avance.porcentaje == porcentaje
    assert avance.motivo == motivo
    if motivo != "calculado":
        assert avance.explicacion


def test_un_retroceso_se_explica_y_un_anio_sin_valor_tambien():
    assert "Retrocedió" in f.avance_tipo_2(60, 80, 66, f.ASCENDENTE).explicacion
    assert "2024" in f.avance_tipo_2_agregable({2023: 4}, {2023: 4, 2024: 4}).explicacion


@pytest.mark.parametrize(
    ("porcentaje", "luz"),
    [("95", "verde"), ("94.9", "amarillo"), ("75", "amarillo"), ("74.9", "rojo"), ("0", "rojo")],
)
def test_las_bandas_del_semaforo_incluyen_su_borde(porcentaje, luz):
    avance = f.Avance(Decimal(porcentaje), Decimal(porcentaje), f.Motivo.CALCULADO)
    assert f.Bandas().luz(avance) == luz


def test_bandas_en_desorden_no_se_aceptan():
    with pytest.raises(ValueError, match="orden"):
        f.Bandas(Decimal(50), Decimal(75))


@pytest.mark.parametrize(
    ("valor", "anteriores", "rara"),
    [(1000, [90, 100, 110], False), (1001, [90, 100, 110], True), (9, [100], True),
     (10, [100], False),
     (5, [], False), (0, [100], False), (5, [None, 0], False)],
)  # fmt: skip
def test_otra_magnitud_se_mide_contra_la_mediana(valor, anteriores, rara):
    assert f.otra_magnitud(valor, anteriores) is rara
