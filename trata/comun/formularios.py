"""Formularios: grupos como datos, opciones recortadas al ámbito y acción con sus errores."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from trata.comun.errores import ConflictoError, ErrorDeDominio
from trata.comun.mensajes import aclarar
from trata.comun.numeros import natural


@dataclass(frozen=True)
class Grupo:
    """Un grupo de campos de la ficha: título, campos y ayuda. Lo recorren formulario, detalle,
    revisión, avance e impresión."""

    titulo: str
    campos: tuple[str, ...]
    ayuda: str = ""

    def __init__(self, titulo: str, *campos: str, ayuda: str = "") -> None:
        object.__setattr__(self, "titulo", titulo)
        object.__setattr__(self, "campos", campos)
        object.__setattr__(self, "ayuda", ayuda)


def avisos_de(form: forms.BaseForm) -> list[ValidationError]:
    """Los errores del formulario que se pueden confirmar («Confirmo que es correcto»)."""
    return [
        error
        for lista in form.errors.as_data().values()
        for error in lista
        if getattr(error, "es_aviso", False)
    ]


class GruposMixin:
    """Da a la plantilla los campos por grupo: `form.por_grupos`."""

    grupos: ClassVar[tuple[Grupo, ...]] = ()

    @property
    def por_grupos(self) -> list[tuple[Grupo, list[forms.BoundField]]]:
        """Cada grupo con sus campos; los que nadie nombra van al final, sin título."""
        nombrados = {c for g in self.grupos for c in g.campos}
        sueltos = [f for f in self.fields if f not in nombrados]
        lista = [(g, [self[c] for c in g.campos if c in self.fields]) for g in self.grupos]
        if sueltos:
            lista.append((Grupo("", *sueltos), [self[c] for c in sueltos]))
        return lista


def recortar_opciones(campos: Mapping[str, forms.Field], usuario: Any) -> None:
    """Deja en cada lista sólo lo que el usuario puede ver: las opciones también filtran."""
    for campo in campos.values():
        conjunto = getattr(campo, "queryset", None)
        if conjunto is not None and hasattr(conjunto, "visibles_para"):
            campo.queryset = conjunto.visibles_para(usuario)


def acomodar(campos: Mapping[str, forms.Field]) -> None:
    """Fechas y horas con el selector del navegador; ninguna lista ofrece «---------»."""
    for campo in campos.values():
        if isinstance(campo, forms.DateField) and type(campo.widget) is forms.DateInput:
            atributos = {"type": "date", **campo.widget.attrs}
            campo.widget = forms.DateInput(format="%Y-%m-%d", attrs=atributos)
        elif isinstance(campo, forms.TimeField) and type(campo.widget) is forms.TimeInput:
            campo.widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        elif type(campo.widget) is forms.RadioSelect:
            _sin_guiones(campo)


def _sin_guiones(campo: forms.Field) -> None:
    """Un botón de opción vacío sólo tiene sentido donde se puede no responder, y con palabras."""
    if isinstance(campo, forms.ModelChoiceField):
        campo.empty_label = None if campo.required else "Sin indicar"
    elif isinstance(campo, forms.ChoiceField):
        vacia = [] if campo.required else [("", "Sin indicar")]
        todas = list(campo.choices)
        llenas = [opcion for opcion in todas if opcion[0] not in ("", None)]
        if len(llenas) < len(todas):
            campo.choices = vacia + llenas


class BaseForm(GruposMixin, forms.Form):
    """Formulario suelto con `usuario`."""

    def __init__(self, *args: Any, usuario: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usuario = usuario
        recortar_opciones(self.fields, usuario)
        aclarar(self.fields)
        acomodar(self.fields)


class BaseModelForm(GruposMixin, forms.ModelForm):
    """Formulario de modelo: corre `full_clean` del modelo y, con él, sus reglas.

    `confirmar` trae los códigos de avisos que la persona confirmó; `version`, la que editó.
    """

    def __init__(self, *args: Any, usuario: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usuario = usuario
        recortar_opciones(self.fields, usuario)
        aclarar(self.fields)
        acomodar(self.fields)
        confirmados = self.data.getlist("confirmar") if hasattr(self.data, "getlist") else ()
        self.instance.avisos_confirmados = frozenset(confirmados)

    @property
    def avisos(self) -> list[ValidationError]:
        """Los avisos que se pueden confirmar («Confirmo que es correcto»)."""
        return avisos_de(self)

    @property
    def datos(self) -> dict[str, Any]:
        """Los datos limpios que recibe la acción, con los avisos confirmados."""
        return dict(self.cleaned_data)

    @property
    def version_editada(self) -> int | None:
        """La versión que la persona tenía delante (campo oculto `version`)."""
        return natural(self.data.get("version"))


def anotar_error(form: forms.BaseForm, error: ErrorDeDominio | ValidationError) -> None:
    """Pone un error de dominio o de validación en su campo; si no hay campo, arriba."""
    if isinstance(error, ValidationError):
        por_campo = error.error_dict if hasattr(error, "error_dict") else {None: error.error_list}
        for campo, lista in por_campo.items():
            destino = campo if campo in form.fields else None
            form.add_error(destino if campo != NON_FIELD_ERRORS else None, lista)
        return
    propios = {c: m for c, m in error.campos.items() if c in form.fields}
    for campo, mensaje in propios.items():
        form.add_error(campo, ValidationError(mensaje, code=error.codigo))
    if not propios:
        form.add_error(None, ValidationError(error.mensaje, code=error.codigo))


class AccionFormMixin:
    """Vista de formulario que delega en una acción.

    La vista define `accion(form)`, que llama a una función de `acciones` y devuelve el objeto.
    Los errores vuelven al formulario con lo escrito intacto y estado 422.
    """

    request: HttpRequest

    def accion(self, form: forms.BaseForm) -> Any:
        """Llama al verbo; lo define cada vista."""
        raise NotImplementedError

    def get_form_kwargs(self) -> dict[str, Any]:
        """Agrega el usuario para recortar opciones."""
        return super().get_form_kwargs() | {"usuario": self.request.user}

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        """Ejecuta la acción; un error de dominio regresa al formulario."""
        try:
            self.object = self.accion(form)
        except ConflictoError as error:
            return self.conflicto(form, error)
        except (ErrorDeDominio, ValidationError) as error:
            anotar_error(form, error)
            return self.form_invalid(form)
        return HttpResponseRedirect(self.get_success_url())

    def form_invalid(self, form: forms.BaseForm) -> HttpResponse:
        """El mismo formulario, con lo escrito y sus errores (422)."""
        respuesta = super().form_invalid(form)
        respuesta.status_code = 422
        return respuesta

    def conflicto(self, form: forms.BaseForm, error: ConflictoError) -> HttpResponse:
        """Otra persona guardó antes: muestra las dos versiones campo por campo (409)."""
        filas = [
            {
                "campo": form[nombre],
                "tuya": form[nombre].value(),
                "guardada": form.fields[nombre].prepare_value(getattr(error.actual, nombre, None)),
            }
            for nombre in form.fields
            if hasattr(error.actual, nombre)
        ]
        contexto = self.get_context_data(
            form=form,
            conflicto=[f for f in filas if str(f["tuya"] or "") != str(f["guardada"] or "")],
            version_guardada=error.actual.version,
        )
        respuesta = self.render_to_response(contexto)
        respuesta.status_code = 409
        return respuesta
