"""Credenciales para las pruebas de la API."""

import json
from datetime import timedelta
from functools import cache
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
