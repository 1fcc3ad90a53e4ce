"""El módulo de formato: valores exactos y propiedades."""

from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from trata.comun import formato as f

N = "\u00a0"


@pytest.mark.parametrize(
    ("escrito", "esperado"),
    [
        (f.entero(1234), f"1{N}234"),
        (f.entero(999), "999"),
        (f.entero(0), "0"),
        (f.entero(-1234567), f"\u22121{N}234{N}567"),
        (f.entero(2.5), "3"),
        (f.decimal(1234.56), f"1{N}234,6"),
        (f.decimal(2.25), "2,3"),
        (f.decimal(1.005, 2), "1,01"),
        (f.decimal(-0.04), "0,0"),
        (f.decimal(7), "7,0"),
        (f.numero(12), "12"),
        (f.numero(12.5), "12,5"),
        (f.numero(12.345), "12,35"),
        (f.numero(0.999), "1"),
        (f.porcentaje(426, 535), f"79,6{N}%"),
        (f.porcentaje(302, 535), f"56,4{N}%"),
        (f.porcentaje(1, 2000), f"0,1{N}%"),
        (f.porcentaje(535, 535), f"100,0{N}%"),
        (f.porcentaje(1, 3, 0), f"33{N}%"),
        (f.proporcion(0.7963), f"79,6{N}%"),
        (f.tasa(535, 33_000_000), "1,6"),
        (f.variacion(110, 100), f"+10,0{N}%"),
        (f.variacion(90, 100), f"\u221210,0{N}%"),
        (f.variacion(100, 100), f"0,0{N}%"),
        (f.diferencia(90, 100), "\u221210"),
        (f.puntos(0.5, 0.45), f"+5,0{N}puntos"),
        (f.plural(1, "víctima"), f"1{N}víctima"),
        (f.plural(1234, "víctima"), f"1{N}234{N}víctimas"),
        (f.plural(2, "red", "redes"), f"2{N}redes"),
        (f.lista(["Lima", "Cusco", "Ica"]), "Lima, Cusco e Ica"),
        (f.lista(["Lima", "Cusco"]), "Lima y Cusco"),
        (f.lista([]), ""),
        (f.tamano(1536), f"1,5{N}kB"),
        (f.tamano(20_000_000), f"20{N}MB"),
    ],
)
def test_se_escribe_como_imprimen_el_inei_y_el_ministerio(escrito, esperado):
    assert escrito == esperado


@pytest.mark.parametrize("falta", [None, "", float("nan"), float("inf"), "abc", Decimal("NaN")])
def test_lo_que_falta_se_dice_y_nunca_es_cero(falta):
    assert f.entero(falta) == f.decimal(falta) == f.numero(falta) == "Sin dato"
    assert f.porcentaje(falta, 10) == f.porcentaje(10, falta) == "Sin dato"
    assert f.tasa(falta, 10) == f.variacion(falta, 1) == f.plural(falta, "caso") == "Sin dato"


def test_sin_denominador_no_hay_porcentaje_ni_tasa_ni_variacion():
    assert f.porcentaje(0, 0) == f.tasa(3, 0) == f.variacion(3, 0) == "Sin dato"


@pytest.mark.parametrize(
    ("escrito", "esperado"),
    [
        (f.fecha_larga(date(2026, 11, 23)), "23 de noviembre de 2026"),
        (f.fecha_corta(date(2026, 1, 3)), "03/01/2026"),
        (f.mes_anio(2021, 7), "julio de 2021"),
        (f.mes_anio(date(2021, 9, 1)), "setiembre de 2021"),
        (f.mes_anio(2021), "2021"),
        (f.mes_corto(2021, 7), f"jul.{N}2021"),
        (f.mes_corto(2021, 5), f"mayo{N}2021"),
        (f.periodo((2021, None)), "2021"),
        (f.periodo((2021, 1), (2021, 9)), "enero a setiembre de 2021"),
        (f.periodo((2021, 1), (2021, 12)), "2021"),
        (f.periodo((2019, None), (2021, None)), "2019 a 2021"),
        (f.periodo((2019, 7), (2021, 2)), "julio de 2019 a febrero de 2021"),
        (f.periodo((2021, 7), (2021, 7)), "julio de 2021"),
        (f.periodo(None, (2021, 7)), "hasta julio de 2021"),
        (f.periodo(None), "Sin dato"),
        (f.fecha_larga(None), "Sin dato"),
        (f.fecha_hora(None), "Sin dato"),
    ],
)
def test_fechas_en_espanol_del_peru_y_anios_sin_separar(escrito, esperado):
    assert escrito == esperado


def test_una_hora_con_zona_se_escribe_en_hora_de_lima():
    instante = datetime(2026, 11, 24, 3, 5, tzinfo=UTC)
    assert f.fecha_larga(instante) == "23 de noviembre de 2026"
    assert f.fecha_hora(instante) == f"23/11/2026{N}22:05"


@given(st.integers(-(10**18), 10**18))
def test_el_entero_se_puede_volver_a_leer(valor):
    texto = f.entero(valor)
    assert int(texto.replace(N, "").replace("\u2212", "-")) == valor
    assert all(len(g) == 3 for g in texto.lstrip("\u2212").split(N)[1:])


@given(st.decimals(-(10**9), 10**9, allow_nan=False, places=6), st.integers(0, 5))
def test_el_redondeo_es_el_de_la_mitad_hacia_arriba(valor, decimales):
    esperado = valor.quantize(Decimal(1).scaleb(-decimales), rounding=ROUND_HALF_UP)
    assert f.redondear(Fraction(valor), decimales) == esperado


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_el_porcentaje_dista_a_lo_sumo_media_decima_de_la_fraccion(arriba, abajo):
    texto = f.porcentaje(arriba, abajo)
    assert texto.endswith(f"{N}%")
    leido = Fraction(texto[:-2].replace(N, "").replace(",", "."))
    assert abs(leido - Fraction(arriba * 100, abajo)) <= Fraction(1, 20)


@given(st.integers(1000, 9999))
def test_ningun_anio_lleva_separador(anio):
    assert f.periodo((anio, None)) == str(anio)
    assert N not in f.fecha_larga(date(anio, 1, 1))
    assert str(anio) in f.fecha_corta(date(anio, 1, 1))


def test_los_filtros_estan_en_toda_plantilla():
    plantilla = Template("{{ n|entero }} {{ a|porcentaje:b }} {{ d|fecha_larga }} {{ x|entero }}")
    salida = plantilla.render(Context({"n": 1234, "a": 426, "b": 535, "d": date(2026, 11, 23)}))
    assert salida == f"1{N}234 79,6{N}% 23 de noviembre de 2026 Sin dato"
