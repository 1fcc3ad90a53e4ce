"""El agente del navegador, en palabras."""

import pytest

from trata.comun.navegador import navegador

BASE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agente", "dicho"),
    [
        (f"{BASE} Chrome/130.0.0.0 Safari/537.36", "Chrome 130 en Windows"),
        (f"{BASE} Chrome/130.0.0.0 Safari/537.36 Edg/130.0.2849.46", "Edge 130 en Windows"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
            "Firefox 132 en Linux",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
            "Safari 18 en iPhone",
        ),
        ("", ""),
        ("curl/8.5.0", "curl/8.5.0"),
        ("x" * 80, "x" * 59 + "…"),
    ],
)
def test_se_dice_programa_y_sistema(agente, dicho):
    assert navegador(agente) == dicho
