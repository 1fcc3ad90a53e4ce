"""Pedir una exportación de casos: qué sale, en qué formato y, si toca, para qué."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from trata.comun.errores import ErrorDeDominio
from trata.comun.formularios import BaseForm
from trata.comun.vistas import PaginaView
from trata.cuentas.models import Autorizacion
from trata.cuentas.permisos import Permiso
from trata.integracion.catalogos import HTCDS
from trata.integracion.exportacion import FORMATOS, casos_filtrados
from trata.integracion.exportacion_masiva import CASOS_SIN_SEGUNDA_PERSONA, pedir_exportacion
from trata.integracion.hojas import HOJAS, VICTIMAS

LARGO_DE_CONSULTA = 2000


class ExportarForm(BaseForm):
    """El formato y, para quien puede leer identidades, si las incluye y para qué."""

    use_required_attribute = False
    consulta = forms.CharField(
        required=False, max_length=LARGO_DE_CONSULTA, widget=forms.HiddenInput
    )
    hoja = forms.ChoiceField(
        label="Quiénes",
        choices=[(h.codigo, h.nombre) for h in HOJAS.values()],
        widget=forms.RadioSelect,
        initial=VICTIMAS.codigo,
        required=False,
        error_messages={"invalid_choice": "Elige de la lista a quiénes exportar."},
    )
    formato = forms.ChoiceField(
        label="Formato",
        choices=[(c, f.nombre) for c, f in FORMATOS.items()],
        widget=forms.RadioSelect,
        initial="xlsx",
        error_messages={
            "required": "Elige un formato.",
            "invalid_choice": "Elige un formato de la lista.",
        },
    )
    identidades = forms.BooleanField(
        label="Incluir las identidades que puedo leer",
        help_text="Sólo las de los casos que llevas, con tu tope del día; de una niña, niño o "
        "adolescente no sale su nombre. Cada una queda anotada.",
        required=False,
    )
    motivo = forms.CharField(
        label="¿Para qué los necesitas?",
        help_text="Hace falta si llevan identidades o si son muchos casos. Por ejemplo: «Estudio "
        "de captación pedido por el MP».",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, puede_identidades: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not puede_identidades:
            del self.fields["identidades"]

    def clean(self) -> dict[str, Any]:
        """El estándar es de víctimas, y no lleva identidades; las demás hojas tampoco."""
        limpio = super().clean()
        limpio["hoja"] = limpio.get("hoja") or VICTIMAS.codigo
        if limpio["hoja"] != VICTIMAS.codigo:
            if limpio.get("formato") == HTCDS:
                falta = forms.ValidationError("HTCDS sólo lleva víctimas.", code="solo_victimas")
                self.add_error("formato", falta)
            if limpio.get("identidades"):
                falta = forms.ValidationError("Sólo las de víctimas.", code="solo_victimas")
                self.add_error("identidades", falta)
        if limpio.get("identidades") and limpio.get("formato") == HTCDS:
            self.add_error(
                "identidades",
                forms.ValidationError("HTCDS sale siempre sin identidades.", code="sin_identidad"),
            )
        return limpio


class ExportarCasosView(PaginaView):
    """Dice qué va a salir y encarga la exportación; el avance y el archivo, en su trabajo.

    Si es mucho, queda a la espera de otra persona.
    """

    permiso = Permiso.CASO_EXPORTAR
    template_name = "integracion/exportar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Cuántos casos y víctimas son, y el formulario."""
        consulta = kwargs.get("consulta")
        if consulta is None:
            consulta = self.request.GET.urlencode()[:LARGO_DE_CONSULTA]
        casos = casos_filtrados(consulta, self.request.user)
        n_casos = casos.count()
        return super().get_context_data(**kwargs) | {
            "form": kwargs.get("form") or self.formulario(initial={"consulta": consulta}),
            "consulta": consulta,
            "n_casos": n_casos,
            "hojas": [(h, h.personas(casos).count()) for h in HOJAS.values()],
            "son_muchos": n_casos > CASOS_SIN_SEGUNDA_PERSONA,
            "tope": CASOS_SIN_SEGUNDA_PERSONA,
            "formatos": FORMATOS.items(),
            "migas": [("Casos", reverse("casos:lista")), ("Exportar", "")],
        }

    def formulario(self, *datos: Any, **opciones: Any) -> ExportarForm:
        """El formulario que le toca a quien pide."""
        puede = self.request.user.tiene_permiso(Permiso.IDENTIDAD_VER)
        return ExportarForm(*datos, puede_identidades=puede, **opciones)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Con un filtro que no se entiende, vuelve a la lista."""
        try:
            return super().get(request, *args, **kwargs)
        except ErrorDeDominio as error:
            messages.error(request, error.mensaje)
            return redirect("casos:lista")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Encarga el trabajo, o lo pide a otra persona si es mucho."""
        form = self.formulario(request.POST)
        consulta = request.POST.get("consulta", "")[:LARGO_DE_CONSULTA]
        hecho = None
        try:
            casos_filtrados(consulta, request.user)
        except ErrorDeDominio as error:
            messages.error(request, error.mensaje)
            return redirect("casos:lista")
        if form.is_valid():
            try:
                hecho = pedir_exportacion(
                    consulta=consulta,
                    formato=form.cleaned_data["formato"],
                    hoja=form.cleaned_data["hoja"],
                    por=request.user,
                    motivo=form.cleaned_data["motivo"],
                    identidades=bool(form.cleaned_data.get("identidades")),
                )
            except ErrorDeDominio as error:
                form.add_error("motivo", forms.ValidationError(error.mensaje, code=error.codigo))
        if hecho is None:
            contexto = self.get_context_data(form=form, consulta=consulta)
            return TemplateResponse(request, self.template_name, contexto, status=422)
        if isinstance(hecho, Autorizacion):
            messages.success(request, "Pedido enviado. Otra persona tiene 24 horas para decidirlo.")
            return redirect("cuentas:autorizacion", uuid=hecho.uuid)
        return redirect("trabajos:detalle", uuid=hecho.uuid)
