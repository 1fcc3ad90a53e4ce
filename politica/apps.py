"""Política Nacional."""

from django.apps import AppConfig


class PoliticaConfig(AppConfig):
    """Política Nacional."""

    name = "politica"
    label = "politica"
    verbose_name = "Política Nacional"
