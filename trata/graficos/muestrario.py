"""Una figura de cada tipo con datos sintéticos, para la galería de componentes."""

from datetime import date
from functools import lru_cache

from trata.comun import formato
from trata.graficos import muestrario_datos as datos
from trata.graficos.avance import avances
from trata.graficos.barras import barras
from trata.graficos.barras_multiples import agrupadas, apiladas
from trata.graficos.chispa import chispa
from trata.graficos.figura import Descarga, Figura
from trata.graficos.gantt import gantt
from trata.graficos.historia import arbol, linea_de_tiempo
from trata.graficos.lineas import lineas
from trata.graficos.mapa import mapa_departamentos, mapa_provincias
from trata.graficos.matriz import matriz
from trata.graficos.modelo import adaptable
from trata.graficos.mosaico import mosaico
from trata.graficos.piramide import piramide
from trata.graficos.proporcion import cobertura, embudo, gofre

SINTETICO = "Datos sintéticos, sólo para mostrar el gráfico: no describen a nadie."


@lru_cache(maxsize=1)
def muestras() -> tuple[Figura, ...]:
    """Todas las figuras de muestra, en el orden de la galería."""
    return (*_composicion(), *_tiempo(), *_territorio(), *_gestion())


def _figura(titular: str, subtitulo: str, dibujar, *argumentos, **opciones) -> Figura:
    return Figura(
        titular=titular,
        subtitulo=subtitulo,
        grafico=adaptable(dibujar, *argumentos, **opciones),
        notas=(SINTETICO,),
        fuente="Muestrario de TRATA",
        descargas=(Descarga("CSV", "#csv"), Descarga("SVG", "#svg")),
    )


def _composicion() -> list[Figura]:
    return [
        _figura(
            "Casi 9 de cada 10 víctimas fueron captadas para explotación sexual o laboral",
            "Víctimas por finalidad, 2021 · Perú · n = 500",
            barras, datos.FINES, titulo="Víctimas por finalidad", encabezado="Finalidad",
        ),
        _figura(
            "La proporción de mujeres cambia con la región natural",
            "Porcentaje de víctimas por sexo, 2021",
            apiladas, datos.SEXOS, titulo="Víctimas por sexo y región natural",
        ),
        _figura(
            "El grupo de 18 a 29 años es el mayor en los tres años",
            "Víctimas por grupo de edad, 2019 a 2021",
            agrupadas, datos.EDAD_POR_ANIO, titulo="Víctimas por grupo de edad y año",
        ),
        _figura(
            "Siete de cada diez víctimas mujeres tienen menos de 25 años",
            "Víctimas por edad y sexo, 2021 · n = 494",
            piramide, datos.TRAMOS, titulo="Víctimas por edad y sexo",
        ),
        _figura(
            "En 6 de cada 10 casos no había vínculo previo",
            "Vínculo con la persona tratante, 2021 · cada cuadro es 1 %",
            gofre, datos.VINCULOS, titulo="Vínculo con la persona tratante",
        ),
    ]  # fmt: skip


def _tiempo() -> list[Figura]:
    return [
        _figura(
            "Los registros volvieron a subir después de 2020",
            "Víctimas registradas por año, 2017 a 2025 · Perú",
            lineas, datos.ANUAL, titulo="Víctimas por año", extenso=True,
        ),
        _figura(
            "Mes a mes, la serie crece con altibajos",
            "Víctimas registradas por mes, 2019 a 2022",
            lineas, datos.MENSUAL, titulo="Víctimas por mes", extenso=True,
        ),
        _figura(
            "Lima concentra el mayor número todos los años",
            "Víctimas registradas por año en cuatro departamentos",
            lineas, datos.DEPARTAMENTOS_EN_EL_TIEMPO, extenso=True,
            titulo="Víctimas por año y departamento",
        ),
        _figura(
            "Del primer aviso al rescate pasaron cinco días",
            "Línea de tiempo de un caso inventado",
            linea_de_tiempo, datos.HITOS, titulo="Historia de un caso",
        ),
        Figura(
            titular="La chispa cabe en una celda de tabla",
            subtitulo="Evolución sin ejes; el último valor lleva un punto",
            grafico=chispa((64, 70, 51, None, 53, 61, 70, 81), titulo="Evolución inventada"),
            notas=(SINTETICO,),
            fuente="Muestrario de TRATA",
        ),
    ]  # fmt: skip


def _territorio() -> list[Figura]:
    return [
        _figura(
            "Pocos departamentos concentran las tasas más altas",
            "Tasa por 100 000 habitantes, 2021 · lugar de registro",
            mapa_departamentos, datos.tasas(), titulo="Tasa por departamento", etiquetas=True,
            unidad="víctimas por 100 000 habitantes", escribir=formato.decimal,
        ),
        _figura(
            "La mayoría de las provincias registró pocas víctimas",
            "Víctimas por provincia de registro, 2021",
            mapa_provincias, datos.regiones("provincias", 41), titulo="Víctimas por provincia",
        ),
        _figura(
            "Con losetas iguales, ningún departamento se pierde de vista",
            "Víctimas por departamento de registro, 2021",
            mosaico, datos.regiones("departamentos", 97), titulo="Víctimas por departamento",
        ),
        _figura(
            "De Puno y Huánuco salen los flujos mayores",
            "Víctimas por lugar de captación y de explotación, 2021",
            matriz, datos.ORIGENES, datos.DESTINOS, datos.FLUJOS, eje_filas="Captación",
            eje_columnas="Explotación", titulo="De la captación a la explotación",
        ),
        _figura(
            "17 de 25 regiones tienen una red instalada",
            "Redes regionales contra la trata, 2021",
            cobertura, datos.redes(), titulo="Redes regionales", si="Con red instalada",
            no="Sin red", encabezado="Región",
        ),
    ]  # fmt: skip


def _gestion() -> list[Figura]:
    return [
        _figura(
            "Dos de cinco metas van según lo previsto",
            "Metas del año, avance acumulado a setiembre",
            avances, datos.METAS, titulo="Metas del año",
        ),
        _figura(
            "El plan regional va a tiempo: falta validarlo",
            "Cronograma 2021",
            gantt, datos.PLAN, titulo="Cronograma del plan regional", hoy=date(2021, 7, 5),
        ),
        _figura(
            "De cada 14 denuncias, una llega a sentencia",
            "Casos por etapa del proceso",
            embudo, datos.ETAPAS, titulo="Casos por etapa del proceso",
        ),
        _figura(
            "Cómo cuelgan los servicios de un objetivo",
            "Estructura inventada",
            arbol, datos.ESTRUCTURA, titulo="Objetivo, lineamientos y servicios",
        ),
    ]  # fmt: skip
