"""La prueba de fuego, en pequeño. La completa: `python -m bench.matar --envios 2000`."""

import os
import subprocess
import sys

import pytest
from django.conf import settings


@pytest.mark.lenta
def test_con_muertes_de_todas_las_piezas_nada_se_pierde_ni_se_dobla():
    limpio = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("TRATA_", "DJANGO_", "PYTEST")) and k not in {"REDIS_URL"}
    }
    hecho = subprocess.run(
        [sys.executable, "-m", "bench.matar", "--envios", "250", "--semilla", "3"],
        cwd=settings.BASE_DIR,
        env=limpio,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert hecho.returncode == 0, hecho.stdout + hecho.stderr
    assert "Nada se perdió ni se dobló" in hecho.stdout
