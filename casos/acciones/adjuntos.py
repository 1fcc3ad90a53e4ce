"""Subir, descargar y retirar archivos de un caso. Se guardan cifrados y con nombre al azar."""

import hashlib
from dataclasses import dataclass
from typing import BinaryIO
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone

from casos.acciones.apertura import exigir_abierto, exigir_motivo
from casos.acciones.comunes import bloquear
from casos.acciones.revelar import inicio_de_hoy
from casos.archivos.antivirus import revisar
from casos.archivos.contenido import TAMANO_MAXIMO, falla, reconocer
from casos.archivos.limpieza import limpiar
from casos.identidad.cuotas import ADJUNTOS_POR_DIA
from casos.models import Adjunto, Caso
from trata.auditoria.acciones import registrar_acceso
from trata.comun.cifrado import cifrar, cifrar_bytes, descifrar_bytes, llave_de_bytes
from trata.comun.errores import (
    DuplicadoError,
    ErrorDeDominio,
    EstadoInvalidoError,
    ServicioNoDisponibleError,
    SinPermisoError,
)
from trata.comun.formato import tamano as escribir_tamano
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso

TOTAL_POR_CASO = 300_000_000
CARPETA = "adjuntos"


@dataclass(frozen=True)
class Descarga:
    """El contenido descifrado de un adjunto y cómo se llama hacia afuera."""

    nombre: str
    tipo: str
    contenido: bytes


def _exigir_escritura(caso: Caso, por: Usuario) -> Caso:
    if not (
        por.tiene_permiso(Permiso.CASO_REGISTRAR) or por.tiene_permiso(Permiso.ATENCION_REGISTRAR)
    ):
        raise SinPermisoError()
    exigir_abierto(caso, por)
    actual = bloquear(caso)
    if actual.estado == Caso.Estado.ANULADO:
        raise EstadoInvalidoError("caso_anulado", "El caso está anulado: ya no se escribe.")
    return actual


def _exigir_cuotas(caso: Caso, por: Usuario, tamano: int) -> None:
    hoy = Adjunto.objects.filter(registrado_por=por, registrado_en__gte=inicio_de_hoy()).count()
    if hoy >= ADJUNTOS_POR_DIA:
        raise falla("cuota_agotada", "Llegaste al tope de archivos de hoy.")
    total = caso.adjuntos.filter(retirado_en=None).aggregate(t=Sum("tamano"))["t"] or 0
    if total + tamano > TOTAL_POR_CASO:
        tope = escribir_tamano(TOTAL_POR_CASO)
        raise falla("caso_lleno", f"Con este, los archivos del caso pasarían de su tope, {tope}.")


@transaction.atomic
def subir_adjunto(
    *,
    caso: Caso,
    archivo: BinaryIO,
    clase: str,
    por: Usuario,
    nombre: str = "",
    contiene_identidad: bool = True,
) -> Adjunto:
    """Guarda un archivo: tipo por contenido, sin metadatos, revisado por el antivirus si lo hay.

    Lanza `ErrorDeDominio` con el campo `archivo` si no se admite. Si hay antivirus y no responde,
    se guarda en cuarentena: nadie lo descarga hasta que se revise.
    """
    actual = _exigir_escritura(caso, por)
    recibido = archivo.read(TAMANO_MAXIMO + 1)
    tipo = reconocer(recibido)
    _exigir_cuotas(actual, por, len(recibido))
    huella = hashlib.sha256(recibido).hexdigest()
    if actual.adjuntos.filter(sha256_recibido=huella, retirado_en=None).exists():
        raise DuplicadoError(
            "archivo_repetido",
            "Ese archivo ya está en el caso.",
            campos={"archivo": "Ese archivo ya está en el caso."},
        )
    veredicto = revisar(recibido)
    if veredicto.estado == Adjunto.Antivirus.INFECTADO:
        raise falla("archivo_infectado", f"El antivirus lo rechazó ({veredicto.detalle}).")
    limpio, que_se_hizo = limpiar(recibido, tipo)
    adjunto = Adjunto(
        caso=actual,
        clase=clase,
        contiene_identidad=contiene_identidad,
        nombre_original_cifrado=cifrar(nombre[-200:]),
        tipo=tipo.mime,
        extension=tipo.extension,
        metadatos=que_se_hizo,
        antivirus=veredicto.estado,
        revisado_en=timezone.now() if veredicto.estado == "limpio" else None,
        sha256_recibido=huella,
        registrado_por=por,
    )
    _guardar(adjunto, limpio)
    return adjunto


