"""Formularios del territorio."""

from django import forms

from trata.comun.formularios import BaseModelForm
from trata.territorio.consultas import departamentos
from trata.territorio.models import MacroRegionPolicial


class MacroRegionPolicialForm(BaseModelForm):
    """Corregir una Macro Región Policial con la fuente que lo dice."""

    class Meta:
        model = MacroRegionPolicial
        fields = ("nombre", "departamentos", "fuente")
        widgets = {"departamentos": forms.CheckboxSelectMultiple}
        help_texts = {"fuente": "El documento que lo dice: norma, número y fecha."}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["departamentos"].queryset = departamentos()
