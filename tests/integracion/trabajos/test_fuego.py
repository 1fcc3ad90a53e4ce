"""La prueba de fuego, en pequeño. La completa: `python -m bench.matar --envios 2000`."""

import pytest

from tests.bancos import correr_banco


@pytest.mark.lenta
def test_con_muertes_de_todas_las_piezas_nada_se_pierde_ni_se_dobla():
    dicho = correr_banco("bench.matar", "--envios", "250", "--semilla", "3", segundos=300)
    assert "Nada se perdió ni se dobló" in dicho
