"""Lecturas de las versiones publicadas y de sus archivos."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Prefetch, QuerySet

from politica.consultas.catalogo import versiones as versiones_del_catalogo
from trata.agregados.consultas import cargas
from trata.agregados.models import NumeroDeFuente
from trata.comun.errores import ServicioNoDisponibleError
from trata.cuentas.models import Usuario
from trata.informes.documento import huella
from trata.informes.escritores import FORMATOS
from trata.informes.models import (
    ArchivoPublicado,
    EjemplarFirmado,
    Envio,
    Informe,
    VersionPublicada,
)
from trata.trabajos.models import Trabajo

ARCHIVAR = "informes.archivar"


def escribio(usuario: Usuario, informe: Informe) -> bool:
    """La persona empezó el informe o guardó alguna vez un texto suyo, aunque otra lo cambiara."""
    return (
        informe.registrado_por_id == usuario.pk
        or informe.textos.filter(eventos__actualizado_por=usuario).exists()
    )


def versiones_de(informe: Informe) -> QuerySet[VersionPublicada]:
    """Las versiones con sus archivos, su trámite, su ejemplar firmado y sus envíos."""
    return (
        informe.versiones.select_related("tramite", "registrado_por", "informe")
        .prefetch_related(
            "archivos",
            Prefetch(
                "firmados", EjemplarFirmado.objects.filter(retirado_en=None), to_attr="en_vigor"
            ),
            Prefetch("envios", Envio.objects.select_related("entidad")),
        )
        .order_by("-version")
    )


def formatos_que_faltan(version: VersionPublicada) -> list[str]:
    """Los formatos que todavía no tienen archivo."""
    hechos = {a.formato for a in version.archivos.all()}
    return [f for f in FORMATOS if f not in hechos]


def se_estan_preparando(versiones: Iterable[VersionPublicada]) -> bool:
    """Hay un trabajo vivo que produce archivos de estas versiones."""
    incompletas = [v for v in versiones if formatos_que_faltan(v)]
    return any(
        Trabajo.objects.vivos()
        .filter(
            tipo=ARCHIVAR,
            datos__informe=str(v.informe.uuid),
            datos__version=v.version,
        )
        .exists()
        for v in incompletas
    )


def procedencia() -> dict[str, str]:
    """De qué catálogo y de qué carga de la serie salen las cifras: se congela con ellas."""
    catalogo = versiones_del_catalogo().first()
    carga = cargas().filter(fuente=NumeroDeFuente.SERIE_PNP, vigente=True).first()
    return {
        "Catálogo de la política": str(catalogo) if catalogo else "no disponible",
        "Serie oficial": carga.archivo if carga else "no disponible",
        "Huella de la serie": carga.sha256 if carga else "",
    }


def leer_guardado(ruta: str, sha256: str) -> bytes:
    """El contenido guardado. Lanza `ServicioNoDisponibleError` si no está o cambió."""
    try:
        with default_storage.open(ruta, "rb") as archivo:
            contenido = archivo.read()
    except OSError as error:
        raise ServicioNoDisponibleError(
            "archivo_perdido", "El archivo no está en su sitio. Avisa a quien administra."
        ) from error
    if hashlib.sha256(contenido).hexdigest() != sha256:
        raise ServicioNoDisponibleError(
            "archivo_alterado", "El archivo no es el que se guardó. Avisa a quien administra."
        )
    return contenido


@dataclass(frozen=True)
class Autenticidad:
    """Lo que se puede decir de una clave de verificación."""

    version: VersionPublicada
    ultima: VersionPublicada
    es_integra: bool

    @property
    def esta_reemplazada(self) -> bool:
        """Hay una corrección posterior."""
        return self.ultima.pk != self.version.pk


def autenticidad(clave: Any) -> Autenticidad | None:
    """La versión de esa clave, su última corrección y si su contenido sigue siendo el publicado."""
    version = VersionPublicada.objects.select_related("informe").filter(clave=clave).first()
    if version is None:
        return None
    ultima = version.informe.versiones.order_by("-version").first()
    return Autenticidad(version, ultima, huella(version.datos) == version.sha256)


@dataclass(frozen=True)
class Coincidencia:
    """De qué versión es un archivo que alguien trajo, y qué ejemplar es."""

    version: VersionPublicada
    que: str
    es_firmado: bool = False


def de_quien_es(sha256: str) -> Coincidencia | None:
    """La versión cuyo archivo publicado o firmado tiene esa huella."""
    archivo = (
        ArchivoPublicado.objects.select_related("version__informe").filter(sha256=sha256).first()
    )
    if archivo is not None:
        return Coincidencia(archivo.version, f"el archivo {archivo.formato.upper()} publicado")
    firmado = (
        EjemplarFirmado.objects.select_related("version__informe")
        .filter(sha256=sha256, retirado_en=None)
        .first()
    )
    if firmado is not None:
        return Coincidencia(firmado.version, "el PDF firmado", es_firmado=True)
    return None
