"""Lo común a toda la casa."""

from django.apps import AppConfig


class ComunConfig(AppConfig):
    """Lo común a toda la casa."""

    name = "trata.comun"
    label = "comun"
    verbose_name = "Lo común a toda la casa"
