"""Silencios y alertas: reglas simples, que se pueden explicar y que pueden fallar."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trata.tableros.figuras.reparto import cuantas_mujeres
from trata.tableros.palabras import en_frase
from trata.tableros.vigilancia import alertas, meses_entre, siguiente, silencio

MESES = meses_entre((2022, 1), (2024, 12))


def serie(*valores: int) -> dict[tuple[int, int], int]:
    return {m: v for m, v in zip(MESES, valores, strict=False) if v}


def test_los_meses_saltan_los_anios_sin_mes() -> None:
    meses = meses_entre((2022, 11), (2024, 2), frozenset({2023}))
    assert meses == [(2022, 11), (2022, 12), (2024, 1), (2024, 2)]
    assert siguiente((2022, 12)) == (2023, 1)


def test_quien_siempre_reporto_y_calla_siete_meses_es_un_silencio() -> None:
    hallado = silencio("Cusco", serie(*[3] * 29, *[0] * 7), MESES)
    assert hallado.es_inusual
    assert hallado.callados == 7
    assert hallado.frase == "7\xa0meses sin registros; lo habitual es 0. Último: mayo de 2024."


def test_quien_reporta_de_vez_en_cuando_no_es_un_silencio() -> None:
    salteado = silencio("Pasco", serie(*([1, 0, 0, 0] * 9)), MESES)
    assert salteado.habitual == 3
    assert not salteado.es_inusual


def test_quien_nunca_reporto_se_dice() -> None:
    assert silencio("X", {}, MESES).frase == "Nunca registró en el período."


def test_un_mes_muy_por_encima_de_su_historia_es_una_alerta() -> None:
    encontradas = alertas("d", "Cusco", serie(*[3] * 30, 20, *[3] * 5), MESES)
    assert [(a.mes, a.n, a.es_alza) for a in encontradas] == [((2024, 7), 20, True)]
    assert "lo habitual va de 0 a 8" in encontradas[0].frase


def test_una_caida_a_cero_donde_se_esperaban_muchos_es_una_alerta() -> None:
    encontradas = alertas("d", "Lima", serie(*[30] * 30, 0, *[30] * 5), MESES)
    assert [(a.mes, a.es_alza) for a in encontradas] == [((2024, 7), False)]


def test_pocos_registros_no_alarman() -> None:
    assert alertas("d", "Tumbes", serie(*[0] * 30, 4), MESES) == []


@given(st.integers(0, 60))
def test_una_serie_constante_nunca_alarma(n: int) -> None:
    assert alertas("d", "X", serie(*[n] * 36), MESES) == []


@given(st.lists(st.integers(0, 40), min_size=36, max_size=36))
def test_toda_alerta_esta_fuera_de_su_intervalo(valores: list[int]) -> None:
    for a in alertas("d", "X", serie(*valores), MESES):
        assert not a.minimo <= a.n <= a.maximo


def test_una_alerta_trae_los_meses_previos_y_el_suyo_para_dibujarse() -> None:
    [alza] = alertas("d", "Cusco", serie(*[3] * 30, 20, *[3] * 5), MESES)
    assert alza.recorrido == (*[3] * 24, 20)
    assert alza.dibujo.count("<circle") == 1
    assert "Cusco, julio de 2024" in alza.dibujo


@pytest.mark.parametrize(
    ("nombre", "dicho"),
    [
        ("Se presentó", "se presentó"),
        ("Policía Nacional", "Policía Nacional"),
        ("UPE o CEM", "UPE o CEM"),
        ("«Night club» (rótulo PNP)", "«night club» (rótulo PNP)"),
        ("De 0 a 5 años", "de 0 a 5 años"),
        ("12 a 17 años", "12 a 17 años"),
        ("", ""),
    ],
)
def test_una_categoria_en_una_frase_conserva_los_nombres_propios(nombre: str, dicho: str) -> None:
    assert en_frase(nombre) == dicho


@pytest.mark.parametrize(
    ("dicho", "unidad", "frase"),
    [
        ("ocho de cada diez", "víctimas", "ocho de cada diez víctimas son mujeres"),
        ("", "víctimas", "el 85,3 % de las víctimas son mujeres"),
        ("", "registros PNP", "el 85,3 % de los registros PNP son de mujeres"),
        ("más de la mitad", "víctimas", "más de la mitad de las víctimas son mujeres"),
        ("casi todos", "víctimas", "casi todas las víctimas son mujeres"),
        ("todos", "registros PNP", "todos los registros PNP son de mujeres"),
    ],
)
def test_cuantas_son_mujeres_se_dice_en_espanol(dicho: str, unidad: str, frase: str) -> None:
    assert cuantas_mujeres(dicho, "85,3 %", unidad) == frase
