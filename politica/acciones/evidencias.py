"""Evidencias: adjuntar un archivo por su contenido (no por su nombre) y retirarlo con motivo."""

import hashlib
from typing import BinaryIO

import filetype
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from politica.acciones.comun import bloquear, exigir_periodo
from politica.models import EDITABLES, Evidencia, Reporte
from politica.reglas import EVIDENCIA_MAXIMA, TIPOS_DE_EVIDENCIA
from trata.comun.errores import DuplicadoError, ErrorDeDominio, EstadoInvalidoError
from trata.comun.formato import tamano as escribir_tamano
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso


def _falla(codigo: str, mensaje: str) -> ErrorDeDominio:
    return ErrorDeDominio(codigo, mensaje, campos={"archivo": mensaje})


def tipo_de(archivo: BinaryIO) -> str:
    """El tipo según el contenido. Lanza `ErrorDeDominio` si no se admite."""
    archivo.seek(0)
    hallado = filetype.guess(archivo.read(8192))
    archivo.seek(0)
    tipo = hallado.mime if hallado else ""
    if tipo not in TIPOS_DE_EVIDENCIA:
        raise _falla(
            "tipo_no_admitido",
            "Este tipo de archivo no se admite. Sube PDF, JPG, PNG, DOCX o XLSX.",
        )
    return tipo


@transaction.atomic
def adjuntar_evidencia(
    *, reporte: Reporte, archivo: File, descripcion: str, por: Usuario
) -> Evidencia:
    """Guarda la evidencia con su huella. Rechaza tipos, tamaños y repetidos; nada se pierde."""
    exigir(por, Permiso.REPORTE_REGISTRAR)
    reporte = bloquear(reporte, por)
    exigir_periodo(reporte.periodo, por)
    if reporte.estado not in EDITABLES:
        raise EstadoInvalidoError("paso_imposible", "El reporte ya no admite evidencias.")
    if archivo.size > EVIDENCIA_MAXIMA:
        maximo = escribir_tamano(EVIDENCIA_MAXIMA)
        raise _falla("archivo_muy_grande", f"El archivo pasa de {maximo}. Sube uno más liviano.")
    if not archivo.size:
        raise _falla("archivo_vacio", "El archivo está vacío.")
    tipo = tipo_de(archivo)
    huella = hashlib.sha256()
    for parte in archivo.chunks():
        huella.update(parte)
    if reporte.evidencias.filter(sha256=huella.hexdigest(), retirada_en__isnull=True).exists():
        raise DuplicadoError(
            "evidencia_repetida",
            "Ese archivo ya está en el reporte.",
            campos={"archivo": "Ese archivo ya está en el reporte."},
        )
    evidencia = Evidencia(
        reporte=reporte,
        nombre=str(archivo.name)[-200:],
        descripcion=descripcion[:300],
        tipo=tipo,
        tamano=archivo.size,
        sha256=huella.hexdigest(),
        registrado_por=por,
    )
    archivo.seek(0)
    evidencia.archivo.save(evidencia.nombre, archivo, save=False)
    evidencia.save()
    return evidencia


@transaction.atomic
def retirar_evidencia(*, evidencia: Evidencia, motivo: str, por: Usuario) -> Evidencia:
    """Retira una evidencia del reporte; el archivo y quién lo retiró quedan."""
    exigir(por, Permiso.REPORTE_REGISTRAR)
    reporte = bloquear(evidencia.reporte, por)
    exigir_periodo(reporte.periodo, por)
    if reporte.estado not in EDITABLES:
        raise EstadoInvalidoError("paso_imposible", "El reporte ya no admite cambios.")
    evidencia.retirada_en, evidencia.motivo_de_retiro = timezone.now(), motivo[:300]
    evidencia.save(update_fields=["retirada_en", "motivo_de_retiro"])
    return evidencia
