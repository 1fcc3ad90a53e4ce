"""Pone el contexto de la historia en todo pedido, también en los de la API."""

from collections.abc import Callable
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse

from trata.auditoria.contexto import agregar, contexto, datos_del_pedido, datos_del_usuario


class PedidoConHistoria(WSGIRequest):
    """Un pedido que avisa al contexto cuando la API le pone su usuario.

    La API autentica dentro de la vista: el middleware todavía no sabe quién es.
    """

    def __setattr__(self, nombre: str, valor: Any) -> None:
        super().__setattr__(nombre, valor)
        if nombre == "user":
            agregar(**datos_del_usuario(valor))


class ContextoMiddleware:
    """Usuario, rol, dirección y ruta dentro de cada evento que el pedido provoque."""

    def __init__(self, siguiente: Callable[[HttpRequest], HttpResponse]) -> None:
        self.siguiente = siguiente

    def __call__(self, request: HttpRequest) -> HttpResponse:
        datos = datos_del_pedido(request) | datos_del_usuario(getattr(request, "user", None))
        with contexto(**datos):
            if type(request) is WSGIRequest:
                request.__class__ = PedidoConHistoria
            return self.siguiente(request)
