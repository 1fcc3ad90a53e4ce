"""Los filtros de los tableros: viven en la dirección, así que toda pantalla es un enlace."""

from typing import Any

from django import forms

from trata.agregados.consultas import Cobertura
from trata.tableros.pedido import CONTEO, TASA
from trata.territorio.consultas import departamentos


class FiltroDeFoto(forms.Form):
    """Año, departamento y medida del mapa. Lo vacío o inválido cae en lo más útil."""

    anio = forms.TypedChoiceField(label="Año", coerce=int, required=False)
    departamento = forms.ChoiceField(label="Departamento", required=False)
    medida = forms.ChoiceField(
        label="En el mapa",
        required=False,
        choices=[(CONTEO, "Cantidad"), (TASA, "Por 100 000 habitantes")],
    )

    def __init__(self, *args: Any, cobertura: Cobertura, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["anio"].choices = [
            (a, f"{a} (incompleto)" if cobertura.es_parcial(a) else str(a))
            for a in reversed(cobertura.anios)
        ]
        self.fields["departamento"].choices = [
            ("", "Todo el Perú"),
            *departamentos().values_list("codigo", "nombre"),
        ]
