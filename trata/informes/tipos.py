"""Los tipos de informe: cada uno es una composición de secciones, como dato."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils import timezone

from trata.comun import formato
from trata.informes.contexto import Contexto
from trata.informes.documento import Bloque, Cuadro, Documento, Imagen, Seccion
from trata.informes.models import TIPOS as NOMBRES_DE_TIPO
from trata.informes.secciones import (
    avance,
    boletin,
    carpeta,
    ceplan,
    cierre,
    crimen,
    gestion,
    glotip,
    hallazgos,
    politica,
    region,
    seis,
)
from trata.informes.semestre import NOMBRES

Seccionador = Callable[[Contexto], Seccion]
_NOMBRES = dict(NOMBRES_DE_TIPO)


@dataclass(frozen=True)
class TipoDeInforme:
    """De qué se compone. Su nombre es el del modelo y lo que pide lo dicen sus reglas."""

    codigo: str
    para: str
    secciones: tuple[Seccionador, ...]
    forma: str = "informe"
    con_anexo: bool = True

    @property
    def nombre(self) -> str:
        """«Boletín estadístico»."""
        return _NOMBRES[self.codigo]


TIPOS: dict[str, TipoDeInforme] = {
    t.codigo: t
    for t in (
        TipoDeInforme(
            "anual",
            "Situación del delito, avance de la política y trabajo en regiones",
            (
                hallazgos.seccion,
                politica.comision,
                politica.politica_nacional,
                crimen.seis_cifras,
                seis.evolucion_y_mapa,
                crimen.situacion,
                avance.avance,
                gestion.comision,
                gestion.espacios,
                gestion.formacion,
                gestion.reuniones,
                hallazgos.conclusiones,
                hallazgos.alternativas,
                cierre.definiciones,
            ),
        ),
        TipoDeInforme(
            "ficha-regional",
            "Una región en pocas páginas",
            (
                crimen.seis_cifras,
                hallazgos.seccion,
                crimen.situacion,
                region.acciones,
                region.policia,
                region.encuentros,
                region.vida,
            ),
            forma="ficha",
        ),
        TipoDeInforme(
            "presentacion-regional",
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
            con_anexo=False,
        ),
        TipoDeInforme(
            "seguimiento",
            "Indicadores, alertas y recursos de un periodo, en la estructura de CEPLAN",
            (
                ceplan.identificacion,
                ceplan.objetivos,
                ceplan.servicios,
                ceplan.alertas,
                ceplan.entidades,
                ceplan.recursos,
            ),
            con_anexo=False,
        ),
        TipoDeInforme(
            "cumplimiento",
            "Lo que el ministerio conductor presenta cada año a CEPLAN",
            (
                ceplan.identificacion,
                ceplan.objetivos,
                avance.avance,
                ceplan.recursos,
                hallazgos.alternativas,
            ),
            con_anexo=False,
        ),
        TipoDeInforme(
            "boletin",
            "Las cifras del año o del semestre, con sus definiciones",
            (
                crimen.seis_cifras,
                hallazgos.seccion_de_la_serie,
                boletin.graficos,
                boletin.cuadros,
                cierre.definiciones,
            ),
        ),
        TipoDeInforme(
            "glotip",
            "Las tablas del cuestionario de las Naciones Unidas",
            (glotip.alcance, glotip.victimas, glotip.del_registro, glotip.justicia),
            con_anexo=False,
        ),
        TipoDeInforme(
            "carpeta",
            "Dos páginas y diez preguntas probables, con su cifra",
            (
                crimen.seis_cifras,
                carpeta.situacion,
                carpeta.gestion,
                hallazgos.alternativas,
                carpeta.preguntas,
            ),
            forma="carpeta",
        ),
    )
}
SINTETICO = (
    "Demostración: salvo la serie oficial y las normas, los datos son sintéticos y ninguno es de "
    "una persona o institución real."
)


def componer(tipo: TipoDeInforme, contexto: Contexto) -> Documento:
    """Arma el documento con los datos de ahora."""
    es_regional = contexto.espacio is not None
    documento = Documento(
        titulo=f"{tipo.nombre}: {contexto.espacio.region}" if es_regional else tipo.nombre,
        subtitulo=_subtitulo(contexto),
        corte=formato.fecha_larga(timezone.localdate()),
        secciones=tuple(seccion(contexto) for seccion in tipo.secciones),
        fuente="TRATA, Ministerio del Interior del Perú",
        marcas=(SINTETICO,) if settings.ENTORNO != "servidor" else (),
        forma=tipo.forma,
    )
    cola = cierre.anexo(documento) if tipo.con_anexo else None
    secciones = (*documento.secciones, cola) if cola else documento.secciones
    return numerar(replace(documento, secciones=secciones))


def _subtitulo(contexto: Contexto) -> str:
    semestre = f"{NOMBRES[contexto.semestre]} de " if contexto.semestre else ""
    partes = [f"Perú, {semestre}{contexto.anio}"]
    if contexto.espacio is not None:
        partes.insert(0, contexto.espacio.region)
    if contexto.periodo is not None:
        partes.append(f"Política: {contexto.periodo}")
    return " · ".join(partes)


def numerar(documento: Documento) -> Documento:
    """El mismo documento con sus cuadros y gráficos numerados en orden («Cuadro 3»)."""
    cuenta = {"Cuadro": 0, "Gráfico": 0}

    def siguiente(nombre: str) -> str:
        cuenta[nombre] += 1
        return f"{nombre} {cuenta[nombre]}"

    def numerado(bloque: Bloque) -> Bloque:
        if isinstance(bloque, Cuadro):
            return replace(bloque, numero=siguiente("Cuadro"))
        if isinstance(bloque, Imagen):
            propio = bloque.cuadro
            if propio.encabezados:
                propio = replace(propio, numero=siguiente("Cuadro"))
            return replace(bloque, numero=siguiente("Gráfico"), cuadro=propio)
        return bloque

    secciones = tuple(
        replace(s, bloques=tuple(numerado(b) for b in s.bloques)) for s in documento.secciones
    )
    return replace(documento, secciones=secciones)
