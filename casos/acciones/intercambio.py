"""Verbos del intercambio: anotar el código de otra fuente, pedir un enlace y responderlo."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from casos.acciones.comunes import exigir_visible, poner, validar
from casos.consultas.intercambio import caso_nombrado, codigo_de_la_fuente, puede_responder
from casos.models import Caso, CodigoExterno, SolicitudDeEnlace
from casos.reglas import normalizar_clave
from trata.comun.candados import Candado, tomar
from trata.comun.errores import (
    DuplicadoError,
    ErrorDeDominio,
    EstadoInvalidoError,
    SinPermisoError,
)
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso
from trata.trabajos.sucesos import anunciar

LARGO_DE_CODIGO = 80
PEDIDOS_POR_DIA = 100
Estado = SolicitudDeEnlace.Estado


def tomar_codigo(*, recurso: str, codigo: str, por: Usuario) -> CodigoExterno | None:
    """Reserva el código hasta el fin de la transacción; devuelve lo que ya nombra, si algo.

    Dos pedidos a la vez con el mismo código pasan de a uno: el segundo encuentra lo del primero.
    """
    if por.entidad_id is None:
        raise ErrorDeDominio(
            "sin_institucion", "Tu cuenta no tiene institución: no puede usar códigos propios."
        )
    if not codigo.strip() or len(codigo) > LARGO_DE_CODIGO:
        mensaje = f"Escribe un código de 1 a {LARGO_DE_CODIGO} caracteres."
        raise ErrorDeDominio("codigo_externo_invalido", mensaje, campos={"codigo_externo": mensaje})
    tomar(Candado.CODIGO_EXTERNO, f"{por.entidad_id}:{recurso}:{codigo}")
    return codigo_de_la_fuente(por, recurso, codigo)


@transaction.atomic
def anotar_codigo(
    *, recurso: str, codigo: str, objeto: Any, caso: Caso, por: Usuario
) -> CodigoExterno:
    """Anota (o pone al día) con qué código conoce la fuente a un caso o a una parte suya."""
    exigir_visible(caso, por)
    marca, _ = CodigoExterno.objects.update_or_create(
        fuente=por.entidad,
        recurso=recurso,
        codigo=codigo,
        defaults={"caso": caso, "objeto": objeto.uuid, "version_dejada": objeto.version},
        create_defaults={
            "caso": caso,
            "objeto": objeto.uuid,
            "version_dejada": objeto.version,
            "registrado_por": por,
        },
    )
    return marca


def rechazar_repetido(marca: CodigoExterno | None) -> None:
    """Un alta simple con un código ya usado: se dice a qué corresponde."""
    if marca is not None:
        raise DuplicadoError(
            "codigo_externo_repetido",
            f"Ese código ya es de {marca.objeto}. Para actualizarlo usa «lote».",
            campos={"codigo_externo": "Ya lo usaste."},
        )


@transaction.atomic
def pedir_enlace(
    *, caso: Caso, datos: Mapping[str, Any], por: Usuario, confirmar: Iterable[str] = ()
) -> SolicitudDeEnlace:
    """Pide enlazar un caso propio con el que tenga ese número. No dice si existe."""
    exigir(por, Permiso.ATENCION_REGISTRAR)
    exigir_visible(caso, por)
    hoy = timezone.localdate()
    hechas = SolicitudDeEnlace.objects.filter(registrado_por=por, registrado_en__date=hoy)
    if hechas.count() >= PEDIDOS_POR_DIA:
        raise EstadoInvalidoError("tope_del_dia", "Llegaste al tope de solicitudes de hoy.")
    solicitud = SolicitudDeEnlace(caso=caso, entidad=por.entidad, registrado_por=por)
    poner(solicitud, datos)
    solicitud.numero = normalizar_clave(solicitud.numero)
    validar(solicitud, confirmar)
    solicitud.save(force_insert=True)
    anunciar(suceso="enlace.pedido", objeto=solicitud.uuid, version=solicitud.version)
    return solicitud


@transaction.atomic
def responder_enlace(
    *, solicitud: SolicitudDeEnlace, acepta: bool, respuesta: str, por: Usuario
) -> SolicitudDeEnlace:
    """Acepta o no una solicitud pendiente. Sólo quien lleva el caso nombrado."""
    actual = _pendiente(solicitud)
    destino = caso_nombrado(actual, por)
    if actual.registrado_por_id == por.pk or not puede_responder(destino, por):
        raise SinPermisoError("Responde quien lleva el caso nombrado.")
    actual.estado = Estado.ACEPTADA if acepta else Estado.RECHAZADA
    actual.caso_destino = destino if acepta else None
    return _responder(actual, respuesta, por)


@transaction.atomic
def retirar_enlace(*, solicitud: SolicitudDeEnlace, por: Usuario) -> SolicitudDeEnlace:
    """Quien la pidió la retira mientras nadie responde."""
    exigir(por, Permiso.ATENCION_REGISTRAR)
    actual = _pendiente(solicitud)
    propia = actual.registrado_por_id == por.pk or (
        por.entidad_id is not None and actual.entidad_id == por.entidad_id
    )
    if not propia:
        raise SinPermisoError("La retira la institución que la pidió.")
    actual.estado = Estado.RETIRADA
    return _responder(actual, "", por)


def _pendiente(solicitud: SolicitudDeEnlace) -> SolicitudDeEnlace:
    actual = SolicitudDeEnlace.objects.select_for_update().get(pk=solicitud.pk)
    if actual.estado != Estado.PENDIENTE:
        raise EstadoInvalidoError("ya_respondida", "Esta solicitud ya se respondió.")
    return actual


def _responder(actual: SolicitudDeEnlace, respuesta: str, por: Usuario) -> SolicitudDeEnlace:
    actual.respondida_en, actual.respondida_por = timezone.now(), por
    actual.respuesta = respuesta.strip()[:300]
    actual.guardar_version(
        esperada=actual.version,
        campos=["estado", "caso_destino", "respondida_en", "respondida_por", "respuesta"],
    )
    anunciar(suceso="enlace.respondido", objeto=actual.uuid, version=actual.version)
    return actual
