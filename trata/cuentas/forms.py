"""Formularios de cuentas."""

from typing import Any

from django import forms

from trata.comun.formularios import BaseForm, BaseModelForm, Grupo
from trata.cuentas.models import Designacion, Entidad, Usuario
from trata.cuentas.roles import ROLES
from trata.territorio.models import Ubigeo

NACIONAL = "nacional"


class UsuarioForm(BaseModelForm):
    """Alta de un usuario: sin contraseña, la define con el enlace que recibe."""

    grupos = (
        Grupo("Persona", "nombres", "apellidos", "entidad"),
        Grupo("Entrada", "username", "email"),
    )

    class Meta:
        model = Usuario
        fields = ("nombres", "apellidos", "entidad", "username", "email")
        help_texts = {
            "username": "Con el que entra. Sólo letras, números y guion bajo.",
            "email": "Ahí recibe el enlace para definir su contraseña.",
        }

    def clean_username(self) -> str:
        """En minúsculas."""
        return self.cleaned_data["username"].lower()


class UsuarioEditarForm(BaseModelForm):
    """Cambio de los datos de contacto."""

    grupos = (Grupo("Persona", "nombres", "apellidos", "entidad"), Grupo("Entrada", "email"))

    class Meta:
        model = Usuario
        fields = ("nombres", "apellidos", "entidad", "email")


class DesignacionForm(BaseForm):
    """Da un rol, un ámbito y un plazo."""

    grupos = (
        Grupo("Rol", "rol", "calidad"),
        Grupo("Ámbito", "alcance", "departamentos"),
        Grupo("Vigencia y documento", "desde", "hasta", "resolucion"),
        Grupo("Para que otra persona lo apruebe", "motivo"),
    )
    rol = forms.ChoiceField(
        label="Rol",
        choices=[("", "Selecciona una opción")] + [(r.codigo, r.nombre) for r in ROLES.values()],
        help_text="Quien cumple dos funciones tiene dos cuentas.",
    )
    calidad = forms.ChoiceField(
        label="Calidad", choices=Designacion.Calidad.choices, initial=Designacion.Calidad.TITULAR
    )
    alcance = forms.ChoiceField(
        label="Alcance",
        choices=[(NACIONAL, "Nacional"), ("departamentos", "Uno o más departamentos")],
        widget=forms.RadioSelect,
    )
    departamentos = forms.ModelMultipleChoiceField(
        label="Departamentos",
        queryset=Ubigeo.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    desde = forms.DateField(label="Desde", widget=forms.DateInput(attrs={"type": "date"}))
    hasta = forms.DateField(
        label="Hasta",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Déjalo vacío si no tiene fecha de término.",
    )
    resolucion = forms.CharField(
        label="Resolución o documento",
        max_length=120,
        required=False,
        help_text="Obligatoria para puntos focales.",
    )
    motivo = forms.CharField(
        label="¿Por qué necesita este rol?",
        max_length=300,
        help_text="Lo lee quien lo aprueba. Por ejemplo: «Ingresa como analista de Cusco».",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["departamentos"].queryset = Ubigeo.objects.filter(
            nivel=Ubigeo.Nivel.DEPARTAMENTO
        )

    def clean(self) -> dict[str, Any]:
        """Sin departamentos no hay ámbito."""
        datos = super().clean()
        if datos.get("alcance") == "departamentos" and not datos.get("departamentos"):
            self.add_error("departamentos", "Marca al menos un departamento.")
        return datos

    @property
    def datos(self) -> dict[str, Any]:
        """Los datos de la designación, con el ámbito como prefijos."""
        limpios = dict(self.cleaned_data)
        limpios.pop("motivo")
        departamentos = limpios.pop("departamentos")
        nacional = limpios.pop("alcance") == NACIONAL
        return limpios | {"prefijos": [""] if nacional else [d.codigo for d in departamentos]}


class FiltroDeUsuariosForm(forms.Form):
    """Filtros de la lista de usuarios."""

    texto = forms.CharField(label="Nombre o usuario", required=False)
    rol = forms.ChoiceField(
        label="Rol",
        required=False,
        choices=[("", "Todos")] + [(r.codigo, r.nombre) for r in ROLES.values()],
    )
    entidad = forms.ModelChoiceField(
        label="Entidad", required=False, queryset=Entidad.objects.all(), empty_label="Todas"
    )
    situacion = forms.ChoiceField(
        label="Situación",
        required=False,
        choices=[
            ("", "Todas"),
            ("activas", "Activas"),
            ("inactivas", "Desactivadas"),
            ("sin_rol", "Sin rol vigente"),
            ("por_vencer", "Vencen en 30 días"),
        ],
    )


class DecisionForm(BaseForm):
    """Por qué se aprueba o se niega lo que otra persona pidió."""

    motivo = forms.CharField(
        label="¿Por qué lo decides así?",
        max_length=300,
        help_text="Queda escrito junto al pedido. Por ejemplo: «Coincide con el oficio 120-2026».",
    )
