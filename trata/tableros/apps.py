"""Tableros."""

from django.apps import AppConfig


class TablerosConfig(AppConfig):
    """Tableros."""

    name = "trata.tableros"
    label = "tableros"
    verbose_name = "Tableros"
