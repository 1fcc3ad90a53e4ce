"""Campos propios: una categoría de un vocabulario, o varias.

En la base son texto (o lista de texto): el código se lee igual en la base, la API y el archivo.
"""

from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models

from casos.vocabulario import vocabulario

FUERA = "valor_fuera_de_catalogo"
MENSAJE_FUERA = "Elige uno de los valores de la lista."


class CategoriaFormField(forms.ChoiceField):
    """Una opción de un vocabulario. Vacío es «todavía no se responde»."""

    def __init__(self, *, catalogo: str, **kwargs: Any) -> None:
        self.catalogo = catalogo
        opciones = [("", "Selecciona"), *vocabulario(catalogo).opciones()]
        super().__init__(choices=opciones, **kwargs)

    def validate(self, value: str) -> None:
        """Mismo código de falta que la API y el archivo."""
        if value in self.empty_values:
            return super().validate(value)
        if value not in vocabulario(self.catalogo):
            raise ValidationError(MENSAJE_FUERA, code=FUERA)
        return None


class CategoriasFormField(forms.MultipleChoiceField):
    """Varias opciones de un vocabulario."""

    def __init__(self, *, catalogo: str, **kwargs: Any) -> None:
        self.catalogo = catalogo
        opciones = [
            (c.codigo, c.nombre)
            for c in vocabulario(catalogo).categorias
            if c.es_dato and c.vigente(None)
        ]
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(choices=opciones, **kwargs)

    def validate(self, value: list[str]) -> None:
        """Mismo código de falta que la API y el archivo."""
        if any(v not in vocabulario(self.catalogo) for v in value):
            raise ValidationError(MENSAJE_FUERA, code=FUERA)


class CategoriaField(models.CharField):
    """Código de un vocabulario de `datos/catalogos.yaml`; vacío si aún no se responde."""

    def __init__(self, *args: Any, catalogo: str = "", **kwargs: Any) -> None:
        self.catalogo = catalogo
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        nombre, ruta, args, kwargs = super().deconstruct()
        return nombre, ruta, args, kwargs | {"catalogo": self.catalogo}

    def formfield(self, **kwargs: Any) -> forms.Field:
        """El campo de formulario con las opciones vigentes."""
        kwargs.setdefault("label", str(self.verbose_name).capitalize())
        kwargs.setdefault("help_text", self.help_text)
        kwargs.pop("max_length", None)
        return CategoriaFormField(catalogo=self.catalogo, required=False, **kwargs)

    def nombre_de(self, codigo: str) -> str:
        """El nombre que se muestra de un código."""
        return vocabulario(self.catalogo).nombre_de(codigo) if codigo else ""


class CategoriasField(ArrayField):
    """Varios códigos de un vocabulario, sin repetir."""

    def __init__(
        self, verbose_name: str | None = None, *, catalogo: str = "", **kwargs: Any
    ) -> None:
        self.catalogo = catalogo
        kwargs["verbose_name"] = verbose_name
        kwargs.setdefault("base_field", models.CharField(max_length=40))
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", list)
        super().__init__(**kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        nombre, ruta, args, kwargs = super().deconstruct()
        return nombre, "casos.campos.CategoriasField", args, kwargs | {"catalogo": self.catalogo}

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Casillas con las opciones vigentes."""
        kwargs.setdefault("label", str(self.verbose_name).capitalize())
        kwargs.setdefault("help_text", self.help_text)
        return CategoriasFormField(catalogo=self.catalogo, required=False, **kwargs)
