"""Avisos a otros sistemas: suscribir, repartir un suceso, entregar con reintentos y reenviar."""

import base64
import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from standardwebhooks.webhooks import Webhook

from trata.comun.cifrado import cifrar, descifrar
from trata.comun.errores import ErrorDeDominio
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso
from trata.integracion.envio import DestinoProhibidoError, comprobar, enviar
from trata.integracion.models import Convenio, Entrega, Suscripcion

# Espera antes de cada reintento; al agotarse, la entrega queda sin entregar y se puede reenviar.
ESPERAS = tuple(timedelta(seconds=s) for s in (10, 60, 300, 1800, 7200, 21600, 43200, 86400, 86400))
ARRIENDO = timedelta(minutes=2)
LOTE = 20


@transaction.atomic
def suscribir(
    *, convenio: Convenio, datos: Mapping[str, Any], por: Usuario
) -> tuple[Suscripcion, str]:
    """Registra una suscripción. Devuelve también el secreto, que no se vuelve a mostrar."""
    exigir(por, Permiso.WEBHOOK_GESTIONAR)
    secreto = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    suscripcion = Suscripcion(
        convenio=convenio, registrado_por=por, secreto_cifrado=cifrar(secreto), **datos
    )
    suscripcion.full_clean()
    try:
        comprobar(suscripcion.direccion)
    except DestinoProhibidoError as error:
        raise ErrorDeDominio(
            "destino_prohibido", str(error), campos={"direccion": str(error)}
        ) from error
    suscripcion.save()
    return suscripcion, secreto


@transaction.atomic
def activar(*, suscripcion: Suscripcion, activa: bool, por: Usuario) -> Suscripcion:
    """Detiene o reanuda una suscripción."""
    exigir(por, Permiso.WEBHOOK_GESTIONAR)
    suscripcion.activa = activa
    suscripcion.save(update_fields=["activa"])
    return suscripcion


def repartir(datos: dict[str, Any]) -> None:
    """Efecto de la bandeja: congela un aviso por cada suscripción al suceso. Idempotente."""
    cuerpo = json.dumps(
        {
            "type": datos["suceso"],
            "timestamp": datos["ocurrido_en"],
            "data": {"objeto": datos["objeto"], "version": datos["version"]},
        },
        separators=(",", ":"),
    )
    clave = datos.get("clave") or f"{datos['suceso']}:{datos['objeto']}:{datos['version']}"
    hoy = timezone.localdate()
    interesadas = Suscripcion.objects.filter(
        activa=True,
        sucesos__contains=[datos["suceso"]],
        convenio__desde__lte=hoy,
        convenio__hasta__gte=hoy,
    )
    Entrega.objects.bulk_create(
        [
            Entrega(
                suscripcion=s,
                clave=clave,
                suceso=datos["suceso"],
                cuerpo=cuerpo,
                proximo_intento=timezone.now(),
            )
            for s in interesadas
        ],
        ignore_conflicts=True,
    )


def entregar_pendientes() -> int:
    """Tarea periódica: entrega lo que toca. Devuelve cuántas intentó.

    Cada entrega se toma con un arriendo corto y se envía fuera de la transacción: si el proceso
    muere, otra vuelta la retoma. El receptor descarta repetidos por `webhook-id`.
    """
    tomadas = _tomar(timezone.now())
    for entrega in tomadas:
        _intentar(entrega)
    return len(tomadas)


@transaction.atomic
def _tomar(ahora: datetime) -> list[Entrega]:
    libres = list(
        Entrega.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("suscripcion")
        .filter(
            estado=Entrega.Estado.PENDIENTE, proximo_intento__lte=ahora, suscripcion__activa=True
        )
        .order_by("proximo_intento")[:LOTE]
    )
    Entrega.objects.filter(pk__in=[e.pk for e in libres]).update(proximo_intento=ahora + ARRIENDO)
    return libres


def _intentar(entrega: Entrega) -> None:
    error = ""
    try:
        estado = enviar(entrega.suscripcion.direccion, entrega.cuerpo.encode(), firmas_de(entrega))
        if not 200 <= estado < 300:
            error = f"El destino respondió {estado}."
    except (OSError, DestinoProhibidoError) as fallo:
        error = str(fallo) or type(fallo).__name__
    _anotar(entrega, error)


def firmas_de(entrega: Entrega) -> dict[str, str]:
    """Las cabeceras de Standard Webhooks, firmadas con el secreto de la suscripción."""
    ahora = timezone.now()
    firmante = Webhook(descifrar(entrega.suscripcion.secreto_cifrado))
    return {
        "Content-Type": "application/json",
        "User-Agent": "TRATA",
        "webhook-id": str(entrega.mensaje),
        "webhook-timestamp": str(int(ahora.timestamp())),
        "webhook-signature": firmante.sign(str(entrega.mensaje), ahora, entrega.cuerpo),
    }


def _anotar(entrega: Entrega, error: str) -> None:
    ahora = timezone.now()
    cambios: dict[str, Any] = {"intentos": entrega.intentos + 1, "ultimo_error": error[:200]}
    if not error:
        cambios |= {"estado": Entrega.Estado.ENTREGADA, "entregada_en": ahora}
    elif entrega.intentos >= len(ESPERAS):
        cambios |= {"estado": Entrega.Estado.MUERTA, "proximo_intento": None}
    else:
        cambios |= {"proximo_intento": ahora + ESPERAS[entrega.intentos]}
    Entrega.objects.filter(pk=entrega.pk).exclude(estado=Entrega.Estado.ENTREGADA).update(**cambios)


@transaction.atomic
def reenviar(*, entrega: Entrega, por: Usuario) -> Entrega:
    """Vuelve a poner en camino una entrega que no llegó, con el mismo cuerpo."""
    exigir(por, Permiso.WEBHOOK_GESTIONAR)
    if entrega.estado == Entrega.Estado.ENTREGADA:
        raise ErrorDeDominio("ya_entregada", "Este aviso ya se entregó.")
    entrega.estado, entrega.intentos = Entrega.Estado.PENDIENTE, 0
    entrega.proximo_intento = timezone.now()
    entrega.save(update_fields=["estado", "intentos", "proximo_intento"])
    return entrega
