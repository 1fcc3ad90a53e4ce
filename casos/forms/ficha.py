"""Los formularios de la ficha, armados desde `casos.ficha`."""

from functools import cache
from typing import Any
from uuid import uuid4

from django import forms
from django.db import models
from django.http import QueryDict

from casos.campos import CategoriaFormField, CategoriasFormField
from casos.consultas import entidades_vigentes
from casos.conversion import ENTERO_MAXIMO
from casos.ficha import PARTES, POR_CODIGO, PRECISION_DE, rotulo
from casos.forms.campos import FechaField, FechaParcial, UbigeoField
from casos.models import Caso
from casos.reglas.completo import CASO_COMPLETO, MIGRANTE_COMPLETO, VICTIMA_COMPLETA
from casos.vocabulario import no_son_dato, vocabulario
from trata.comun.formularios import BaseForm, BaseModelForm, Grupo

RADIOS_HASTA = 6
NECESARIOS = {r.campo for r in (*CASO_COMPLETO, *VICTIMA_COMPLETA, *MIGRANTE_COMPLETO)} | {
    *("institucion", "tipo", "numero", "rol", "ubigeo", "victima", "estado", "fecha", "organo"),
    *("texto", "entidad", "implicado", "pais"),
}
DE_PERSONA = {"victima": "victimas", "implicado": "implicados", "migrante": "migrantes"}
ANCHO = {"edad": "ancho-4", "dependientes": "ancho-4", "detenidas": "ancho-4"}


class HoraInput(forms.TimeInput):
    """Se escribe en 24 horas, como en el parte: el selector del navegador puede pedir a. m."""


def campo_de_ficha(campo: models.Field, **kwargs: Any) -> forms.Field | None:
    """El campo de formulario de un campo de modelo (`formfield_callback`)."""
    if isinstance(campo, models.DateField):
        return FechaField(
            parcial=hasattr(campo.model, PRECISION_DE.get(campo.name, "sin_precision")),
            label=rotulo(campo),
            help_text=campo.help_text,
        )
    if campo.name == "ubigeo":
        return UbigeoField(label="Lugar")
    if isinstance(campo, models.PositiveSmallIntegerField):
        kwargs["max_value"] = ENTERO_MAXIMO
    formfield = campo.formfield(**kwargs)
    if formfield is not None:
        formfield.required = False
        if isinstance(formfield, forms.ModelChoiceField) and campo.many_to_one:
            formfield.empty_label = "Selecciona"
        if isinstance(campo, models.TimeField):
            formfield.help_text = "Por ejemplo, 14:30"
            formfield.widget = HoraInput(format="%H:%M", attrs={"class": "ancho-4"})
        formfield.label = rotulo(campo)
        if campo.name in ANCHO:
            formfield.widget.attrs["class"] = ANCHO[campo.name]
    return formfield


class FichaForm(BaseModelForm):
    """Formulario de una sección o una parte. Admite vacíos: lo que falta se exige al enviar.

    `marca` reconoce el doble envío; `version`, la que la persona tenía delante.
    """

    use_required_attribute = False
    caso: Caso | None = None

    def __init__(self, *args: Any, caso: Caso | None = None, **kwargs: Any) -> None:
        self.caso = caso
        if caso is not None and kwargs.get("instance") is None:
            kwargs["instance"] = self._meta.model(caso=caso)
        elif caso is not None and hasattr(kwargs["instance"], "caso_id"):
            kwargs["instance"].caso = caso
        inicial = kwargs.pop("initial", None) or {}
        kwargs["initial"] = fechas_parciales(kwargs.get("instance")) | inicial
        super().__init__(*args, **kwargs)
        self.marca = str(uuid4())
        for nombre, campo in self.fields.items():
            campo.necesario = nombre in NECESARIOS
            self._arreglar(nombre, campo)

    def _arreglar(self, nombre: str, campo: forms.Field) -> None:
        if nombre in DE_PERSONA and self.caso is not None:
            campo.queryset = getattr(self.caso, DE_PERSONA[nombre]).vigentes().order_by("numero")
        if isinstance(campo, CategoriaFormField):
            preparar_categoria(campo)
        if isinstance(campo, CategoriasFormField):
            campo.widget.attrs["class"] = "opciones--columnas"
        if nombre in {"institucion", "entidad", "derivado_a", "entidades"}:
            campo.queryset = entidades_vigentes()
        revelar = REVELAR.get((self._meta.model._meta.model_name, nombre))
        if revelar:
            campo.widget.attrs["data-si"] = revelar
            for parte in getattr(campo.widget, "widgets", ()):
                parte.attrs["data-si"] = revelar

    def enfocar_el_primero(self) -> None:
        """El cursor espera en el primer campo, si es una lista o un texto (no en radios)."""
        primero = self.fields[next(iter(self.fields))].widget
        destino = getattr(primero, "widgets", [primero])[0]
        if not isinstance(destino, forms.RadioSelect | forms.CheckboxSelectMultiple):
            destino.attrs["autofocus"] = True

    def _post_clean(self) -> None:
        """Separa cada fecha parcial en fecha y precisión antes de validar el modelo."""
        for nombre, precision in PRECISION_DE.items():
            if nombre not in self.cleaned_data or not hasattr(self._meta.model, precision):
                continue
            valor = self.cleaned_data[nombre]
            if isinstance(valor, FechaParcial):
                self.cleaned_data[nombre] = valor.fecha
                self.cleaned_data[precision] = valor.precision
            else:
                self.cleaned_data[precision] = ""
            setattr(self.instance, precision, self.cleaned_data[precision])
        super()._post_clean()


