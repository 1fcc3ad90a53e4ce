"""Los tipos de informe: cada uno es una composición de secciones, como dato."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from trata.comun import formato
from trata.informes.contexto import Contexto
from trata.informes.documento import Documento, Seccion
from trata.informes.secciones import crimen, politica, region

Seccionador = Callable[[Contexto], Seccion]


@dataclass(frozen=True)
class TipoDeInforme:
    """Qué es, qué pide y de qué se compone."""

    codigo: str
    nombre: str
    para: str
    secciones: tuple[Seccionador, ...]
    pide_region: bool = False
    pide_periodo: bool = False


TIPOS: dict[str, TipoDeInforme] = {
    t.codigo: t
    for t in (
        TipoDeInforme(
            "anual",
            "Informe anual de la Comisión",
            "Situación del delito, avance de la política y trabajo en regiones",
            (
                politica.comision,
                politica.politica_nacional,
                crimen.seis_cifras,
                crimen.situacion,
                politica.avance,
            ),
            pide_periodo=True,
        ),
        TipoDeInforme(
            "ficha-regional",
            "Ficha regional",
            "Una región en pocas páginas",
            (
                crimen.seis_cifras,
                crimen.situacion,
                region.acciones,
                region.policia,
                region.encuentros,
                region.vida,
            ),
            pide_region=True,
        ),
        TipoDeInforme(
            "presentacion-regional",
            "Presentación regional",
            "Las láminas con que el Ministerio presenta una región",
            (
                politica.politica_nacional,
                politica.comision,
                region.acciones,
                region.policia,
                region.encuentros,
                crimen.seis_cifras,
                crimen.situacion,
            ),
            pide_region=True,
        ),
        TipoDeInforme(
            "seguimiento",
            "Reporte de seguimiento",
            "Avance por servicio en un periodo, con la estructura que pide CEPLAN",
            (politica.politica_nacional, politica.avance),
            pide_periodo=True,
        ),
        TipoDeInforme(
            "boletin",
            "Boletín estadístico",
            "Las cifras del año, con sus definiciones",
            (crimen.seis_cifras, crimen.situacion),
        ),
        TipoDeInforme(
            "cumplimiento",
            "Reporte de cumplimiento",
            "Lo que el ministerio conductor presenta cada año a CEPLAN",
            (politica.politica_nacional, politica.avance),
            pide_periodo=True,
        ),
        TipoDeInforme(
            "glotip",
            "Cuestionario GLOTIP",
            "Las tablas del cuestionario de las Naciones Unidas",
            (crimen.seis_cifras,),
        ),
        TipoDeInforme(
            "carpeta",
            "Carpeta del Ministro",
            "Dos páginas y diez preguntas probables, con su cifra",
            (crimen.seis_cifras,),
        ),
    )
}


def componer(tipo: TipoDeInforme, contexto: Contexto) -> Documento:
    """Arma el documento con los datos de ahora."""
    partes = [f"Perú, {contexto.anio}"]
    if contexto.espacio is not None:
        partes.insert(0, contexto.espacio.region)
    if contexto.periodo is not None:
        partes.append(str(contexto.periodo))
    return Documento(
        titulo=tipo.nombre
        if contexto.espacio is None
        else f"{tipo.nombre}: {contexto.espacio.region}",
        subtitulo=" · ".join(partes),
        corte=formato.fecha_larga(timezone.localdate()),
        secciones=tuple(seccion(contexto) for seccion in tipo.secciones),
        fuente="TRATA, Ministerio del Interior del Perú",
    )
