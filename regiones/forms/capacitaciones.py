"""Formularios de capacitaciones y encuentros."""

from typing import Any

from django import forms

from regiones.forms.base import RegionForm, RegionModelForm
from regiones.importador import FILAS_MAXIMAS
from regiones.models import (
    AdopcionDePractica,
    BuenaPractica,
    Capacitacion,
    Compromiso,
    EncuentroMacrorregional,
    EspacioRegional,
    GrupoDeParticipantes,
    NudoCritico,
    TemaDeCapacitacion,
)
from trata.comun.formato import entero, tamano
from trata.comun.formularios import Grupo
from trata.territorio.models import MacroRegionPolicial

TAMANO_MAXIMO = 8_000_000
EXTENSIONES = (".csv", ".xlsx")


class CapacitacionForm(RegionModelForm):
    """Alta y cambio de una capacitación."""

    grupos = (
        Grupo("La capacitación", "espacio", "nombre", "publico", "temas", "numero_de_actividades"),
        Grupo("Cuándo y dónde", "anio", "inicio", "fin", "horas", "modalidad", "lugar"),
        Grupo("A quiénes alcanza", "macrorregiones", "alcance"),
        Grupo("Quién la da", "organiza", "ponentes", "servicio"),
        Grupo("Participantes", "estado", "forma", "total_declarado"),
    )
    temas = forms.ModelMultipleChoiceField(
        label="Temas",
        queryset=TemaDeCapacitacion.objects.filter(vigente_hasta=None),
        widget=forms.CheckboxSelectMultiple,
    )
    macrorregiones = forms.ModelMultipleChoiceField(
        label="Macro Regiones Policiales",
        queryset=MacroRegionPolicial.objects.filter(vigente_hasta=None),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    alcance = forms.ModelMultipleChoiceField(
        label="Otras regiones que alcanza",
        queryset=EspacioRegional.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Capacitacion
        fields = (
            "espacio",
            "nombre",
            "publico",
            "numero_de_actividades",
            "anio",
            "inicio",
            "fin",
            "horas",
            "modalidad",
            "lugar",
            "organiza",
            "ponentes",
            "servicio",
            "estado",
            "forma",
            "total_declarado",
        )
        widgets = {
            "ponentes": forms.Textarea(attrs={"rows": 2}),
            "forma": forms.RadioSelect,
            "estado": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regionales = EspacioRegional.objects.regionales().order_by("ubigeo__clave_orden")
        self.fields["espacio"].queryset = regionales.visibles_para(self.usuario)
        self.fields["espacio"].label_from_instance = lambda e: e.region
        self.fields["alcance"].queryset = regionales
        self.fields["alcance"].label_from_instance = lambda e: e.region
        if self.instance.pk:
            for nombre in ("temas", "macrorregiones", "alcance"):
                self.initial[nombre] = list(getattr(self.instance, nombre).all())


class GrupoForm(RegionModelForm):
    """Un total parcial de participantes."""

    class Meta:
        model = GrupoDeParticipantes
        fields = ("sexo", "categoria", "unidad", "cantidad")


class ArchivoForm(RegionForm):
    """El archivo con la lista de participantes."""

    archivo = forms.FileField(
        label="Archivo CSV o XLSX",
        help_text=f"Hasta {entero(FILAS_MAXIMAS)} filas y {tamano(TAMANO_MAXIMO)}. Columnas: "
        "tipo_documento, documento, nombre, sexo; y si las tienes: categoria, unidad, asistencia, "
        "nota_entrada, nota_salida.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean_archivo(self) -> Any:
        """Extensión conocida y tamaño dentro del límite."""
        archivo = self.cleaned_data["archivo"]
        if not archivo.name.lower().endswith(EXTENSIONES):
            raise forms.ValidationError("Sube un archivo CSV o XLSX.", code="extension")
        if archivo.size > TAMANO_MAXIMO:
            maximo = tamano(TAMANO_MAXIMO)
            raise forms.ValidationError(f"El archivo pasa de {maximo}. Divídelo.", code="tamano")
        return archivo


class EncuentroForm(RegionModelForm):
    """Alta de un encuentro macrorregional."""

    convocadas = forms.ModelMultipleChoiceField(
        label="Regiones convocadas",
        queryset=EspacioRegional.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = EncuentroMacrorregional
        fields = (
            "nombre",
            "macrorregion",
            "anio",
            "mes",
            "inicio",
            "fin",
            "sede",
            "modalidad",
            "proposito",
            "anterior",
        )
        widgets = {"proposito": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campo = self.fields["convocadas"]
        campo.queryset = EspacioRegional.objects.regionales().order_by("ubigeo__clave_orden")
        campo.label_from_instance = lambda e: e.region


class DelEncuentroForm(RegionModelForm):
    """Lo que se anota en un encuentro: sólo regiones convocadas."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campo = self.fields.get("espacio")
        if campo is not None:
            campo.queryset = self.instance.encuentro.convocadas.all()
            campo.label_from_instance = lambda e: e.region


class NudoForm(DelEncuentroForm):
    """Un nudo crítico."""

    class Meta:
        model = NudoCritico
        fields = ("objetivo", "titulo", "descripcion", "espacio", "estado", "seguimiento")
        widgets = {
            "descripcion": forms.Textarea(attrs={"rows": 3}),
            "seguimiento": forms.Textarea(attrs={"rows": 2}),
        }


class PracticaForm(DelEncuentroForm):
    """Una buena práctica."""

    class Meta:
        model = BuenaPractica
        fields = ("objetivo", "titulo", "descripcion", "espacio")
        widgets = {"descripcion": forms.Textarea(attrs={"rows": 3})}


class CompromisoForm(DelEncuentroForm):
    """Un compromiso y su seguimiento."""

    class Meta:
        model = Compromiso
        fields = (
            "texto",
            "espacio",
            "responsable_texto",
            "plazo",
            "estado",
            "cumplido_el",
            "evidencia",
        )
        widgets = {
            "texto": forms.Textarea(attrs={"rows": 2}),
            "evidencia": forms.Textarea(attrs={"rows": 2}),
        }


class AdopcionForm(RegionForm):
    """Una región de tu ámbito adopta una práctica."""

    espacio = forms.ModelChoiceField(label="Región", queryset=EspacioRegional.objects.none())
    estado = forms.ChoiceField(label="Estado", choices=AdopcionDePractica.Estado.choices)
    nota = forms.CharField(label="Nota", max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["espacio"].queryset = EspacioRegional.objects.regionales().visibles_para(
            self.usuario
        )
        self.fields["espacio"].label_from_instance = lambda e: e.region


class AnularForm(RegionForm):
    """El código impreso de un certificado."""

    codigo = forms.CharField(label="Código del certificado", max_length=40)
