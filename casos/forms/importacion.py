"""Subir un archivo de casos."""

from django import forms

from trata.comun.formularios import BaseForm
from trata.comun.importador import BYTES_MAXIMOS


class SubirArchivoForm(BaseForm):
    """Un CSV o XLSX con una víctima por fila."""

    use_required_attribute = False
    archivo = forms.FileField(
        label="Archivo CSV o Excel (.xlsx)",
        help_text="Una fila por víctima. Las filas con el mismo número externo son de un caso.",
        error_messages={
            "required": "Elige un archivo.",
            "empty": "El archivo está vacío.",
            "invalid": "Elige un archivo.",
        },
    )

    def clean_archivo(self) -> object:
        """Ni vacío ni enorme."""
        archivo = self.cleaned_data["archivo"]
        if archivo.size > BYTES_MAXIMOS:
            raise forms.ValidationError("El archivo pesa más de 20 MB.", code="archivo_grande")
        return archivo
