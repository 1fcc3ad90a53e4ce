"""Formularios de informes."""

from trata.informes.forms.informes import InformeForm

__all__ = ["InformeForm"]
