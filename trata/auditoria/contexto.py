"""El contexto de la historia: quién, desde dónde, con qué rol y por qué.

Cada evento que escriben los disparadores lo lleva dentro. En un pedido lo pone
`trata.auditoria.middleware`; en tareas y órdenes se pone con `como`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pghistory
from django.http import HttpRequest
from pghistory import runtime

from trata.comun.direccion import direccion_de

LARGO_DE_MOTIVO = 500


def datos_del_pedido(request: HttpRequest) -> dict[str, Any]:
    """El contexto de un pedido: sin la consulta de la URL, que puede llevar lo que se busca."""
    return {"direccion": direccion_de(request), "url": request.path, "metodo": request.method}


def datos_del_usuario(usuario: Any) -> dict[str, Any]:
    """Recibe un usuario (o nadie); devuelve su llave y el código de su rol en este momento."""
    if usuario is None or not getattr(usuario, "is_authenticated", False):
        return {"usuario": None, "rol": None}
    rol = usuario.rol
    return {"usuario": usuario.pk, "rol": rol.codigo if rol else None}


@contextmanager
def contexto(**datos: Any) -> Iterator[dict[str, Any]]:
    """Mientras dura, los eventos llevan `datos`; al salir vuelve lo que había antes."""
    with pghistory.context() as actual:
        previo = dict(actual.metadata)
        actual.metadata.update(datos)
        try:
            yield actual.metadata
        finally:
            actual.metadata.clear()
            actual.metadata.update(previo)


def agregar(**datos: Any) -> None:
    """Agrega datos al contexto en curso (el motivo de un cambio). Fuera de uno, no hace nada."""
    pghistory.context(**datos)


def actual() -> dict[str, Any]:
    """Copia del contexto en curso; vacía si no hay."""
    valor = getattr(runtime._tracker, "value", None)
    return dict(valor.metadata) if valor is not None else {}


@contextmanager
def como(usuario: Any, *, motivo: str, proceso: str = "") -> Iterator[None]:
    """Contexto de una tarea u orden: quién la hace y por qué.

    Sin usuario, `proceso` (o el motivo) nombra a quien actúa: ningún evento queda sin autor.
    """
    datos = datos_del_usuario(usuario) | {"motivo": motivo[:LARGO_DE_MOTIVO]}
    if usuario is None:
        datos["proceso"] = proceso or motivo[:LARGO_DE_MOTIVO]
    with contexto(**datos):
        yield
