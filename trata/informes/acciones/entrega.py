"""Después de publicar: número y expediente, PDF firmado, envíos y cargos de recepción."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, BinaryIO
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from casos.archivos.antivirus import revisar
from casos.archivos.contenido import TAMANO_MAXIMO, falla, reconocer
from trata.comun.errores import ErrorDeDominio, EstadoInvalidoError
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso
from trata.informes.firma_pdf import firmas_de
from trata.informes.models import EjemplarFirmado, Envio, Tramite, VersionPublicada

CARPETA = "informes/firmados"
CAMPOS_DEL_TRAMITE = ("numero_de_informe", "numero_de_oficio", "expediente")
CAMPOS_DEL_CARGO = ("recibido_el", "recibido_por", "constancia")


@transaction.atomic
def guardar_tramite(
    *, version: VersionPublicada, datos: Mapping[str, str], esperada: int, por: Usuario
) -> Tramite:
    """Anota con qué número y expediente salió una versión (`esperada` 0 si aún no se anotó)."""
    exigir(por, Permiso.INFORME_TRAMITAR)
    tramite, nuevo = Tramite.objects.get_or_create(
        version_publicada=version, defaults={"registrado_por": por}
    )
    for campo in CAMPOS_DEL_TRAMITE:
        setattr(tramite, campo, datos.get(campo, "").strip())
    tramite.full_clean()
    return tramite.guardar_version(esperada=1 if nuevo else esperada, campos=CAMPOS_DEL_TRAMITE)


@transaction.atomic
def guardar_firmado(
    *, version: VersionPublicada, archivo: BinaryIO, por: Usuario
) -> EjemplarFirmado:
    """Guarda el PDF firmado tal cual, con su huella y lo que se ve de sus firmas.

    No dice si una firma es válida: sólo si la hay y qué parte del archivo cubre. Un PDF sin firma
    digital (escaneado) también se guarda, y se dice. Reemplaza retirando antes el que hubiera.
    """
    exigir(por, Permiso.INFORME_TRAMITAR)
    VersionPublicada.objects.select_for_update().get(pk=version.pk)
    if version.firmados.filter(retirado_en=None).exists():
        raise EstadoInvalidoError(
            "ya_hay_firmado", "Esta versión ya tiene su PDF firmado. Retíralo antes, con motivo."
        )
    contenido = archivo.read(TAMANO_MAXIMO + 1)
    if reconocer(contenido).extension != "pdf":
        raise falla("no_es_pdf", "El ejemplar firmado tiene que ser un PDF.")
    veredicto = revisar(contenido)
    if veredicto.detiene:
        raise falla("archivo_infectado", "El antivirus no lo dejó pasar. Inténtalo más tarde.")
    ruta = f"{CARPETA}/{uuid4().hex}"
    ejemplar = EjemplarFirmado(
        version=version,
        ruta=ruta,
        sha256=hashlib.sha256(contenido).hexdigest(),
        tamano=len(contenido),
        firmas=[asdict(f) for f in firmas_de(contenido)],
        antivirus=veredicto.estado,
        registrado_por=por,
    )
    ejemplar.full_clean()
    default_storage.save(ruta, ContentFile(contenido))
    try:
        ejemplar.save()
    except Exception:
        default_storage.delete(ruta)
        raise
    return ejemplar


@transaction.atomic
def retirar_firmado(*, ejemplar: EjemplarFirmado, motivo: str, por: Usuario) -> None:
    """Saca de la vista un PDF firmado; el archivo y su huella se conservan."""
    exigir(por, Permiso.INFORME_TRAMITAR)
    if not motivo.strip():
        mensaje = "Escribe por qué se retira."
        raise ErrorDeDominio("falta_motivo", mensaje, campos={"motivo": mensaje})
    ejemplar.retirado_en, ejemplar.retirado_motivo = timezone.now(), motivo.strip()[:300]
    ejemplar.save(update_fields=["retirado_en", "retirado_motivo"])


@transaction.atomic
def registrar_envio(*, version: VersionPublicada, datos: Mapping[str, Any], por: Usuario) -> Envio:
    """Anota a quién se envió una versión y por dónde; su cargo queda pendiente."""
    exigir(por, Permiso.INFORME_TRAMITAR)
    envio = Envio(**datos, version_publicada=version, registrado_por=por)
    envio.full_clean()
    envio.save()
    return envio


@transaction.atomic
def registrar_cargo(
    *, envio: Envio, datos: Mapping[str, Any], esperada: int, por: Usuario
) -> Envio:
    """Anota el cargo de recepción: cuándo, quién y con qué número."""
    exigir(por, Permiso.INFORME_TRAMITAR)
    for campo in CAMPOS_DEL_CARGO:
        setattr(envio, campo, datos.get(campo) or (None if campo == "recibido_el" else ""))
    envio.full_clean()
    return envio.guardar_version(esperada=esperada, campos=CAMPOS_DEL_CARGO)
