"""Mensajes de error que dicen qué hacer y en qué campo, en lugar de «Este campo es requerido».

Sólo cambian los que nadie escribió a propósito: un mensaje propio del campo se respeta.
"""

from collections.abc import Mapping

from django import forms


def aclarar(campos: Mapping[str, forms.Field]) -> None:
    """Recibe los campos de un formulario; reescribe sus mensajes genéricos."""
    for nombre, campo in campos.items():
        etiqueta = str(campo.label or nombre.replace("_", " ").capitalize()).rstrip(" :")
        for codigo, mensaje in _propios(campo, etiqueta).items():
            actual = campo.error_messages.get(codigo)
            if actual is None or str(actual) == str(_generico(type(campo), codigo)):
                campo.error_messages[codigo] = mensaje


def _generico(tipo: type[forms.Field], codigo: str) -> object:
    """El mensaje que Django trae para ese código en ese tipo de campo."""
    for clase in tipo.__mro__:
        if codigo in getattr(clase, "default_error_messages", {}):
            return clase.default_error_messages[codigo]
    return None


def _propios(campo: forms.Field, etiqueta: str) -> dict[str, str]:
    """Los mensajes de la casa para ese campo."""
    pregunta = etiqueta.startswith("¿")
    if isinstance(campo, forms.BooleanField):
        falta = f"Marca «{etiqueta}» para continuar."
    elif pregunta:
        falta = f"Responde «{etiqueta}»."
    elif isinstance(campo, forms.FileField):
        falta = f"Adjunta el archivo en «{etiqueta}»."
    elif isinstance(campo, forms.ChoiceField | forms.ModelChoiceField):
        falta = f"Selecciona una opción en «{etiqueta}»."
    else:
        falta = f"Completa «{etiqueta}»."
    propios = {
        "required": falta,
        "invalid_choice": f"Elige una opción de la lista en «{etiqueta}».",
    }
    if isinstance(campo, forms.EmailField):
        propios["invalid"] = "Escribe un correo completo, como nombre@entidad.gob.pe."
    elif isinstance(campo, forms.IntegerField):
        propios["invalid"] = f"Escribe un número en «{etiqueta}», sólo con cifras."
    elif isinstance(campo, forms.DateField):
        propios["invalid"] = f"Escribe una fecha que exista en «{etiqueta}», como 23/11/2026."
    return propios
