"""Lo común a toda la casa."""

from django.apps import AppConfig
from django.core import checks

from trata.comun import comprobaciones


class ComunConfig(AppConfig):
    """Lo común a toda la casa."""

    name = "trata.comun"
    label = "comun"
    verbose_name = "Lo común a toda la casa"

    def ready(self) -> None:
        """Sin llaves que sirvan, ningún proceso arranca."""
        checks.register(comprobaciones.llaves_utiles, checks.Tags.security)
        checks.register(comprobaciones.sello_ajeno, checks.Tags.security)
        comprobaciones.exigir_llaves()
