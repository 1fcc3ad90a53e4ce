"""Bandeja de salida y trabajos en segundo plano."""

from django.apps import AppConfig


class TrabajosConfig(AppConfig):
    """Bandeja de salida y trabajos en segundo plano."""

    name = "trata.trabajos"
    label = "trabajos"
    verbose_name = "Bandeja de salida y trabajos en segundo plano"
