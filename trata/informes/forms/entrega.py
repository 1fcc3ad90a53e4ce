"""Formularios del trámite, la plantilla y las suscripciones."""

from typing import Any

from django import forms
from django.utils import timezone

from trata.comun.formularios import BaseForm, BaseModelForm
from trata.cuentas.consultas import usuarios_con_permiso
from trata.cuentas.permisos import Permiso
from trata.informes.forms.redaccion import fecha
from trata.informes.models import Envio, SuscripcionDeInformes, Tramite
from trata.informes.tipos import TIPOS


class TramiteForm(BaseForm):
    """Con qué número y expediente salió."""

    numero_de_informe = forms.CharField(
        label="Número de informe",
        required=False,
        max_length=80,
        help_text="Como está en el documento: 000123-2026/IN/VSP/DGSD",
    )
    numero_de_oficio = forms.CharField(label="Número de oficio", required=False, max_length=80)
    expediente = forms.CharField(label="Expediente", required=False, max_length=80)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)

    def __init__(self, *args: Any, tramite: Tramite | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if tramite is not None:
            for nombre in self.fields:
                self.fields[nombre].initial = getattr(tramite, nombre)


class FirmadoForm(BaseForm):
    """El PDF firmado."""

    archivo = forms.FileField(
        label="PDF firmado",
        help_text="Hasta 20 MB. Se guarda tal cual, con su huella. Un escaneado también sirve: "
        "quedará dicho que no trae firma digital.",
    )


class EnvioForm(BaseModelForm):
    """A quién se entrega y por dónde."""

    enviado_el = fecha("Enviado el")

    class Meta:
        model = Envio
        fields = ("entidad", "destinatario", "canal", "enviado_el")
        help_texts = {"destinatario": "El despacho o la oficina: no hace falta un nombre."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["enviado_el"].initial = timezone.localdate()


class CargoForm(BaseForm):
    """El cargo de recepción."""

    recibido_el = fecha("Recibido el")
    recibido_por = forms.CharField(
        label="Recibido por", max_length=120, help_text="El cargo o el área de quien lo recibió."
    )
    constancia = forms.CharField(label="Número de cargo o registro", required=False, max_length=120)


class PlantillaForm(BaseForm):
    """Una plantilla nueva."""

    tipo = forms.ChoiceField(label="Para qué informe", required=False)
    archivo = forms.FileField(
        label="Plantilla de Word (.docx)",
        help_text="Hasta 5 MB, sin macros ni nada enlazado de fuera.",
    )
    nota = forms.CharField(
        label="Qué cambia", max_length=200, help_text="Por ejemplo: nuevo membrete de 2027."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        opciones = [("", "Todos los que no tengan la suya")]
        self.fields["tipo"].choices = opciones + [(t.codigo, t.nombre) for t in TIPOS.values()]


class SuscripcionForm(BaseModelForm):
    """A qué informe suscribirse y cada cuánto."""

    tipo = forms.ChoiceField(label="Informe")

    class Meta:
        model = SuscripcionDeInformes
        fields = ("persona", "tipo", "espacio", "periodicidad")
        help_texts = {"espacio": "Sólo en los informes de una región."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tipo"].choices = [("", "Elige")] + [
            (t.codigo, t.nombre) for t in TIPOS.values()
        ]
        espacio = self.fields["espacio"]
        espacio.queryset = espacio.queryset.regionales()
        if self.usuario.tiene_permiso(Permiso.INFORME_TRAMITAR):
            persona = self.fields["persona"]
            persona.queryset = usuarios_con_permiso(Permiso.INFORME_VER).order_by("apellidos")
            persona.initial = self.usuario.pk
        else:
            del self.fields["persona"]
            self.instance.persona = self.usuario
