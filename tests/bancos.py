"""Correr un banco de `bench/` como lo corre una persona: otro proceso, sin nada de la prueba."""

import os
import subprocess
import sys

from django.conf import settings


def correr_banco(modulo: str, *opciones: str, segundos: int) -> str:
    """Devuelve lo que escribió; falla si salió con error."""
    limpio = {
        nombre: valor
        for nombre, valor in os.environ.items()
        if not nombre.startswith(("TRATA_", "DJANGO_", "PYTEST")) and nombre != "REDIS_URL"
    }
    hecho = subprocess.run(
        [sys.executable, "-m", modulo, *opciones],
        cwd=settings.BASE_DIR,
        env=limpio,
        capture_output=True,
        text=True,
        timeout=segundos,
    )
    assert hecho.returncode == 0, hecho.stdout + hecho.stderr
    return hecho.stdout
