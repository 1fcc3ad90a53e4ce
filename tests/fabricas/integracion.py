"""Credenciales, el documento y un receptor de avisos para las pruebas de la API."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer

from tests.fabricas.cuentas import usuario as crear_usuario
from trata.cuentas.models import Entidad, Usuario
from trata.integracion import acciones
from trata.integracion.alcances import ALCANCES


@cache
def documento_openapi() -> dict[str, Any]:
    """El documento OpenAPI entero, como lo recibe cualquiera."""
    esquema = SchemaGenerator().get_schema(request=None, public=True)
    return json.loads(OpenApiJsonRenderer().render(esquema, renderer_context={}))


def token_para(
    cuenta: Usuario, *, alcances: tuple[str, ...] = tuple(ALCANCES), redes: tuple[str, ...] = ()
) -> str:
    """Emite una credencial vigente para una cuenta de sistema; devuelve el token en claro."""
    if not cuenta.es_sistema:
        cuenta.es_sistema = True
        cuenta.save(update_fields=["es_sistema"])
    quien = crear_usuario("administrador")
    hoy = timezone.localdate()
    convenio = acciones.registrar_convenio(
        datos={
            "entidad": Entidad.objects.get(pk="mp"),
            "documento": "Convenio sintético",
            "finalidad": "Pruebas",
            "desde": hoy,
            "hasta": hoy + timedelta(days=60),
        },
        por=quien,
    )
    _, token = acciones.emitir_credencial(
        convenio=convenio,
        usuario=cuenta,
        datos={
            "nombre": "Pruebas",
            "alcances": list(alcances),
            "redes": list(redes),
            "expiry": timezone.now() + timedelta(days=30),
        },
        por=quien,
    )
    return token


@contextmanager
def receptor_en_la_maquina() -> Iterator[Any]:
    """Un receptor HTTP real; `estado` y `cabeceras` son lo que responde; `recibidos`, lo oído."""

    class Receptor(BaseHTTPRequestHandler):
        estado, cabeceras, recibidos, direccion = 200, {}, [], ""

        def do_POST(self) -> None:
            largo = int(self.headers["Content-Length"])
            self.recibidos.append((dict(self.headers), self.rfile.read(largo)))
            self.send_response(type(self).estado)
            for nombre, valor in type(self).cabeceras.items():
                self.send_header(nombre, valor)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Sin ruido."""

    servidor = HTTPServer(("127.0.0.1", 0), Receptor)
    hilo = threading.Thread(target=servidor.serve_forever, daemon=True)
    hilo.start()
    Receptor.direccion = f"http://127.0.0.1:{servidor.server_port}/avisos"
    yield Receptor
    servidor.shutdown()
    servidor.server_close()
    hilo.join()
