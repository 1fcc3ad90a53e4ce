"""Formularios de la mitad protegida. Ninguno trae escrito lo que ya está guardado."""

from typing import Any

from django import forms

from casos.archivos.contenido import NOMBRES_DE_TIPOS, TAMANO_MAXIMO
from casos.campos import CategoriaFormField
from casos.identidad.cuotas import LECTURAS_QUE_SE_PIDEN
from casos.models import Adjunto, CasosVinculados, Identidad
from casos.models.identidad import CAMPOS_CIFRADOS, ETIQUETAS
from casos.reglas.identidad import LARGOS
from trata.comun.formato import tamano
from trata.comun.formularios import BaseForm, Grupo

SIN_AUTOCOMPLETAR = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "words"}


class MotivoForm(BaseForm):
    """Para qué se necesita."""

    motivo = forms.CharField(
        label="¿Para qué lo necesitas?",
        max_length=300,
        error_messages={"required": "Escribe para qué lo necesitas, en una frase."},
        help_text="Por ejemplo: «Coordinar con la UDAVIT la declaración de mañana». Queda anotado "
        "con tu nombre y la hora.",
        widget=forms.TextInput(SIN_AUTOCOMPLETAR),
    )


class IdentidadForm(BaseForm):
    """Datos de una persona. Al cambiarlos, lo que se deja vacío queda como está."""

    grupos = (
        Grupo("Nombre", "nombres", "primer_apellido", "segundo_apellido", "otros_nombres"),
        Grupo("Documento", "documento_tipo", "documento", "documento_de"),
        Grupo(
            "Contacto",
            "telefono",
            "correo",
            "direccion",
            ayuda="De una niña, niño o adolescente, el de la persona adulta que la cuida. Nunca la "
            "dirección de un centro de acogida.",
        ),
        Grupo("Voluntario", "genero_u_orientacion", ayuda="Sólo si la persona quiso decirlo."),
        Grupo("De dónde sale", "fuente"),
    )
    nombres = forms.CharField(label="Nombres", required=False)
    primer_apellido = forms.CharField(label="Primer apellido", required=False)
    segundo_apellido = forms.CharField(label="Segundo apellido", required=False)
    otros_nombres = forms.CharField(
        label="Nombre social o alias",
        required=False,
        help_text="Cómo se presenta, o con qué otro nombre le conocen.",
    )
    documento_tipo = CategoriaFormField(
        catalogo="tipo_documento", label="Tipo de documento", required=False
    )
    documento = forms.CharField(label="Número", required=False)
    documento_de = forms.ChoiceField(
        label="¿De quién es ese documento?",
        choices=Identidad.DocumentoDe.choices,
        required=False,
        help_text="Si una niña o niño sólo consta con el documento de su madre, dilo aquí.",
    )
    telefono = forms.CharField(label="Teléfono", required=False)
    correo = forms.CharField(label="Correo", required=False)
    direccion = forms.CharField(label="Dirección exacta", required=False)
    genero_u_orientacion = forms.CharField(
        label="Identidad de género u orientación", required=False
    )
    fuente = forms.CharField(
        label="Documento del que consta",
        required=False,
        max_length=200,
        help_text="Por ejemplo: «Acta de intervención n.º 12-2026».",
    )

    def __init__(self, *args: Any, identidad: Identidad | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.identidad = identidad
        guardados = identidad.guardados if identidad else []
        for campo in CAMPOS_CIFRADOS:
            self.fields[campo].widget.attrs |= SIN_AUTOCOMPLETAR | {"maxlength": LARGOS[campo]}
            if campo in guardados:
                self.fields[campo].help_text = "Ya hay un dato guardado. Escribe sólo si cambia."
        if identidad is None:
            return
        self.initial |= {c: getattr(identidad, c) for c in ("documento_tipo", "documento_de")}
        self.fields["borrar"] = forms.MultipleChoiceField(
            label="Borrar lo guardado",
            choices=[(c, ETIQUETAS[c]) for c in guardados],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    @property
    def datos(self) -> dict[str, str]:
        """Lo escrito, sin lo que no es dato de la persona."""
        return {
            c: v for c, v in self.cleaned_data.items() if c not in {"fuente", "borrar", "clase"}
        }


class OtraPersonaForm(IdentidadForm):
    """Denunciante, testigo o familiar: no es víctima ni implicado, pero su identidad se protege."""

    grupos = (Grupo("Quién es", "clase", "es_nna"), *IdentidadForm.grupos)
    clase = forms.ChoiceField(
        label="¿Quién es en el caso?",
        choices=[
            c for c in Identidad.Clase.choices if c[0] in {"denunciante", "testigo", "dependiente"}
        ],
        widget=forms.RadioSelect,
    )
    es_nna = forms.BooleanField(label="Es niña, niño o adolescente", required=False)


class BuscarIdentidadForm(MotivoForm):
    """Por documento exacto o por nombre; viaja en el cuerpo, nunca en la dirección."""

    grupos = (
        Grupo("Por documento", "tipo", "documento"),
        Grupo("O por nombre", "nombre", ayuda="En cualquier orden, con o sin tildes."),
        Grupo("", "motivo"),
    )
    tipo = CategoriaFormField(catalogo="tipo_documento", label="Tipo", required=False)
    documento = forms.CharField(label="Número de documento", required=False, max_length=30)
    nombre = forms.CharField(label="Nombres y apellidos", required=False, max_length=200)
    field_order = ("tipo", "documento", "nombre", "motivo")


class VerificarForm(MotivoForm):
    """Comprobar un dato sin verlo."""

    campo = forms.ChoiceField(label="¿Qué dato?", choices=())
    valor = forms.CharField(
        label="Escribe el dato que tienes",
        max_length=300,
        widget=forms.TextInput(SIN_AUTOCOMPLETAR),
    )
    field_order = ("campo", "valor", "motivo")

    def __init__(self, *args: Any, identidad: Identidad, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campo"].choices = [(c, ETIQUETAS[c]) for c in identidad.guardados]


class AportarForm(BaseForm):
    """Lo que dice una institución, con su documento."""

    campo = forms.ChoiceField(label="¿Qué dato?", choices=list(ETIQUETAS.items()))
    valor = forms.CharField(
        label="Lo que consta", max_length=300, widget=forms.TextInput(SIN_AUTOCOMPLETAR)
    )
    fuente = forms.CharField(
        label="Documento del que consta",
        max_length=200,
        help_text="Por ejemplo: «Disposición fiscal n.º 3».",
    )


class ReservaForm(BaseForm):
    """Quién dispone la reserva o la levanta."""

    sustento = forms.CharField(
        label="Documento que la dispone o la levanta",
        max_length=200,
        help_text="Por ejemplo: «Disposición fiscal n.º 3, de 10 de marzo».",
    )


class RelevoForm(MotivoForm):
    """Quién sale, quién entra y por qué."""

    sale = forms.ModelChoiceField(queryset=None, label="Quién deja los casos")
    entra = forms.ModelChoiceField(queryset=None, label="Quién los recibe")
    field_order = ("sale", "entra", "motivo")

    def __init__(self, *args: Any, salen: Any, entran: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sale"].queryset = salen
        self.fields["entra"].queryset = entran
        self.fields["sale"].label_from_instance = lambda u: f"{u} ({u.n_casos})"
        self.fields["motivo"].label = "¿Por qué se hace el relevo?"
        self.fields["motivo"].help_text = "Por ejemplo: «Cambio de colocación de marzo»."


class ParaderoForm(BaseForm):
    """La dirección que va a la bóveda. Nunca trae la guardada."""

    direccion = forms.CharField(
        label="Dirección exacta",
        required=False,
        max_length=300,
        help_text="Vacía, borra la guardada. Al guardarla ya no podrás leerla sin otra persona.",
        widget=forms.TextInput(SIN_AUTOCOMPLETAR),
    )


class LecturasForm(MotivoForm):
    """Cuántas identidades más hacen falta hoy."""

    cuantas = forms.IntegerField(
        label="¿Cuántas más?",
        min_value=1,
        max_value=LECTURAS_QUE_SE_PIDEN,
        widget=forms.NumberInput(attrs={"class": "ancho-4"}),
    )
    field_order = ("cuantas", "motivo")


class SuprimirForm(MotivoForm):
    """Con qué documento se ordena suprimir."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["motivo"].label = "¿Qué documento lo ordena y por qué?"
        self.fields["motivo"].help_text = "Por ejemplo: «Solicitud ARCO-2026-004, cancelación»."


class DecidirForm(MotivoForm):
    """Qué son las dos personas de un par, y por qué."""

    decision = forms.ChoiceField(
        choices=[(d, d) for d in ("distintas", "vincular", "unir")], widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["motivo"].label = "¿Cómo lo sabes?"
        self.fields[
            "motivo"
        ].help_text = "Por ejemplo: «Mismo DNI y misma fecha de nacimiento en las dos actas»."


class RelacionarForm(MotivoForm):
    """Con qué otro caso, y qué son entre sí."""

    codigo = forms.CharField(
        label="Código del otro caso", max_length=20, help_text="Por ejemplo: TRATA-2026-000123."
    )
    relacion = forms.ChoiceField(
        label="¿Qué son?", choices=CasosVinculados.Relacion.choices, widget=forms.RadioSelect
    )
    field_order = ("codigo", "relacion", "motivo")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["motivo"].label = "¿Cómo lo sabes?"
        self.fields[
            "motivo"
        ].help_text = "Por ejemplo: «La misma intervención: nota informativa 48-2026»."


class AdjuntoForm(BaseForm):
    """Un archivo y qué es."""

    archivo = forms.FileField(
        label="Archivo",
        help_text=f"{NOMBRES_DE_TIPOS}, hasta {tamano(TAMANO_MAXIMO)}. Sin contraseña ni macros.",
    )
    clase = forms.ChoiceField(label="¿Qué es?", choices=Adjunto.Clase.choices)
    contiene_identidad = forms.BooleanField(
        label="Muestra quién es alguien (nombre, documento, rostro)", required=False, initial=True
    )