def preparar_categoria(campo: CategoriaFormField) -> None:
    """Radios si son pocas; si no, lista con las respuestas que no son dato en su grupo."""
    opciones = vocabulario(campo.catalogo).opciones()
    if len(opciones) <= RADIOS_HASTA:
        campo.widget = forms.RadioSelect(choices=opciones)
        return
    aparte = [o for o in opciones if o[0] in no_son_dato()]
    datos = [o for o in opciones if o[0] not in no_son_dato()]
    campo.widget.choices = [("", "Selecciona"), *datos, ("No es un dato", aparte)]


def fechas_parciales(instancia: Any) -> dict[str, Any]:
    """Los valores iniciales de las fechas, con su precisión."""
    if instancia is None:
        return {}
    iniciales: dict[str, Any] = {}
    for nombre, precision in PRECISION_DE.items():
        fecha = getattr(instancia, nombre, None)
        if fecha is not None and hasattr(instancia, precision):
            iniciales[nombre] = FechaParcial(fecha, getattr(instancia, precision) or "dia")
    return iniciales


def _revelar() -> dict[tuple[str, str], str]:
    """Qué respuesta hace aparecer cada campo: (modelo, campo) → «campo=valor|valor»."""
    pares: dict[tuple[str, str], str] = {}
    otros = {
        "caso": (
            ("denunciante", "denunciante_otro", "denunciante"),
            ("destino", "destino_otro", "destino"),
        ),
        "victima": (
            ("finalidad", "finalidad_otra", "finalidad"),
            ("medio", "medio_otro", "medio"),
            ("captacion", "captacion_otra", "captacion"),
            ("vinculo", "vinculo_otro", "vinculo"),
            ("lugar_explotacion", "lugar_explotacion_otro", "lugar_explotacion"),
        ),
        "vinculo": (("tipo", "tipo_otro", "vinculo"),),
        "establecimiento": (("tipo", "tipo_otro", "lugar_explotacion"),),
    }
    for modelo, lista in otros.items():
        for campo, texto, catalogo in lista:
            codigos = [c.codigo for c in vocabulario(catalogo).categorias if c.es_otro]
            pares[modelo, texto] = f"{campo}={'|'.join(codigos)}"
    pares["operativo", "fiscalia"] = "fiscal_presente=si"
    pares["victima", "tuvo_interprete"] = "necesita_interprete=si"
    pares["victima", "pueblo"] = "etnia=quechua|aimara|amazonia|otro_pueblo"
    pares["casolugar", "ubigeo"] = "pais=pe"
    return pares


REVELAR = _revelar()


@cache
def form_de_parte(codigo: str) -> type[FichaForm]:
    """La clase de formulario de una parte."""
    parte = PARTES[codigo]
    return forms.modelform_factory(
        parte.modelo,
        form=type("ParteForm", (FichaForm,), {"grupos": parte.grupos}),
        fields=parte.campos,
        formfield_callback=campo_de_ficha,
    )


@cache
def form_de_seccion(codigo: str) -> type[FichaForm]:
    """La clase de formulario de los campos del caso en una sección."""
    seccion = POR_CODIGO[codigo]
    return forms.modelform_factory(
        Caso,
        form=type("SeccionForm", (FichaForm,), {"grupos": seccion.grupos}),
        fields=seccion.campos,
        formfield_callback=campo_de_ficha,
    )


class BuscarAntesForm(BaseForm):
    """Antes de crear: lo que permite reconocer un caso que ya existe."""

    use_required_attribute = False
    grupos = (
        Grupo("Número en otro sistema", "institucion", "tipo", "numero"),
        Grupo("Cuándo y dónde se registró", "fecha", "ubigeo"),
    )
    institucion = forms.ModelChoiceField(
        queryset=entidades_vigentes(), label="Institución", required=False, empty_label="Selecciona"
    )
    tipo = CategoriaFormField(catalogo="tipo_clave", label="Qué número es", required=False)
    numero = forms.CharField(
        label="Número",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": "506-2026-12"}),
    )
    fecha = FechaField(label="Fecha de la denuncia o intervención", parcial=True)
    ubigeo = UbigeoField(label="Lugar de registro")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        preparar_categoria(self.fields["tipo"])
        for campo in self.fields.values():
            campo.necesario = True
        if self.usuario is not None and not self.is_bound:
            departamentos = self.usuario.ambito.departamentos()
            if len(departamentos) == 1:
                self.fields["ubigeo"].initial = next(iter(departamentos))
            self.fields["institucion"].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        """Pide al menos un dato con que buscar."""
        datos = super().clean()
        if not self.errors and not any(datos.get(c) for c in ("numero", "fecha", "ubigeo")):
            raise forms.ValidationError(
                "Escribe el número, la fecha o el lugar para buscar.", code="nada_que_buscar"
            )
        return datos


class MotivoForm(BaseForm):
    """Pide un motivo."""

    use_required_attribute = False
    motivo = forms.CharField(
        label="Motivo",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Escribe el motivo."},
    )


def datos_de_instancia(form: FichaForm) -> QueryDict:
    """Lo que el navegador enviaría si alguien guardara la instancia tal como está."""
    datos = QueryDict(mutable=True)
    for campo in form:
        valor = campo.value()
        widget = campo.field.widget
        if hasattr(widget, "widgets_names"):
            partes = valor if isinstance(valor, list) else widget.decompress(valor)
            for sufijo, parte in zip(widget.widgets_names, partes, strict=True):
                datos[f"{campo.html_name}{sufijo}"] = "" if parte is None else str(parte)
        elif isinstance(valor, list | tuple):
            datos.setlist(campo.html_name, [str(getattr(v, "pk", v)) for v in valor])
        else:
            datos[campo.html_name] = "" if valor is None else str(valor)
    return datos
