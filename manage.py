#!/usr/bin/env python3
"""Órdenes de TRATA."""

import os
import sys


def principal() -> None:
    """Ejecuta la orden pedida."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trata.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    principal()
