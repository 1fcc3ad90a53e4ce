"""Los archivos de un informe: se encargan, se producen en segundo plano y se guardan una vez."""

import hashlib
from collections.abc import Sequence
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from trata.comun.errores import EstadoInvalidoError
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso
from trata.informes import consultas
from trata.informes.consultas.publicadas import ARCHIVAR
from trata.informes.models import (
    ArchivoPublicado,
    Informe,
    PlantillaDeInforme,
    VersionPublicada,
)
from trata.trabajos.acciones import encargar
from trata.trabajos.models import Trabajo

GENERAR = "informes.generar"
CARPETA = "informes/publicados"


@transaction.atomic
def encargar_borrador(*, informe: Informe, formatos: Sequence[str], por: Usuario) -> Trabajo:
    """Encarga el documento vivo en esos formatos; varios salen en un ZIP."""
    exigir(por, Permiso.INFORME_VER)
    return encargar(
        tipo=GENERAR,
        datos={"informe": str(informe.uuid), "formatos": list(formatos)},
        por=por,
        titulo=f"{informe} (borrador)"[:200],
    )


@transaction.atomic
def encargar_archivos(*, version: VersionPublicada, por: Usuario) -> Trabajo:
    """Encarga los archivos que le falten a una versión publicada."""
    exigir(por, Permiso.INFORME_VER)
    if not consultas.formatos_que_faltan(version):
        raise EstadoInvalidoError("ya_estan", "Los archivos de esta versión ya están.")
    return encargar(
        tipo=ARCHIVAR,
        datos={"informe": str(version.informe.uuid), "version": version.version},
        por=por,
        titulo=f"Archivos de {version.folio}",
    )


@transaction.atomic
def guardar_archivo(
    *,
    version: VersionPublicada,
    formato: str,
    contenido: bytes,
    plantilla: PlantillaDeInforme | None,
    por: Usuario,
) -> ArchivoPublicado:
    """Guarda el archivo de un formato si aún no está: el primero es el que vale para siempre."""
    VersionPublicada.objects.select_for_update().get(pk=version.pk)
    ya_esta = version.archivos.filter(formato=formato).first()
    if ya_esta is not None:
        return ya_esta
    ruta = f"{CARPETA}/{uuid4().hex}"
    default_storage.save(ruta, ContentFile(contenido))
    try:
        return ArchivoPublicado.objects.create(
            version=version,
            formato=formato,
            ruta=ruta,
            sha256=hashlib.sha256(contenido).hexdigest(),
            tamano=len(contenido),
            plantilla=plantilla,
            registrado_por=por,
        )
    except Exception:
        default_storage.delete(ruta)
        raise
