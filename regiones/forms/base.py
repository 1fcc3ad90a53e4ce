"""Lo común a los formularios de regiones."""

from typing import Any

from django import forms

from trata.comun.formularios import BaseForm, BaseModelForm


def invitar_a_elegir(campos: dict[str, forms.Field]) -> None:
    """Las listas de una sola cosa invitan a elegir."""
    for campo in campos.values():
        unica = not isinstance(campo, forms.ModelMultipleChoiceField)
        if isinstance(campo, forms.ModelChoiceField) and unica:
            campo.empty_label = "Selecciona una opción"


class RegionModelForm(BaseModelForm):
    """Formulario de modelo con listas que invitan a elegir."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        invitar_a_elegir(self.fields)


class RegionForm(BaseForm):
    """Formulario suelto con listas que invitan a elegir."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        invitar_a_elegir(self.fields)
