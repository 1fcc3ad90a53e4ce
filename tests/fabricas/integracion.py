"""Credenciales para las pruebas de la API."""

from datetime import timedelta

from django.utils import timezone

from tests.fabricas.cuentas import usuario as crear_usuario
from trata.cuentas.models import Entidad, Usuario
from trata.integracion import acciones
from trata.integracion.alcances import ALCANCES


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
