"""Formularios de informes."""

from trata.informes.forms.informes import ComentarioForm, InformeForm, TextoForm

__all__ = ["ComentarioForm", "InformeForm", "TextoForm"]
