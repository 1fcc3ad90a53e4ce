"""Lo mínimo para enviar: una fila y un efecto. Con bandeja, o a la manera ingenua."""

import os
from typing import Any

from celery import shared_task
from django.db import connection, transaction
from django.urls import path
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from trata.cuentas.models import Usuario
from trata.trabajos.acciones import dejar_en_bandeja
from trata.trabajos.api import IdempotenteMixin

INGENUA = os.environ.get("MATAR_INGENUA") == "1"


def efecto(datos: dict[str, Any]) -> None:
    """El efecto: una fila por envío, sin nada que impida doblarla. Así un doble se ve."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO matar_efecto (clave) VALUES (%s)", [datos["clave"]])


@shared_task(name="bench.matar.puerta.efecto_ingenuo")
def efecto_ingenuo(clave: str) -> None:
    """Lo mismo, sin bandeja: depende de que el mensaje llegue."""
    efecto({"clave": clave})


class Conocido(BaseAuthentication):
    """Todos los pedidos son del mismo usuario."""

    def authenticate(self, request: Request) -> tuple[Usuario, None]:
        return Usuario.objects.get(username="matar"), None


class Envios(IdempotenteMixin, ViewSet):
    """Recibe un envío."""

    authentication_classes = (Conocido,)
    permission_classes = (AllowAny,)
    exige_clave = True

    def create(self, request: Request) -> Response:
        return self.una_vez(request, lambda: self.guardar(request.data["clave"]))

    def guardar(self, clave: str) -> Response:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO matar_envio (clave) VALUES (%s)", [clave])
        if INGENUA:
            transaction.on_commit(lambda: efecto_ingenuo.delay(clave), robust=True)
        else:
            dejar_en_bandeja(efecto="matar.envio", clave=clave, datos={"clave": clave})
        return Response({"clave": clave}, status=201)


urlpatterns = [path("api/v1/envios/", Envios.as_view({"post": "create"}))]
