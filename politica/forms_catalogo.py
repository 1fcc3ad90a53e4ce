"""Formularios del catálogo: completar, versiones, incorporar y metas."""

from typing import Any

from django import forms
from django.db import models

from politica.consultas.calculados import opciones
from politica.models import Indicador, Servicio, VersionCatalogo
from trata.comun.formularios import BaseForm, BaseModelForm


class VersionForm(BaseModelForm):
    """La norma que aprueba una versión."""

    enlace = forms.URLField(label="Enlace a la norma", assume_scheme="https", required=False)

    class Meta:
        model = VersionCatalogo
        fields = ("norma", "fecha_norma", "rige_desde", "descripcion", "enlace")
        help_texts = {"norma": "Por ejemplo: Resolución Ministerial 0000-2026-IN."}


class SustentoForm(BaseForm):
    """Bajo qué versión y con qué sustento."""

    version_catalogo = forms.ModelChoiceField(
        label="Norma que lo sustenta", queryset=VersionCatalogo.objects.none(), empty_label=None
    )
    sustento = forms.CharField(
        label="Artículo, anexo o página", max_length=300, help_text="Dónde lo dice la norma."
    )

    def __init__(self, *args: Any, versiones: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version_catalogo"].queryset = versiones

    def sustento_al_final(self) -> None:
        """Deja norma y sustento después de los datos."""
        propios = [c for c in self.fields if c not in {"version_catalogo", "sustento"}]
        self.order_fields([*propios, "version_catalogo", "sustento"])


class CompletarForm(SustentoForm):
    """Los campos editables de un elemento del árbol, con su sustento."""

    def __init__(
        self, *args: Any, elemento: models.Model, campos: tuple[str, ...], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        nombres = [c.removesuffix("_id") for c in campos]
        modelo = forms.modelform_factory(type(elemento), fields=nombres)
        for nombre, campo in modelo(instance=elemento).fields.items():
            if nombre == "calculado_de":
                campo = forms.ChoiceField(
                    label=campo.label,
                    choices=[("", "Lo reporta la entidad"), *opciones()],
                    help_text="Una cifra del propio registro, que se puede seguir hasta sus filas.",
                )
            campo.required = False
            if isinstance(campo.widget, forms.Textarea):
                campo.widget.attrs["rows"] = 2
            self.fields[nombre] = campo
            self.initial[nombre] = getattr(elemento, f"{nombre}_id", None) or getattr(
                elemento, nombre
            )
        self.campos = campos
        self.sustento_al_final()

    @property
    def cambios(self) -> dict[str, Any]:
        """Por `attname`: las llaves foráneas van por su código."""
        valores = {}
        for campo in self.campos:
            valor = self.cleaned_data.get(campo.removesuffix("_id"))
            valores[campo] = getattr(valor, "pk", valor) if campo.endswith("_id") else valor
        return valores


class IndicadorNuevoForm(SustentoForm):
    """Un indicador que se incorpora a un servicio."""

    servicio = forms.ModelChoiceField(label="Servicio", queryset=Servicio.objects.none())
    nombre = forms.CharField(label="Nombre", widget=forms.Textarea(attrs={"rows": 3}))
    unidad = forms.ChoiceField(label="Unidad de medida", choices=Indicador.Unidad.choices)
    sentido = forms.ChoiceField(label="Sentido esperado", choices=Indicador.Sentido.choices)

    def __init__(self, *args: Any, servicios: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["servicio"].queryset = servicios
        self.sustento_al_final()

    @property
    def datos(self) -> dict[str, Any]:
        """Lo que recibe la acción."""
        return {c: self.cleaned_data[c] for c in ("servicio", "nombre", "unidad", "sentido")}


class LogroForm(SustentoForm):
    """El logro esperado de un indicador en un año."""

    anio = forms.IntegerField(label="Año", min_value=2021, max_value=2035)
    valor = forms.DecimalField(
        label="Logro esperado", max_digits=20, decimal_places=6, localize=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sustento_al_final()


class RetirarForm(SustentoForm):
    """Sólo la norma y el sustento del retiro."""
