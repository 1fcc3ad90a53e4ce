"""Lecturas de informes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from trata.informes.comparacion import Cambio, TextoCambiado, comparar, textos_que_cambian
from trata.informes.contexto import Contexto
from trata.informes.documento import Documento, de_datos
from trata.informes.models import Informe, VersionPublicada
from trata.informes.textos import con_textos
from trata.informes.tipos import TIPOS, componer


def informes(usuario: Any) -> QuerySet[Informe]:
    """Los que el usuario ve, con lo que la lista muestra."""
    return (
        Informe.objects.visibles_para(usuario)
        .select_related("espacio", "periodo", "registrado_por")
        .prefetch_related("versiones")
    )


def textos_de(informe: Informe) -> Mapping[str, str]:
    """Texto escrito por clave de sección."""
    return dict(informe.textos.values_list("clave", "texto"))


def sin_textos(informe: Informe, usuario: Any) -> Documento:
    """El documento vivo, sólo con lo que sale de los datos."""
    contexto = Contexto(
        informe.anio,
        usuario,
        espacio=informe.espacio,
        periodo=informe.periodo,
        semestre=informe.semestre,
    )
    return componer(TIPOS[informe.tipo], contexto)


def vivo(informe: Informe, usuario: Any) -> Documento:
    """El documento con los datos de ahora y los textos escritos."""
    return con_textos(sin_textos(informe, usuario), textos_de(informe))


def congelado(version: VersionPublicada) -> Documento:
    """El documento publicado, con su folio y su dirección de verificación."""
    ruta = reverse("informes:verificar", kwargs={"clave": version.clave})
    return replace(
        de_datos(version.datos),
        folio=version.folio,
        verificacion=f"{settings.DIRECCION_PUBLICA}{ruta}",
    )


@dataclass(frozen=True)
class Comparacion:
    """Dos documentos frente a frente: cómo se llama cada uno y qué cambió."""

    antes: str
    ahora: str
    cambios: list[Cambio]
    textos: list[TextoCambiado]


def comparacion(
    version: VersionPublicada, otra: VersionPublicada | None, usuario: Any
) -> Comparacion:
    """Una versión frente a otra o, sin otra, frente a los datos de ahora."""
    antes = de_datos(version.datos)
    ahora = de_datos(otra.datos) if otra else vivo(version.informe, usuario)
    return Comparacion(
        version.folio,
        otra.folio if otra else "Datos de ahora",
        comparar(antes, ahora),
        textos_que_cambian(antes, ahora),
    )
