"""Formularios de la revisión: observar campo por campo, anular con motivo."""

from typing import Any

from django import forms

from casos.consultas.expediente import Expediente
from casos.ficha import PARTES, rotulo
from trata.comun.formularios import BaseForm

OBSERVACIONES_A_LA_VEZ = 3


def campos_observables(expediente: Expediente) -> list[tuple[str, list[tuple[str, str]]]]:
    """Las opciones de «en qué»: sección o persona → campos. El valor es `seccion|parte|campo`."""
    grupos: list[tuple[str, list[tuple[str, str]]]] = []
    for seccion in expediente.secciones():
        opciones = [(f"{seccion.codigo}||", f"{seccion.titulo}: toda la sección")]
        for campo in seccion.campos:
            nombre = rotulo(expediente.caso._meta.get_field(campo))
            opciones.append((f"{seccion.codigo}||{campo}", nombre))
        for codigo in seccion.partes:
            for parte in expediente.de(codigo):
                for campo in PARTES[codigo].campos:
                    nombre = rotulo(parte._meta.get_field(campo))
                    opciones.append(
                        (f"{seccion.codigo}|{parte.uuid}|{campo}", f"{parte}: {nombre}")
                    )
        grupos.append((seccion.titulo, opciones))
    return grupos


class ObservacionForm(BaseForm):
    """Hasta tres observaciones por envío; quedan abiertas hasta que se atienden."""

    use_required_attribute = False

    def __init__(self, *args: Any, expediente: Expediente, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        opciones = [("", "Selecciona"), *campos_observables(expediente)]
        for i in range(1, OBSERVACIONES_A_LA_VEZ + 1):
            self.fields[f"en_{i}"] = forms.ChoiceField(
                label=f"Observación {i}: en qué", choices=opciones, required=False
            )
            self.fields[f"texto_{i}"] = forms.CharField(
                label="Qué corregir",
                required=False,
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            if i == 1:  # las demás son opcionales
                self.fields["en_1"].necesario = self.fields["texto_1"].necesario = True

    def clean(self) -> dict[str, Any]:
        """Cada observación lleva su lugar y su texto, y hay al menos una."""
        datos = super().clean()
        llenas = 0
        for i in range(1, OBSERVACIONES_A_LA_VEZ + 1):
            en, texto = datos.get(f"en_{i}"), datos.get(f"texto_{i}")
            if texto and not en:
                self.add_error(f"en_{i}", "Di en qué campo.")
            elif en and not texto:
                self.add_error(f"texto_{i}", "Escribe qué corregir.")
            llenas += bool(en and texto)
        if not llenas and not self.errors:
            self.add_error("en_1", "Escribe al menos una observación.")
        return datos

    def observaciones(self) -> list[dict[str, Any]]:
        """Lo que recibe la acción."""
        lista = []
        for i in range(1, OBSERVACIONES_A_LA_VEZ + 1):
            if not self.cleaned_data.get(f"en_{i}"):
                continue
            seccion, parte, campo = self.cleaned_data[f"en_{i}"].split("|")
            lista.append(
                {
                    "seccion": seccion,
                    "parte": parte or None,
                    "campo": campo,
                    "texto": self.cleaned_data[f"texto_{i}"],
                }
            )
        return lista


class MotivoDeAnulacionForm(BaseForm):
    """Por qué se anula."""

    use_required_attribute = False
    motivo = forms.CharField(
        label="Motivo",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Escribe por qué se anula."},
        help_text="Queda en la historia del registro. No escribas nombres ni documentos.",
    )
