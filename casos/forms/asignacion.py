"""Asignar una persona a un caso, y que deje de llevarlo."""

from typing import Any

from django import forms

from casos.consultas.necesidad import pueden_llevar_casos
from trata.comun.formularios import BaseForm


class AsignarForm(BaseForm):
    """A quién, con qué responsabilidad y por qué."""

    use_required_attribute = False
    persona = forms.ModelChoiceField(
        queryset=None,
        label="Persona",
        empty_label="Selecciona",
        error_messages={"required": "Selecciona a la persona."},
    )
    responsable = forms.BooleanField(
        label="Es la persona responsable del caso",
        required=False,
        help_text="Hay una sola: quien lo era lo sigue llevando.",
    )
    motivo = forms.CharField(
        label="Motivo",
        required=False,
        max_length=200,
        help_text="Por ejemplo: «Reparto de la semana» o «Coordina con la UPE de Cusco».",
    )
    aunque_no_lo_vea = forms.BooleanField(
        label="Dale acceso aunque el caso no sea de su territorio", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["persona"].queryset = pueden_llevar_casos().select_related("entidad")
        self.fields["persona"].label_from_instance = quien_y_de_donde

    @property
    def pide_confirmar(self) -> bool:
        """La casilla de acceso aparece sólo cuando hace falta."""
        return "aunque_no_lo_vea" in self.errors or bool(self.data.get("aunque_no_lo_vea"))


class AsignarVariosForm(AsignarForm):
    """Lo mismo para varios casos: el acceso a otro territorio se decide de uno en uno."""

    aunque_no_lo_vea = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsable"].label = "Queda como responsable de todos"


def quien_y_de_donde(usuario: Any) -> str:
    """«Rosa Quispe · Analista · MININTER»."""
    partes = [str(usuario), usuario.rol.nombre if usuario.rol else "", _sigla(usuario)]
    return " · ".join(p for p in partes if p)


def _sigla(usuario: Any) -> str:
    entidad = usuario.entidad
    return (entidad.sigla or str(entidad)) if entidad else ""
