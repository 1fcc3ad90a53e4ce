"""Las estadísticas bajo fuego, en pequeño. La completa: `python -m bench.caidas --segundos 60`."""

import pytest

from tests.bancos import correr_banco


@pytest.mark.lenta
def test_muertes_redis_vacio_y_base_caida_no_mueven_una_celda():
    dicho = correr_banco("bench.caidas", "--segundos", "12", "--semilla", "3", segundos=400)
    assert "Las celdas son las que dicen los hechos" in dicho