def _guardar(adjunto: Adjunto, contenido: bytes) -> None:
    """Escribe el archivo cifrado y su fila; si la fila falla, no queda el archivo."""
    adjunto.numero = (adjunto.caso.adjuntos.aggregate(n=Max("numero"))["n"] or 0) + 1
    adjunto.tamano = len(contenido)
    adjunto.sha256_guardado = hashlib.sha256(contenido).hexdigest()
    adjunto.ruta = f"{CARPETA}/{uuid4().hex}"
    cifrado = cifrar_bytes(contenido)
    adjunto.llave = llave_de_bytes(cifrado)
    adjunto.full_clean(exclude=["registrado_por"])
    default_storage.save(adjunto.ruta, ContentFile(cifrado))
    try:
        adjunto.save(force_insert=True)
    except Exception:
        default_storage.delete(adjunto.ruta)
        raise


def leer(adjunto: Adjunto) -> bytes:
    """El contenido descifrado. Lanza `ServicioNoDisponibleError` si no está o cambió."""
    try:
        with default_storage.open(adjunto.ruta, "rb") as archivo:
            contenido = descifrar_bytes(archivo.read())
    except OSError as error:
        raise ServicioNoDisponibleError(
            "archivo_perdido", "El archivo no está en su sitio. Avisa a quien administra."
        ) from error
    if hashlib.sha256(contenido).hexdigest() != adjunto.sha256_guardado:
        raise ServicioNoDisponibleError(
            "archivo_alterado", "El archivo no es el que se guardó. Avisa a quien administra."
        )
    return contenido


@transaction.atomic
def descargar_adjunto(*, adjunto: Adjunto, motivo: str, por: Usuario) -> Descarga:
    """Entrega el archivo a quien lleva o abrió el caso, y lo anota antes.

    Lo que muestra quién es alguien pide además el permiso de ver identidades.
    """
    exigir(por, Permiso.CASO_VER)
    if adjunto.contiene_identidad:
        exigir(por, Permiso.IDENTIDAD_VER)
    exigir_abierto(adjunto.caso, por)
    if not adjunto.se_puede_descargar:
        raise EstadoInvalidoError("no_descargable", adjunto.get_antivirus_display())
    limpio = exigir_motivo(motivo)
    registrar_acceso(usuario=por, objeto=adjunto, campos=("archivo",), motivo=limpio)
    return Descarga(adjunto.nombre, adjunto.tipo, leer(adjunto))


@transaction.atomic
def retirar_adjunto(*, adjunto: Adjunto, motivo: str, version: int, por: Usuario) -> Adjunto:
    """Lo saca de la vista con motivo; el archivo se conserva."""
    _exigir_escritura(adjunto.caso, por)
    adjunto.retirado_en, adjunto.retirado_motivo = timezone.now(), exigir_motivo(motivo)
    return adjunto.guardar_version(esperada=version, campos=["retirado_en", "retirado_motivo"])


def revisar_cuarentena(*, cuantos: int = 50) -> int:
    """Vuelve a preguntar por lo que espera. Devuelve cuántos salieron de la cuarentena."""
    salieron = 0
    for adjunto in Adjunto.objects.filter(antivirus="cuarentena", retirado_en=None)[:cuantos]:
        try:
            veredicto = revisar(leer(adjunto))
        except ErrorDeDominio:
            continue
        if veredicto.estado not in {"limpio", "infectado"}:
            continue
        adjunto.antivirus, adjunto.revisado_en = veredicto.estado, timezone.now()
        adjunto.guardar_version(esperada=adjunto.version, campos=["antivirus", "revisado_en"])
        salieron += 1
    return salieron
