"""Historia, accesos y sello."""

from django.apps import AppConfig


class AuditoriaConfig(AppConfig):
    """Historia, accesos y sello."""

    name = "trata.auditoria"
    label = "auditoria"
    verbose_name = "Historia, accesos y sello"
