"""Informes de la Comisión."""

from django.apps import AppConfig


class InformesConfig(AppConfig):
    """Informes de la Comisión."""

    name = "trata.informes"
    label = "informes"
    verbose_name = "Informes de la Comisión"
