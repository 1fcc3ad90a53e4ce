"""Formularios de informes."""

from typing import Any

from politica.consultas.reportes import periodos_con_datos
from trata.agregados.consultas import cobertura_de_la_serie
from trata.comun.formularios import BaseModelForm, Grupo
from trata.informes.models import Informe


class InformeForm(BaseModelForm):
    """Empezar un informe."""

    grupos = (
        Grupo("Qué informe", "tipo", "anio", "semestre"),
        Grupo(
            "De qué",
            "espacio",
            "periodo",
            ayuda="La región, en la ficha y la presentación. El periodo, en el anual y en los de "
            "seguimiento y cumplimiento.",
        ),
        Grupo("Trámite", "expediente"),
    )

    class Meta:
        model = Informe
        fields = ("tipo", "anio", "semestre", "espacio", "periodo", "expediente")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["espacio"].queryset = self.fields["espacio"].queryset.regionales()
        con_datos = [p.pk for p in periodos_con_datos()]
        self.fields["periodo"].queryset = self.fields["periodo"].queryset.filter(pk__in=con_datos)
        ultimo = cobertura_de_la_serie().ultimo_completo
        self.fields["anio"].initial = ultimo
        self.fields["anio"].help_text = "El año de las cifras de la serie oficial."
        self.fields["semestre"].help_text = "Sólo en el boletín. Vacío es el año entero."
