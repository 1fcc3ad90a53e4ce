#!/usr/bin/env python3
"""Órdenes de TRATA. `demo` y `test` preparan primero el entorno si la máquina está vacía."""

import importlib.util
import os
import sys

BASE = os.path.dirname(os.path.abspath(__file__))


def cargar_preparar():
    """Carga `preparar.py` por su ruta: importar el paquete `trata` ya pediría Celery."""
    ruta = os.path.join(BASE, "trata", "servicios_locales", "preparar.py")
    ficha = importlib.util.spec_from_file_location("preparar", ruta)
    modulo = importlib.util.module_from_spec(ficha)
    ficha.loader.exec_module(modulo)
    return modulo


def principal():
    """Ejecuta la orden pedida."""
    orden = sys.argv[1] if len(sys.argv) > 1 else ""
    if orden in ("demo", "test"):
        preparar = cargar_preparar()
        preparar.preparar(BASE, orden, sys.argv[2:])
        if orden == "test":
            preparar.ejecutar_pruebas(BASE, sys.argv[2:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trata.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    principal()
