"""Leer un número que alguien mandó: sólo cifras de aquí, y las que caben."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casos.conversion import CeldaError, fecha_y_precision
from trata.comun.numeros import natural


@given(st.integers(0, 10**9 - 1))
def test_lo_que_se_escribe_con_cifras_se_lee_igual(n: int) -> None:
    assert natural(str(n)) == n


@given(st.text())
def test_ningun_texto_da_error_y_lo_leido_se_escribe_con_cifras(texto: str) -> None:
    leido = natural(texto)
    if leido is None:
        assert not (texto.isascii() and texto.isdigit() and len(texto) <= 9)
    else:
        assert not texto.strip("0123456789")
        assert f"{leido:0{len(texto)}d}" == texto


@pytest.mark.parametrize("texto", ["", None, "-1", "1.5", " 7", "٣", "²", "9" * 10, "9" * 5000])
def test_lo_que_no_es_un_natural_corto_no_se_lee(texto: str | None) -> None:
    assert natural(texto) is None


@pytest.mark.parametrize("texto", [f"1/{'9' * 20}/2026", f"{'9' * 5000}/1/2026", "1/99999/2026"])
def test_una_fecha_con_cifras_de_mas_es_una_falta_y_no_un_accidente(texto: str) -> None:
    with pytest.raises(CeldaError):
        fecha_y_precision(texto)
