"""El período de un tablero: lo que se pide en la dirección y cómo se dice en palabras."""

import pytest

from trata.agregados.tramos import Tramo
from trata.tableros.periodos import en_palabras, leer, parametros

ANIOS = range(2017, 2026)


@pytest.mark.parametrize(
    ("datos", "esperado"),
    [
        ({}, (2024, None, None)),
        ({"anio": "2021"}, (2021, None, None)),
        ({"anio": "2021", "mes": "7"}, (2021, 7, None)),
        ({"anio": "2021", "mes": "s2"}, (2021, None, Tramo((2021, 7), (2021, 12)))),
        ({"anio": "2021", "mes": "t1"}, (2021, None, Tramo((2021, 1), (2021, 3)))),
        (
            {"desde": "2020-11", "hasta": "2021-02"},
            (2021, None, Tramo((2020, 11), (2021, 2))),
        ),
        ({"desde": "2019", "hasta": "2021"}, (2021, None, Tramo((2019, 1), (2021, 12)))),
        ({"desde": "2021-01", "hasta": "2021-12"}, (2021, None, None)),
        ({"desde": "2021-03", "hasta": "2021-03"}, (2021, 3, None)),
        ({"desde": "2021-06", "hasta": "2021-02"}, (2021, None, Tramo((2021, 2), (2021, 6)))),
        ({"desde": "1990-01"}, (2025, None, Tramo((2017, 1), (2025, 12)))),
        ({"desde": "2021-13", "hasta": "x"}, (2024, None, None)),
        ({"anio": "1800", "mes": "s9"}, (2024, None, None)),
    ],
)
def test_de_la_direccion_al_periodo(datos: dict[str, str], esperado: tuple) -> None:
    assert leer(datos, ANIOS, 2024, detalla=True) == esperado


def test_quien_no_ve_meses_solo_elige_anios_enteros() -> None:
    assert leer({"anio": "2021", "mes": "7"}, ANIOS, 2024, detalla=False) == (2021, None, None)
    assert leer({"desde": "2019-05", "hasta": "2021-02"}, ANIOS, 2024, detalla=False) == (
        2021,
        None,
        Tramo((2019, 1), (2021, 12)),
    )


@pytest.mark.parametrize(
    ("tramo", "palabras"),
    [
        (Tramo((2021, 7), (2021, 12)), "segundo semestre de 2021"),
        (Tramo((2021, 4), (2021, 6)), "segundo trimestre de 2021"),
        (Tramo((2019, 1), (2021, 12)), "2019 a 2021"),
        (Tramo((2021, 2), (2021, 6)), "febrero a junio de 2021"),
        (Tramo((2020, 11), (2021, 2)), "noviembre de 2020 a febrero de 2021"),
    ],
)
def test_el_periodo_se_dice_en_palabras_y_vuelve_a_la_direccion(
    tramo: Tramo, palabras: str
) -> None:
    assert en_palabras(tramo) == palabras
    datos = {"anio": str(tramo.hasta[0])} | parametros(None, tramo)
    assert leer(datos, ANIOS, 2024, detalla=True)[2] == tramo


def test_un_tramo_se_parte_en_anios_enteros_y_meses_sueltos() -> None:
    tramo = Tramo((2019, 11), (2022, 3))
    assert tramo.anios_enteros == [2020, 2021]
    assert tramo.sueltos == [(2019, 11, 12), (2022, 1, 3)]
    assert len(tramo.meses) == 29
    assert not tramo.es_de_anios
