"""Territorio y ámbito."""

from django.apps import AppConfig


class TerritorioConfig(AppConfig):
    """Territorio y ámbito."""

    name = "trata.territorio"
    label = "territorio"
    verbose_name = "Territorio y ámbito"
