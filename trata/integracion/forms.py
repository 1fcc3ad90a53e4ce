"""Formularios de convenios y credenciales."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from trata.comun.formularios import BaseForm, BaseModelForm, Grupo
from trata.integracion.alcances import OPCIONES_DE_ALCANCE
from trata.integracion.consultas import cuentas_de_sistema
from trata.integracion.models import Convenio
from trata.integracion.sucesos import OPCIONES_DE_SUCESO

FECHA = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ConvenioForm(BaseModelForm):
    """Alta de un convenio."""

    grupos = (
        Grupo("Convenio", "entidad", "documento", "finalidad"),
        Grupo("Vigencia", "desde", "hasta"),
    )

    class Meta:
        model = Convenio
        fields = ("entidad", "documento", "finalidad", "desde", "hasta")
        widgets = {
            "desde": FECHA,
            "hasta": FECHA,
            "finalidad": forms.Textarea(attrs={"rows": 4}),
        }


class CredencialForm(BaseForm):
    """Emisión de una credencial."""

    grupos = (
        Grupo("Sistema", "usuario", "nombre"),
        Grupo("Qué puede hacer", "alcances"),
        Grupo("Desde dónde y hasta cuándo", "redes", "vence"),
    )
    usuario = forms.ModelChoiceField(
        label="Cuenta de sistema", queryset=None, empty_label="Selecciona una opción"
    )
    nombre = forms.CharField(
        label="Nombre", max_length=80, help_text="Para reconocerla: «Producción 2027»."
    )
    alcances = forms.MultipleChoiceField(
        label="Alcances", choices=OPCIONES_DE_ALCANCE, widget=forms.CheckboxSelectMultiple
    )
    redes = forms.CharField(
        label="Redes permitidas",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Una por línea, como 192.0.2.0/24. Vacío: desde cualquier dirección.",
    )
    vence = forms.DateField(label="Vence el", widget=FECHA)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["usuario"].queryset = cuentas_de_sistema()

    def clean_redes(self) -> list[str]:
        """Una red por línea."""
        return [r.strip() for r in self.cleaned_data["redes"].splitlines() if r.strip()]

    @property
    def datos(self) -> dict[str, Any]:
        """Lo que recibe la acción; vence al terminar el día."""
        limpios = self.cleaned_data
        fin = datetime.combine(limpios["vence"] + timedelta(days=1), time())
        return {
            "nombre": limpios["nombre"],
            "alcances": limpios["alcances"],
            "redes": limpios["redes"],
            "expiry": timezone.make_aware(fin) - timedelta(seconds=1),
        }


class SuscripcionForm(BaseForm):
    """Adónde avisar y de qué."""

    grupos = (Grupo("Destino", "direccion"), Grupo("De qué avisar", "sucesos"))
    direccion = forms.URLField(
        label="Dirección",
        assume_scheme="https",
        max_length=300,
        help_text="Pública y con https. Ahí llega un POST firmado (Standard Webhooks).",
    )
    sucesos = forms.MultipleChoiceField(
        label="Sucesos", choices=OPCIONES_DE_SUCESO, widget=forms.CheckboxSelectMultiple
    )
