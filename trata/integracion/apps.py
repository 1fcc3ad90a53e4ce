"""Interoperabilidad."""

from django.apps import AppConfig


class IntegracionConfig(AppConfig):
    """Interoperabilidad."""

    name = "trata.integracion"
    label = "integracion"
    verbose_name = "Interoperabilidad"
