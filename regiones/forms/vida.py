"""Formularios de sesiones, acuerdos, actividades y asistencias técnicas."""

from typing import Any

from django import forms

from regiones.forms.base import RegionForm, RegionModelForm
from regiones.models import Actividad, Acuerdo, AsistenciaTecnica, Integrante, Sesion
from trata.comun.formularios import Grupo


class LineasField(forms.CharField):
    """Un renglón, un elemento."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        """La lista, un elemento por renglón."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        """Los renglones que dicen algo."""
        texto = super().clean(value)
        return [linea.strip() for linea in texto.splitlines() if linea.strip()]


class SesionForm(RegionModelForm):
    """La convocatoria de una sesión."""

    grupos = (
        Grupo("Cuándo", "tipo", "segunda_citacion", "convocada_el", "fecha", "hora"),
        Grupo("Dónde", "modalidad", "lugar"),
        Grupo("Agenda", "agenda"),
    )
    agenda = LineasField(
        label="Puntos de agenda",
        help_text="Un punto por renglón.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    class Meta:
        model = Sesion
        fields = (
            "tipo",
            "segunda_citacion",
            "convocada_el",
            "fecha",
            "hora",
            "modalidad",
            "lugar",
            "agenda",
        )
        widgets = {"tipo": forms.RadioSelect, "modalidad": forms.RadioSelect}


class DesarrolloForm(RegionForm):
    """Lo tratado en la sesión."""

    desarrollo = forms.CharField(
        label="Desarrollo de la sesión",
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="No escribas nombres de víctimas ni direcciones.",
    )


def _poner_responsables(form: RegionModelForm, espacio_id: int) -> None:
    campo = form.fields["responsable"]
    campo.queryset = (
        Integrante.objects.filter(espacio_id=espacio_id).vigentes().select_related("entidad")
    )


class AcuerdoForm(RegionModelForm):
    """Un acuerdo tomado en la sesión."""

    class Meta:
        model = Acuerdo
        fields = (
            "texto",
            "responsable",
            "responsable_texto",
            "plazo",
            "a_favor",
            "en_contra",
            "abstenciones",
        )
        widgets = {"texto": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _poner_responsables(self, self.instance.espacio_id)


class SeguimientoForm(RegionModelForm):
    """El seguimiento de un acuerdo."""

    class Meta:
        model = Acuerdo
        fields = ("estado", "plazo", "cumplido_el", "evidencia", "responsable", "responsable_texto")
        widgets = {
            "estado": forms.RadioSelect,
            "evidencia": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _poner_responsables(self, self.instance.espacio_id)


class ActividadForm(RegionModelForm):
    """Una actividad del plan anual."""

    grupos = (
        Grupo("La actividad", "nombre", "responsable", "inicio", "fin", "estado"),
        Grupo("Con qué se vincula en la política", "objetivo", "lineamiento", "servicio"),
        Grupo("Meta física", "unidad_de_medida", "meta_fisica", "avance_fisico"),
        Grupo("Presupuesto, en soles", "presupuesto", "ejecutado"),
    )

    class Meta:
        model = Actividad
        fields = (
            "nombre",
            "responsable",
            "inicio",
            "fin",
            "estado",
            "objetivo",
            "lineamiento",
            "servicio",
            "unidad_de_medida",
            "meta_fisica",
            "avance_fisico",
            "presupuesto",
            "ejecutado",
        )


class AsistenciaTecnicaForm(RegionModelForm):
    """Una asistencia técnica a un espacio."""

    class Meta:
        model = AsistenciaTecnica
        fields = (
            "tema",
            "descripcion",
            "anio",
            "fecha",
            "modalidad",
            "estado",
            "resultado",
            "participantes",
        )
        widgets = {
            "descripcion": forms.Textarea(attrs={"rows": 3}),
            "resultado": forms.Textarea(attrs={"rows": 3}),
        }


class MetaForm(RegionForm):
    """Cuántas asistencias se programan para un espacio en un año."""

    anio = forms.IntegerField(label="Año", min_value=2000, max_value=2100)
    programadas = forms.IntegerField(
        label="Asistencias técnicas programadas", min_value=0, max_value=1000
    )
