"""Pedir lo que necesita una segunda persona, y decidirlo."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from trata.comun.errores import ErrorDeDominio, EstadoInvalidoError, SinPermisoError
from trata.cuentas.acciones import exigir
from trata.cuentas.actos import Acto, acto_de
from trata.cuentas.models import Autorizacion, Usuario

MOTIVO_MINIMO = 10
Estado = Autorizacion.Estado


def _frase(texto: str) -> str:
    limpio = " ".join(texto.split())
    if len(limpio) < MOTIVO_MINIMO:
        mensaje = "Escribe para qué, en una frase."
        raise ErrorDeDominio("falta_motivo", mensaje, campos={"motivo": mensaje})
    return limpio[:300]


@transaction.atomic
def pedir_autorizacion(
    *,
    tipo: str,
    resumen: str,
    motivo: str,
    por: Usuario,
    objeto: str = "",
    datos: Mapping[str, Any] | None = None,
) -> Autorizacion:
    """Deja el pedido a la espera de otra persona. Lo mismo, pedido dos veces, es un solo pedido."""
    exigir(por, acto_de(tipo).pide)
    limpio = _frase(motivo)
    Usuario.objects.select_for_update().get(pk=por.pk)
    previa = (
        Autorizacion.objects.por_decidir()
        .filter(tipo=tipo, objeto=objeto, datos=dict(datos or {}), solicitante=por)
        .first()
    )
    if previa is not None:
        return previa
    pedido = Autorizacion.objects.create(
        tipo=tipo,
        objeto=objeto,
        datos=dict(datos or {}),
        resumen=resumen[:300],
        motivo=limpio,
        solicitante=por,
    )
    _avisar("pedida", pedido)
    return pedido


def _avisar(paso: str, autorizacion: Autorizacion) -> None:
    """Corre, en la misma transacción, lo que otros pisos hacen al pedirse o decidirse algo."""
    for ruta in settings.AVISOS_DE_AUTORIZACION:
        import_string(ruta)(paso, autorizacion)


def _tomar(autorizacion: Autorizacion, por: Usuario) -> tuple[Autorizacion, Acto]:
    """La fila bloqueada y su acto, si `por` puede decidirla ahora."""
    actual = Autorizacion.objects.select_for_update(of=("self",)).get(pk=autorizacion.pk)
    acto = acto_de(actual.tipo)
    if actual.solicitante_id == por.pk:
        raise SinPermisoError("Lo decide otra persona: quien pide no se autoriza.")
    if not acto.puede_decidir(por, actual):
        raise SinPermisoError()
    if actual.estado != Estado.PENDIENTE:
        raise EstadoInvalidoError("ya_decidida", "Este pedido ya se decidió.")
    if actual.vencio:
        raise EstadoInvalidoError(
            "vencida", "El pedido venció a las 24 horas: que lo vuelva a hacer."
        )
    return actual, acto


def _cerrar(actual: Autorizacion, estado: str, decision: str, por: Usuario) -> None:
    actual.estado, actual.decidida_por = estado, por
    actual.decidida_en, actual.decision = timezone.now(), decision
    actual.save(update_fields=["estado", "decidida_por", "decidida_en", "decision"])
    _avisar("decidida", actual)


@transaction.atomic
def aprobar_autorizacion(*, autorizacion: Autorizacion, motivo: str, por: Usuario) -> Autorizacion:
    """Aprueba y hace lo pedido, en una sola transacción.

    Vuelve a comprobar que quien lo pidió conserve su permiso.
    """
    actual, acto = _tomar(autorizacion, por)
    exigir(actual.solicitante, acto.pide)
    _cerrar(actual, Estado.APROBADA, _frase(motivo), por)
    actual.destino = acto.ejecutar(actual)[:300]
    actual.save(update_fields=["destino"])
    return actual


@transaction.atomic
def negar_autorizacion(*, autorizacion: Autorizacion, motivo: str, por: Usuario) -> Autorizacion:
    """No se hace, y se dice por qué."""
    actual, _ = _tomar(autorizacion, por)
    _cerrar(actual, Estado.NEGADA, _frase(motivo), por)
    return actual


@transaction.atomic
def retirar_autorizacion(*, autorizacion: Autorizacion, por: Usuario) -> Autorizacion:
    """Quien lo pidió ya no lo necesita."""
    actual = Autorizacion.objects.select_for_update(of=("self",)).get(pk=autorizacion.pk)
    if actual.solicitante_id != por.pk:
        raise SinPermisoError()
    if actual.estado != Estado.PENDIENTE:
        raise EstadoInvalidoError("ya_decidida", "Este pedido ya se decidió.")
    actual.estado, actual.decidida_en = Estado.RETIRADA, timezone.now()
    actual.save(update_fields=["estado", "decidida_en"])
    return actual


def usar_autorizacion(*, tipo: str, objeto: str, por: Usuario) -> Autorizacion:
    """Gasta la autorización en vigor de esa persona sobre ese objeto. Vale una vez.

    Se llama dentro de la transacción de aquello que autoriza. Lanza `SinPermisoError` si no hay.
    """
    vigente = (
        Autorizacion.objects.en_vigor()
        .select_for_update(of=("self",))
        .filter(tipo=tipo, objeto=objeto, solicitante=por)
        .first()
    )
    if vigente is None:
        raise SinPermisoError("Falta que otra persona lo autorice.")
    vigente.usada_en = timezone.now()
    vigente.save(update_fields=["usada_en"])
    return vigente
