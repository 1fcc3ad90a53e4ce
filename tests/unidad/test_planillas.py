"""El CSV de la casa no ejecuta fórmulas y conserva los números."""

import csv
import io

import pytest

from trata.comun.planillas import a_csv, celda_segura

FORMULAS = [
    f"{previo}{signo}{resto}"
    for previo in ("", "\ufeff", "\u200b", " ", "\u2060 ")
    for signo in ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
    for resto in ("1+1", "HYPERLINK(1)", "cmd|' /C calc'!A0")
]


@pytest.mark.parametrize("texto", FORMULAS)
def test_un_texto_que_parece_formula_sale_con_apostrofo(texto):
    assert celda_segura(texto) == f"'{texto}"


@pytest.mark.parametrize("valor", [-5, 3.5, 0, True, "Ana", "a=b", "51999", ""])
def test_los_numeros_y_los_textos_normales_salen_igual(valor):
    assert celda_segura(valor) == valor


def test_todo_va_entre_comillas_con_marca_de_utf8_y_se_vuelve_a_leer_igual():
    filas = [["Ñandú", 'con "comillas"', "dos\nlíneas", -3, None]]
    crudo = a_csv(["a", "b", "c", "d", "e"], filas)
    assert crudo.startswith(b"\xef\xbb\xbf")
    leido = list(csv.reader(io.StringIO(crudo.decode("utf-8-sig"), newline="")))
    assert leido[1] == ["Ñandú", 'con "comillas"', "dos\nlíneas", "-3", ""]
