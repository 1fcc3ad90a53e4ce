"""Lo que toda escritura del registro comprueba antes y deja hecho después."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from casos.acciones.busqueda import indexar
from casos.models import Caso
from trata.agregados.acciones import marcar
from trata.comun.errores import ErrorDeDominio, EstadoInvalidoError, FueraDeAmbitoError
from trata.cuentas.models import Usuario


def exigir_visible(caso: Caso, por: Usuario) -> None:
    """Lanza `FueraDeAmbitoError` si `por` no ve el caso: para él no existe."""
    if not Caso.objects.visibles_para(por).filter(pk=caso.pk).exists():
        raise FueraDeAmbitoError()


def exigir_editable(caso: Caso) -> None:
    """Lanza `EstadoInvalidoError` si el registro ya no se escribe."""
    if not caso.es_editable:
        raise EstadoInvalidoError(
            "no_editable",
            f"El caso está {caso.get_estado_display().lower()}: pide que lo observen para "
            "corregirlo.",
        )


def bloquear(caso: Caso) -> Caso:
    """El caso tal como está en la base, con su fila bloqueada hasta el fin de la transacción."""
    return Caso.objects.select_for_update().get(pk=caso.pk)


def campos_editables(modelo: type[models.Model]) -> set[str]:
    """Los campos que puede traer quien escribe; lo demás lo llena la acción."""
    return {c.name for c in modelo._meta.concrete_fields if c.editable} - {"id", "caso"}


def poner(objeto: models.Model, datos: Mapping[str, Any]) -> list[str]:
    """Pone los valores recibidos. Devuelve los campos puestos; uno desconocido es un error."""
    permitidos = campos_editables(type(objeto))
    desconocidos = sorted(set(datos) - permitidos)
    if desconocidos:
        raise ErrorDeDominio("campo_desconocido", f"Aquí no se escribe: {', '.join(desconocidos)}.")
    for campo, valor in datos.items():
        setattr(objeto, campo, valor)
    return list(datos)


def validar(objeto: models.Model, confirmar: Iterable[str]) -> None:
    """Corre `full_clean` con los avisos confirmados. Lanza `ValidationError` por campo."""
    objeto.avisos_confirmados = frozenset(confirmar)
    objeto.full_clean(exclude=["registrado_por"])


def error_en(campo: str, codigo: str, mensaje: str) -> ValidationError:
    """Un error de validación en un campo, con su código."""
    return ValidationError({campo: ValidationError(mensaje, code=codigo)})


def terminar(caso: Caso, por: Usuario) -> None:
    """Cierre de toda escritura: el caso sigue a la vista, se puede buscar y se vuelve a contar."""
    exigir_visible(caso, por)
    indexar([caso.pk])
    marcar(objetos=[caso.pk])
