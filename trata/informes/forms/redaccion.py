"""Formularios de quien redacta y revisa."""

from typing import Any

from django import forms

from trata.comun.formularios import BaseForm
from trata.informes.consultas import redactores
from trata.informes.escritura import LARGO_MAXIMO


def fecha(etiqueta: str, **opciones: Any) -> forms.DateField:
    """Una fecha con el selector del navegador."""
    selector = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "ancho-12"})
    return forms.DateField(label=etiqueta, widget=selector, **opciones)


class TextoForm(BaseForm):
    """El texto de una sección."""

    texto = forms.CharField(
        label="Texto de la sección",
        required=False,
        max_length=LARGO_MAXIMO,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "true", "class": "editor__area"}),
        help_text="Un párrafo por línea. Empieza la línea con ## para un subtítulo o con un guion "
        "para una viñeta. **Dos asteriscos** dan negrita; *uno*, cursiva; [nota: así] va al pie. "
        "Las cifras se insertan desde la lista: no se escriben.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)


class ComentarioForm(BaseForm):
    """Un comentario."""

    comentario = forms.CharField(
        label="Comentario", max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class AsignacionForm(BaseForm):
    """A quién se da una sección y para cuándo."""

    persona = forms.ModelChoiceField(label="Quién la redacta", queryset=None)
    vence_el = fecha("Para cuándo")
    nota = forms.CharField(
        label="Qué se espera",
        required=False,
        max_length=300,
        help_text="Una frase: de dónde sale, qué no puede faltar.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["persona"].queryset = redactores()


class MotivoForm(BaseForm):
    """Por qué se devuelve, se retira o se corrige."""

    motivo = forms.CharField(
        label="Motivo", max_length=500, widget=forms.Textarea(attrs={"rows": 4})
    )
