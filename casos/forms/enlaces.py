"""Pedir un enlace y responderlo."""

from typing import Any

from django import forms

from casos.consultas import entidades_vigentes
from casos.vocabulario import vocabulario
from trata.comun.formularios import BaseForm


class PedirEnlaceForm(BaseForm):
    """El número con que la otra institución conoce su caso. Nunca un nombre."""

    institucion = forms.ModelChoiceField(
        label="Institución que puso el número", queryset=None, empty_label="Selecciona una opción"
    )
    tipo = forms.ChoiceField(label="Qué número es", choices=())
    numero = forms.CharField(
        label="Número", max_length=60, help_text="Como aparece en el documento, con sus guiones."
    )
    motivo = forms.CharField(
        label="¿Para qué?",
        max_length=300,
        help_text="Lo lee quien lleva el otro caso. No escribas nombres ni documentos.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institucion"].queryset = entidades_vigentes()
        opciones = vocabulario("tipo_clave").opciones()
        self.fields["tipo"].choices = [("", "Selecciona una opción"), *opciones]
