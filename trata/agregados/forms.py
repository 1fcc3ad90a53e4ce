"""Formularios de las estadísticas."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from trata.comun.formularios import BaseForm

MAXIMO = 40_000_000


class SubirSerieForm(BaseForm):
    """El archivo de la serie oficial."""

    archivo = forms.FileField(
        label="Archivo de la serie oficial",
        help_text="El XLSX o CSV de «Trata de personas», tal como se publica en datos abiertos.",
    )

    def clean_archivo(self) -> UploadedFile:
        """No más de 40 MB."""
        archivo = self.cleaned_data["archivo"]
        if archivo.size > MAXIMO:
            raise ValidationError("El archivo pesa más de 40 MB: no es la serie oficial.")
        return archivo
