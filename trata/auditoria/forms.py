"""Formularios y filtros de las pantallas de control."""

from typing import Any

from django import forms

from trata.auditoria import consultas, rastro
from trata.auditoria.models import Alerta, Entrada, Incidente, RegistroCanario, SolicitudArco
from trata.comun.formularios import BaseForm, BaseModelForm, Grupo


def _dia(etiqueta: str) -> forms.DateField:
    return forms.DateField(
        label=etiqueta,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def _momento(**kwargs: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        **kwargs,
    )


class FiltroDeHistoriaForm(forms.Form):
    """Filtros del rastro de cambios."""

    tabla = forms.ChoiceField(label="Qué cambió", required=False)
    accion = forms.ChoiceField(
        label="Acción",
        required=False,
        choices=[("", "Todas"), *rastro.ETIQUETAS.items()],
    )
    usuario = forms.CharField(label="Usuario", required=False, max_length=60)
    objeto = forms.CharField(label="Identificador", required=False, max_length=80)
    desde = _dia("Desde")
    hasta = _dia("Hasta")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tabla"].choices = [("", "Todo"), *rastro.tablas_con_nombre()]


class FiltroDeAccesosForm(forms.Form):
    """Filtros de quién vio qué."""

    usuario = forms.CharField(label="Quién miró", required=False, max_length=60)
    objeto_tipo = forms.ChoiceField(label="Qué miró", required=False)
    objeto_id = forms.CharField(label="Identificador", required=False, max_length=80)
    desde = _dia("Desde")
    hasta = _dia("Hasta")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["objeto_tipo"].choices = [("", "Todo"), *consultas.tipos_vistos()]


class FiltroDeEntradasForm(forms.Form):
    """Filtros de quién entró."""

    usuario = forms.CharField(label="Usuario", required=False, max_length=60)
    resultado = forms.ChoiceField(
        label="Resultado", required=False, choices=[("", "Todos"), *Entrada.Resultado.choices]
    )


class IncidenteForm(BaseModelForm):
    """Registro de un incidente. Sin nombres de víctimas: sólo códigos."""

    grupos = (
        Grupo("Qué pasó", "titulo", "tipo", "descripcion"),
        Grupo(
            "El reloj",
            "conocido_en",
            ayuda="Desde esta hora corren 24 horas para el borrador y 48 para notificar.",
        ),
        Grupo(
            "Qué se pudo ver",
            "desde",
            "hasta",
            "usuario",
            "objeto_tipo",
            "objeto_id",
            ayuda="Con esto el sistema busca los accesos y las personas afectadas. "
            "Deja en blanco lo que no sepas.",
        ),
        Grupo("Qué se hizo", "medidas"),
    )
    conocido_en = _momento(label="Cuándo se conoció")
    desde = _momento(label="Empezó", help_text="Desde cuándo pudo haber accesos indebidos.")
    hasta = _momento(label="Terminó", required=False, help_text="En blanco si sigue abierto.")
    objeto_tipo = forms.ChoiceField(label="Tipo de registro", required=False)

    class Meta:
        model = Incidente
        fields = (
            *("titulo", "tipo", "descripcion", "conocido_en", "desde", "hasta"),
            *("usuario", "objeto_tipo", "objeto_id", "medidas"),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["objeto_tipo"].choices = [("", "Cualquiera"), *consultas.tipos_vistos()]
        self.fields["usuario"].queryset = consultas.usuarios_para_elegir()
        self.fields["usuario"].empty_label = "No se sabe"
        if self.instance.pk:
            self.fields["conocido_en"].disabled = True


class SolicitudForm(BaseModelForm):
    """Registro de una solicitud ARCO."""

    grupos = (
        Grupo("Quién la pide", "nombre", "contacto", ayuda="Se guarda cifrado."),
        Grupo("Qué pide", "tipo", "descripcion"),
        Grupo("Plazo", "recibida_el", "vence_el"),
    )
    nombre = forms.CharField(label="Nombre", max_length=200)
    contacto = forms.CharField(label="Correo o dirección", max_length=200, required=False)

    class Meta:
        model = SolicitudArco
        fields = ("tipo", "descripcion", "recibida_el", "vence_el")
        widgets = {
            "recibida_el": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "vence_el": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "vence_el": "La fecha límite que fija el reglamento de la Ley 29733 para este derecho."
        }


class RespuestaForm(BaseModelForm):
    """El avance o la respuesta de una solicitud."""

    class Meta:
        model = SolicitudArco
        fields = ("estado", "respuesta")


class RevisionDeAlertaForm(BaseForm):
    """Lo que se halló al revisar una alerta."""

    estado = forms.ChoiceField(
        label="Qué hallaste",
        widget=forms.RadioSelect,
        choices=[
            (Alerta.Estado.JUSTIFICADA, "Las lecturas se justifican"),
            (Alerta.Estado.INCIDENTE, "Es un incidente"),
        ],
    )
    nota = forms.CharField(
        label="Explica qué hallaste", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class CanarioForm(BaseModelForm):
    """Declara un registro señuelo."""

    class Meta:
        model = RegistroCanario
        fields = ("objeto_tipo", "objeto_id", "nota")
        help_texts = {"objeto_id": "El identificador público del registro."}

    objeto_tipo = forms.ChoiceField(label="Qué es")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["objeto_tipo"].choices = [
            ("", "Selecciona una opción"),
            *consultas.tipos_que_se_leen(),
        ]
