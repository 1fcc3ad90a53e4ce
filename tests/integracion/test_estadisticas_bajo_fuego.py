"""Las estadísticas bajo fuego, en pequeño. La completa: `python -m bench.caidas --segundos 60`."""

import os
import subprocess
import sys

import pytest
from django.conf import settings


@pytest.mark.lenta
def test_muertes_redis_vacio_y_base_caida_no_mueven_una_celda() -> None:
    limpio = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("TRATA_", "DJANGO_", "PYTEST")) and k not in {"REDIS_URL"}
    }
    hecho = subprocess.run(
        [sys.executable, "-m", "bench.caidas", "--segundos", "12", "--semilla", "3"],
        cwd=settings.BASE_DIR,
        env=limpio,
        capture_output=True,
        text=True,
        timeout=400,
    )
    assert hecho.returncode == 0, hecho.stdout + hecho.stderr
    assert "Las celdas son las que dicen los hechos" in hecho.stdout
