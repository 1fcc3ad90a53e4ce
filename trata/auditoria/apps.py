"""Historia, accesos y sello."""

from importlib import import_module

from django.apps import AppConfig


class AuditoriaConfig(AppConfig):
    """Historia, accesos y sello."""

    name = "trata.auditoria"
    label = "auditoria"
    verbose_name = "Historia, accesos y sello"

    def ready(self) -> None:
        """Conecta las señales de entrada, que necesitan los modelos ya cargados."""
        import_module("trata.auditoria.entradas")
