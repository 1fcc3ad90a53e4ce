"""Regiones."""

from django.apps import AppConfig


class RegionesConfig(AppConfig):
    """Regiones."""

    name = "regiones"
    label = "regiones"
    verbose_name = "Regiones"
