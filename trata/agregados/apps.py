"""Motor de estadísticas."""

from django.apps import AppConfig


class AgregadosConfig(AppConfig):
    """Motor de estadísticas."""

    name = "trata.agregados"
    label = "agregados"
    verbose_name = "Motor de estadísticas"
