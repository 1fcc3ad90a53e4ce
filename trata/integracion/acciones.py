"""Verbos de convenios y credenciales."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from knox.crypto import create_token_string, hash_token
from knox.settings import CONSTANTS

from trata.comun.errores import ErrorDeDominio, EstadoInvalidoError
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso
from trata.integracion.models import Convenio, Credencial

SOLAPE_MAXIMO = timedelta(days=30)
CADA_CUANTO_SE_ANOTA_EL_USO = timedelta(minutes=1)


@transaction.atomic
def registrar_convenio(*, datos: Mapping[str, Any], por: Usuario) -> Convenio:
    """Registra un convenio con su finalidad y su plazo."""
    exigir(por, Permiso.CONVENIO_GESTIONAR)
    convenio = Convenio(**datos, registrado_por=por)
    convenio.full_clean()
    convenio.save()
    return convenio


@transaction.atomic
def emitir_credencial(
    *, convenio: Convenio, usuario: Usuario, datos: Mapping[str, Any], por: Usuario
) -> tuple[Credencial, str]:
    """Emite una credencial. Devuelve también el token en claro, que no se vuelve a mostrar.

    Recibe la cuenta de sistema y `nombre`, `alcances`, `redes` y `expiry`. No puede durar más que
    el convenio ni prestarse de una cuenta de persona.
    """
    exigir(por, Permiso.CONVENIO_GESTIONAR)
    if not usuario.es_sistema:
        raise ErrorDeDominio(
            "cuenta_de_persona",
            "Elige una cuenta de sistema: las personas entran por la página.",
            campos={"usuario": "Elige una cuenta de sistema."},
        )
    token = create_token_string()
    credencial = Credencial(
        convenio=convenio,
        user=usuario,
        emitida_por=por,
        digest=hash_token(token),
        token_key=token[: CONSTANTS.TOKEN_KEY_LENGTH],
        **datos,
    )
    credencial.full_clean()
    _dentro_del_convenio(credencial)
    credencial.save(force_insert=True)
    return credencial, token


def _dentro_del_convenio(credencial: Credencial) -> None:
    vence = credencial.expiry
    if vence is None or timezone.localdate(vence) > credencial.convenio.hasta:
        raise ErrorDeDominio(
            "dura_mas_que_el_convenio",
            "La credencial no puede durar más que su convenio.",
            campos={"expiry": f"El convenio vence el {credencial.convenio.hasta:%d/%m/%Y}."},
        )


@transaction.atomic
def rotar_credencial(
    *, credencial: Credencial, solape: timedelta, por: Usuario
) -> tuple[Credencial, str]:
    """Emite una nueva igual y deja la anterior viva durante `solape` (hasta 30 días)."""
    exigir(por, Permiso.CONVENIO_GESTIONAR)
    if credencial.situacion != "vigente":
        raise EstadoInvalidoError("no_vigente", "Sólo se rota una credencial vigente.")
    if solape > SOLAPE_MAXIMO:
        raise ErrorDeDominio("solape_largo", "El solape no puede pasar de 30 días.")
    nueva, token = emitir_credencial(
        convenio=credencial.convenio,
        usuario=credencial.user,
        datos={
            "nombre": credencial.nombre,
            "alcances": credencial.alcances,
            "redes": credencial.redes,
            "expiry": credencial.expiry,
        },
        por=por,
    )
    fin = timezone.now() + solape
    credencial.expiry = min(credencial.expiry, fin) if credencial.expiry else fin
    credencial.save(update_fields=["expiry"])
    return nueva, token


@transaction.atomic
def revocar_credencial(*, credencial: Credencial, por: Usuario) -> Credencial:
    """Deja de valer en el siguiente pedido. Queda en la lista con quién y cuándo."""
    exigir(por, Permiso.CONVENIO_GESTIONAR)
    if credencial.revocada_en is not None:
        raise EstadoInvalidoError("ya_revocada", "Esta credencial ya estaba revocada.")
    credencial.revocada_en = timezone.now()
    credencial.revocada_por = por
    credencial.save(update_fields=["revocada_en", "revocada_por"])
    return credencial


@transaction.atomic
def anotar_uso(*, credencial: Credencial, en: datetime) -> None:
    """Anota el último uso, a lo más una vez por minuto.

    Si otro pedido de la misma credencial lo está anotando, no espera: los pedidos simultáneos de
    un sistema no hacen cola por este dato.
    """
    ultimo = credencial.ultimo_uso
    if ultimo is not None and en - ultimo <= CADA_CUANTO_SE_ANOTA_EL_USO:
        return
    # Sin bloquear la llave: los acuses que la citan no tienen que esperar.
    libres = Credencial.objects.select_for_update(skip_locked=True, no_key=True)
    libres = libres.filter(pk=credencial.pk)
    if libres.exists():
        Credencial.objects.filter(pk=credencial.pk).update(ultimo_uso=en)
