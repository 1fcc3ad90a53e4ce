"""Comisión Multisectorial."""

from django.apps import AppConfig


class ComisionConfig(AppConfig):
    """Comisión Multisectorial."""

    name = "politica.comision"
    label = "comision"
    verbose_name = "Comisión Multisectorial"
