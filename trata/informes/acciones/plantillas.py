"""Reemplazar la plantilla de Word: subir, poner en vigor, volver a otra o a la de la casa."""

import hashlib
from typing import BinaryIO
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max

from casos.archivos.antivirus import revisar
from casos.archivos.contenido import reconocer
from trata.comun.errores import ErrorDeDominio
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso
from trata.informes import consultas
from trata.informes.escritores.plantilla import citables, rellenar
from trata.informes.escritores.revision_de_plantilla import (
    TAMANO_MAXIMO,
    Problema,
    revisar_plantilla,
)
from trata.informes.models import PlantillaDeInforme
from trata.informes.textos import opciones

CARPETA = "informes/plantillas"


def _rechazo(problemas: tuple[Problema, ...]) -> ErrorDeDominio:
    otros = f" Y {len(problemas) - 1} más." if len(problemas) > 1 else ""
    mensaje = f"{problemas[0]}{otros}"
    return ErrorDeDominio(
        "plantilla_rechazada",
        mensaje,
        campos={"archivo": mensaje},
        problemas=[str(p) for p in problemas],
    )


@transaction.atomic
def subir_plantilla(*, archivo: BinaryIO, tipo: str, nota: str, por: Usuario) -> PlantillaDeInforme:
    """Guarda una plantilla nueva, sin ponerla en vigor.

    Se revisa entera y se prueba con un informe de verdad; si algo falla, `ErrorDeDominio` con el
    sitio de cada problema en `datos["problemas"]` y nada queda guardado.
    """
    exigir(por, Permiso.PLANTILLA_GESTIONAR)
    contenido = archivo.read(TAMANO_MAXIMO + 1)
    if len(contenido) <= TAMANO_MAXIMO and reconocer(contenido).extension != "docx":
        raise _rechazo((Problema("", "No es un documento de Word. Guárdalo como .docx."),))
    if revisar(contenido).detiene:
        raise _rechazo((Problema("", "El antivirus no la dejó pasar."),))
    ejemplo = consultas.ejemplo(tipo, por)
    valores = opciones(ejemplo.cifras()) if tipo else {}
    revision = revisar_plantilla(contenido, citables(valores))
    if revision.problemas:
        raise _rechazo(revision.problemas)
    try:
        rellenar(contenido, ejemplo, valores, revision.campos)
    except Exception as error:
        raise _rechazo(
            (Problema("", "No se pudo probar con un informe. Guárdala de nuevo en Word."),)
        ) from error
    return _guardar(contenido, tipo, nota, list(revision.campos), por)


def _guardar(
    contenido: bytes, tipo: str, nota: str, campos: list[str], por: Usuario
) -> PlantillaDeInforme:
    del_tipo = PlantillaDeInforme.objects.filter(tipo=tipo)
    ruta = f"{CARPETA}/{uuid4().hex}"
    plantilla = PlantillaDeInforme(
        tipo=tipo,
        numero=(del_tipo.aggregate(m=Max("numero"))["m"] or 0) + 1,
        ruta=ruta,
        sha256=hashlib.sha256(contenido).hexdigest(),
        tamano=len(contenido),
        campos=campos,
        nota=nota,
        registrado_por=por,
    )
    plantilla.full_clean()
    default_storage.save(ruta, ContentFile(contenido))
    try:
        plantilla.save()
    except Exception:
        default_storage.delete(ruta)
        raise
    return plantilla


@transaction.atomic
def usar_plantilla(*, plantilla: PlantillaDeInforme, por: Usuario) -> PlantillaDeInforme:
    """La pone en vigor; la que estaba queda en la historia. Lo ya publicado no cambia."""
    exigir(por, Permiso.PLANTILLA_GESTIONAR)
    volver_a_la_de_la_casa(tipo=plantilla.tipo, por=por)
    plantilla.en_vigor = True
    plantilla.save(update_fields=["en_vigor"])
    return plantilla


@transaction.atomic
def volver_a_la_de_la_casa(*, tipo: str, por: Usuario) -> None:
    """Deja sin plantilla propia a un tipo (o, vacío, a todos los que no tengan una)."""
    exigir(por, Permiso.PLANTILLA_GESTIONAR)
    vigentes = PlantillaDeInforme.objects.select_for_update().filter(tipo=tipo, en_vigor=True)
    for vigente in vigentes:
        vigente.en_vigor = False
        vigente.save(update_fields=["en_vigor"])
