"""Lo común a los formularios de regiones."""

from typing import Any

from django import forms

from trata.comun.formularios import BaseForm, BaseModelForm


def poner_fechas(campos: dict[str, forms.Field]) -> None:
    """Las fechas usan el selector del navegador y las listas invitan a elegir."""
    for campo in campos.values():
        if isinstance(campo, forms.DateField):
            campo.widget = forms.DateInput(
                format="%Y-%m-%d", attrs={"type": "date", **campo.widget.attrs}
            )
        elif isinstance(campo, forms.TimeField):
            campo.widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        elif isinstance(campo, forms.ModelChoiceField) and not isinstance(
            campo, forms.ModelMultipleChoiceField
        ):
            campo.empty_label = "Selecciona una opción"


class RegionModelForm(BaseModelForm):
    """Formulario de modelo con fechas cómodas."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        poner_fechas(self.fields)


class RegionForm(BaseForm):
    """Formulario suelto con fechas cómodas."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        poner_fechas(self.fields)
