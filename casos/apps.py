"""Registro de casos."""

from django.apps import AppConfig


class CasosConfig(AppConfig):
    """Registro de casos."""

    name = "casos"
    label = "casos"
    verbose_name = "Registro de casos"
