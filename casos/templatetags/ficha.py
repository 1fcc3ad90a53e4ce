"""Filtros de plantilla del registro: nombres de categorías, lugares y datos de una parte."""

from typing import Any

from django import template
from django.forms import BoundField, Form

from casos.campos import CategoriaField
from casos.consultas.cronologia import fecha_con_precision
from casos.consultas.resumen import lugar_legible, valor_legible
from casos.ficha import PARTE_DE_MODELO, PARTES
from casos.models import Caso
from casos.models.base import HijoDeCasoModel, PersonaModel
from casos.vocabulario import vocabulario
from trata.comun.formato import fecha_corta, plural

register = template.Library()
SIN_DATO = "—"
EN_QUIEN_ES = {"sexo", "edad", "grupo_edad"}


@register.filter
def palabras(texto: str) -> list[str]:
    """«a b c» → lista."""
    return texto.split()


@register.filter
def valor(pares: dict[str, Any] | str, llave: str) -> Any:
    """El valor de una llave; vacío si no está o no hay diccionario."""
    return pares.get(llave, "") if isinstance(pares, dict) else ""


@register.filter
def campo(formulario: Form, nombre: str) -> BoundField | str:
    """Un campo del formulario, dibujado entero."""
    return formulario[nombre].as_field_group()


@register.filter
def lugar(codigo: str | None) -> str:
    """«080601» → «Sicuani, Canchis, Cusco»; sin repetir: «080101» → «Cusco»."""
    return lugar_legible(codigo) if codigo else SIN_DATO


@register.filter
def nombre_de(objeto: Any, nombre: str) -> str:
    """El nombre de la categoría de un campo."""
    modelo_campo = objeto._meta.get_field(nombre)
    codigo = getattr(objeto, nombre)
    if not codigo or not isinstance(modelo_campo, CategoriaField):
        return ""
    return modelo_campo.nombre_de(codigo)


@register.filter
def celda(caso: Caso, columna: str) -> str:
    """El texto de una columna de la lista de casos."""
    if columna == "fecha":
        if caso.precision_de_registro in {"mes", "anio"}:
            return fecha_con_precision(caso.fecha_de_registro, caso.precision_de_registro)
        return fecha_corta(caso.fecha_de_registro) or SIN_DATO
    if columna == "lugar":
        return lugar(getattr(caso, "lugar_de_registro", None))
    if columna == "entidad":
        return str(caso.entidad or SIN_DATO)
    return nombre_de(caso, columna) or SIN_DATO


@register.filter
def quien_es(persona: PersonaModel) -> str:
    """«Mujer, 17 años», «Hombre, de 18 a 29 años», sin nada que identifique."""
    sexo = vocabulario("sexo").nombre_de(persona.sexo) if persona.sexo else "Sexo sin dato"
    if persona.edad is not None:
        edad = plural(persona.edad, "año")
    elif persona.forma_edad == "presuncion_nna":
        edad = "se presume niña, niño o adolescente"
    elif persona.grupo_edad:
        edad = vocabulario("grupo_edad").nombre_de(persona.grupo_edad).lower()
    else:
        edad = "edad sin dato"
    return f"{sexo}, {edad}"


@register.filter
def datos_de_parte(parte: HijoDeCasoModel) -> list[str]:
    """Lo que se muestra de una parte en su lista: su código si es persona, y lo principal."""
    definicion = PARTES[PARTE_DE_MODELO[type(parte)]]
    es_persona = isinstance(parte, PersonaModel)
    campos = [c for c in definicion.resumen if not es_persona or c not in EN_QUIEN_ES]
    datos = [valor_legible(parte, c) for c in campos]
    if es_persona:
        datos = [parte.seudonimo, quien_es(parte), *datos]
    return [d for d in datos if d] or [definicion.uno]
