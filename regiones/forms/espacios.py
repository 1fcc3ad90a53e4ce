"""Formularios de espacios, normas, integrantes y planes regionales."""

from typing import Any

from django import forms

from regiones.forms.base import RegionForm, RegionModelForm
from regiones.models import (
    EspacioRegional,
    Integrante,
    NormaDeEspacio,
    PlanAnual,
    PlanRegional,
    Representante,
)
from trata.comun.formularios import Grupo
from trata.territorio.models import Ubigeo


class EspacioLocalForm(RegionModelForm):
    """Una red provincial o un espacio distrital."""

    grupos = (
        Grupo("Qué espacio es", "nivel", "ubigeo", "nombre", "clase"),
        Grupo("Quién lo conduce", "presidencia", "secretaria_tecnica"),
        Grupo("Cómo sesiona", "creado_el", "periodicidad", "regla_de_quorum"),
    )
    nivel = forms.ChoiceField(
        label="Nivel",
        choices=[("provincial", "Provincial"), ("distrital", "Distrital")],
        widget=forms.RadioSelect,
    )

    class Meta:
        model = EspacioRegional
        fields = (
            "nivel",
            "ubigeo",
            "nombre",
            "clase",
            "presidencia",
            "secretaria_tecnica",
            "creado_el",
            "periodicidad",
            "regla_de_quorum",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        padre = self.instance.padre
        lugares = Ubigeo.objects.filter(
            codigo__startswith=padre.ubigeo_id, nivel__in=("provincia", "distrito")
        )
        if padre.excluye:
            lugares = lugares.exclude(codigo__startswith=padre.excluye)
        campo = self.fields["ubigeo"]
        campo.queryset = lugares.order_by("codigo")
        campo.label_from_instance = lambda u: (
            u.nombre if len(u.codigo) == 4 else f"— {u.nombre} (distrito)"
        )


class EspacioForm(RegionModelForm):
    """La ficha de un espacio: conducción y reglamento."""

    grupos = (
        Grupo("El espacio", "nombre", "clase", "creado_el"),
        Grupo("Quién lo conduce", "presidencia", "secretaria_tecnica"),
        Grupo(
            "Reglamento interno",
            "periodicidad",
            "dias_convocatoria",
            "dias_convocatoria_extraordinaria",
            "regla_de_quorum",
            "minimo_segunda_citacion",
            "reglamento",
            ayuda="Con estos datos se calculan el quórum y las alertas.",
        ),
    )

    class Meta:
        model = EspacioRegional
        fields = (
            "nombre",
            "clase",
            "creado_el",
            "presidencia",
            "secretaria_tecnica",
            "periodicidad",
            "dias_convocatoria",
            "dias_convocatoria_extraordinaria",
            "regla_de_quorum",
            "minimo_segunda_citacion",
            "reglamento",
        )
        widgets = {"reglamento": forms.Textarea(attrs={"rows": 3})}


class NormaForm(RegionModelForm):
    """Una norma del espacio."""

    fuente_url = forms.URLField(
        label="Enlace de la fuente", required=False, assume_scheme="https", max_length=300
    )

    class Meta:
        model = NormaDeEspacio
        fields = ("numero", "fecha", "efecto", "contenido", "fuente", "fuente_url")
        widgets = {"contenido": forms.Textarea(attrs={"rows": 3})}


class IntegranteForm(RegionModelForm):
    """Una institución que se incorpora."""

    class Meta:
        model = Integrante
        fields = ("entidad", "institucion", "con_voto", "desde", "hasta")
        help_texts = {"institucion": "Escríbela sólo si no está en la lista de entidades."}


class RepresentanteForm(RegionModelForm):
    """Titular o alterno de una institución."""

    class Meta:
        model = Representante
        fields = ("calidad", "nombres", "cargo", "documento", "desde", "hasta")
        widgets = {"calidad": forms.RadioSelect}


class TerminarForm(RegionForm):
    """Hasta cuándo integra o representa."""

    hasta = forms.DateField(label="Hasta qué fecha")


class PlanRegionalForm(RegionModelForm):
    """Un plan regional y su etapa."""

    grupos = (
        Grupo("El plan", "nombre", "anio_inicio", "anio_fin", "incluye_tim"),
        Grupo(
            "Etapa",
            "etapa",
            "formulado_el",
            "validado_el",
            "aprobado_el",
            "norma_de_aprobacion",
        ),
    )

    class Meta:
        model = PlanRegional
        fields = (
            "nombre",
            "anio_inicio",
            "anio_fin",
            "incluye_tim",
            "etapa",
            "formulado_el",
            "validado_el",
            "aprobado_el",
            "norma_de_aprobacion",
        )


class PlanAnualForm(RegionModelForm):
    """Un plan anual de trabajo."""

    class Meta:
        model = PlanAnual
        fields = (
            "anio",
            "plan_regional",
            "estado",
            "documento_de_aprobacion",
            "aprobado_el",
            "con_apoyo_del_ministerio",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan_regional"].queryset = PlanRegional.objects.filter(
            espacio=self.instance.espacio
        )
