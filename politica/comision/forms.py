"""Formularios de la Comisión."""

from typing import Any

from django import forms
from django.utils import timezone

from politica.comision.models import Acuerdo, Representante, Sesion
from politica.comision.reglas import LARGO_DEL_SEGUIMIENTO
from politica.reglas import EVIDENCIA_MAXIMA
from trata.comun.formato import tamano
from trata.comun.formularios import BaseForm, BaseModelForm, Grupo
from trata.cuentas.models import Entidad


class SesionForm(BaseModelForm):
    """Convocatoria y agenda. La agenda va en un cuadro: un asunto por línea."""

    grupos = (
        Grupo("Convocatoria", "tipo", "fecha", "lugar", "convocatoria", "convocada_el"),
        Grupo("Agenda y quórum", "agenda", "quorum_exigido"),
    )
    agenda = forms.CharField(
        label="Agenda",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Un asunto por línea. Quién expone va tras una barra: «Avance 2026-I | DGSD».",
    )

    class Meta:
        model = Sesion
        fields = ("tipo", "fecha", "lugar", "convocatoria", "convocada_el", "quorum_exigido")
        widgets = {
            "fecha": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fecha"].input_formats = ["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M"]
        self.fields["quorum_exigido"].required = False
        self.fields["quorum_exigido"].help_text = (
            "Vacío: mayoría absoluta de quienes integran. El Reglamento Interno (RM 1416-2022-IN) "
            "no está en las fuentes consultadas."
        )
        if self.instance.pk:
            self.initial["agenda"] = "\n".join(
                f"{p.texto} | {p.expone}" if p.expone else p.texto
                for p in self.instance.agenda.all()
            )

    def _get_validation_exclusions(self) -> set[str]:
        """El quórum vacío lo llena la acción."""
        return super()._get_validation_exclusions() | {"quorum_exigido"}

    @property
    def lineas(self) -> list[str]:
        """La agenda, línea por línea."""
        return [x for x in self.cleaned_data["agenda"].splitlines() if x.strip()]

    @property
    def datos(self) -> dict[str, Any]:
        """Sin la agenda; sin el quórum si quedó vacío."""
        datos = {c: v for c, v in self.cleaned_data.items() if c != "agenda"}
        if datos.get("quorum_exigido") is None:
            datos.pop("quorum_exigido", None)
        return datos


class AsistenciaForm(BaseForm):
    """Quién está en la sala: una casilla por puesto y en representación de quién."""

    def __init__(self, *args: Any, asistencias: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asistencias = list(asistencias)
        for fila in self.asistencias:
            self.fields[f"asistio-{fila.pk}"] = forms.BooleanField(
                label=str(fila.miembro), required=False, initial=fila.asistio
            )
            self.fields[f"por-{fila.pk}"] = forms.CharField(
                label=f"En representación de {fila.miembro}",
                required=False,
                max_length=200,
                initial=fila.por,
            )

    @property
    def filas(self) -> list[tuple[Any, forms.BoundField, forms.BoundField]]:
        """Puesto, casilla y texto."""
        return [(a, self[f"asistio-{a.pk}"], self[f"por-{a.pk}"]) for a in self.asistencias]

    @property
    def presentes(self) -> dict[str, str]:
        """Puesto → en representación de quién."""
        return {
            a.miembro_id: self.cleaned_data.get(f"por-{a.pk}", "")
            for a in self.asistencias
            if self.cleaned_data.get(f"asistio-{a.pk}")
        }


class CierreForm(BaseForm):
    """Lo que pasó en la sesión."""

    desarrollo = forms.CharField(
        label="Desarrollo de la sesión", required=False, widget=forms.Textarea(attrs={"rows": 6})
    )


class SuspensionForm(BaseForm):
    """Por qué se suspende."""

    desarrollo = forms.CharField(
        label="Por qué se suspende", widget=forms.Textarea(attrs={"rows": 3})
    )


class ActaForm(BaseForm):
    """El acta firmada."""

    archivo = forms.FileField(
        label="Acta firmada", help_text=f"PDF o DOCX, de hasta {tamano(EVIDENCIA_MAXIMA)}."
    )


class AcuerdoForm(BaseModelForm):
    """Un acuerdo."""

    class Meta:
        model = Acuerdo
        fields = ("texto", "responsable", "servicio", "plazo")
        widgets = {"texto": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, sesion: Sesion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.acordado_el = timezone.localtime(sesion.fecha).date()
        self.fields["servicio"].empty_label = "Ninguno"


class SeguimientoForm(BaseForm):
    """Qué se hizo y cómo queda el acuerdo."""

    estado = forms.ChoiceField(label="Cómo queda", choices=Acuerdo.Estado.choices)
    texto = forms.CharField(label="Qué se hizo", widget=forms.Textarea(attrs={"rows": 3}))
    cumplido_el = forms.DateField(label="Cumplido el", required=False)
    sesion = forms.ModelChoiceField(
        label="En qué sesión se informó", queryset=Sesion.objects.none(), required=False
    )

    def __init__(self, *args: Any, sesiones: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sesion"].queryset = sesiones
        self.fields["sesion"].empty_label = "Entre sesiones"


class AporteForm(BaseForm):
    """Lo que hizo la entidad responsable."""

    texto = forms.CharField(
        label="Qué hizo tu entidad",
        help_text="La Secretaría Técnica lo lee y decide si el acuerdo se da por cumplido.",
        max_length=LARGO_DEL_SEGUIMIENTO,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RepresentanteForm(BaseModelForm):
    """Titular o alterno de una entidad."""

    class Meta:
        model = Representante
        fields = ("entidad", "tipo", "nombre", "cargo", "correo", "resolucion", "desde")


class RendicionForm(BaseForm):
    """Con qué documento se cumplió."""

    anio = forms.IntegerField(label="Año que se rinde", min_value=2021, max_value=2040)
    documento = forms.CharField(
        label="Documento",
        max_length=200,
        help_text="Con qué se cumplió: el oficio, el informe o la resolución, y su número.",
    )
    fecha = forms.DateField(label="Fecha del documento")


class FiltroDeAcuerdosForm(forms.Form):
    """Situación y responsable."""

    situacion = forms.ChoiceField(
        label="Situación",
        required=False,
        choices=[
            ("abiertos", "Abiertos"),
            ("vencidos", "Vencidos"),
            ("cumplidos", "Cumplidos"),
            ("todos", "Todos"),
        ],
    )
    responsable = forms.ModelChoiceField(
        label="Responsable", required=False, queryset=Entidad.objects.none(), empty_label="Todas"
    )

    def __init__(self, *args: Any, entidades: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsable"].queryset = entidades
