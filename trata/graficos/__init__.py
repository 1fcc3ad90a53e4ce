"""Gráficos: funciones puras de datos a SVG accesible y su tabla. Sin Django, sin guiones.

Uso::

    from trata.graficos import Barra, Figura, adaptable, barras

    grafico = adaptable(barras, [Barra("Mujer", 426, total=535, url="?sexo=mujer"), …],
                        titulo="Víctimas por sexo, 2021", unidad="víctimas")
    figura = Figura(titular="8 de cada 10 víctimas son mujeres", subtitulo="…", grafico=grafico,
                    fuente="Policía Nacional del Perú", descargas=(Descarga("CSV", url),))
    {% include "_componentes/figura.html" with figura=figura %}

Toda función devuelve `Grafico(svg, tabla, titulo, descripcion, ancho, compacto, …)`:
`svg` ya está escapado (las plantillas lo insertan sin `|safe`), `descripcion` es el texto
alternativo escrito a partir de los mismos datos y `tabla.valores()` sirve para CSV y XLSX.
`adaptable(funcion, *datos, **opciones)` la dibuja a 600, 440 y 300 px; la hoja de estilo muestra
la que cabe. Con `url` en los datos cada marca es un enlace con nombre; `valor=None` es «Sin dato» y
`estado=Estado.RESERVADO`, «Dato reservado»: nunca cero.

Opciones comunes: `titulo`, `unidad`, `ancho`, `escribir` (función de `trata.comun.formato`),
`descripcion` (si se quiere otra).

==========================  ===================================================================
`barras(datos)`             ordenadas, con n y % (`Barra.total` es el denominador)
`agrupadas(series)`         hasta 4 series por categoría
`apiladas(filas)`           100 %; `Fila(etiqueta, partes=(Barra, …))`
`lineas(series)`            hasta 4; provisional a trazos, huecos donde falta (`extenso=True`)
`chispa(valores)`           línea mínima para una celda
`piramide(tramos)`          edad × sexo, de menor a mayor edad
`mapa_departamentos(datos)` `Region(codigo INEI, valor)`; `etiquetas=True` escribe el valor
`mapa_provincias(datos)`    códigos de 4 cifras
`mosaico(datos)`            25 losetas de igual área con código y valor
`matriz(filas, columnas, celdas)`  valores en las casillas; en estrecho, las mayores
`avances(datos)`            metas: barra + número + estado en texto y forma
`gantt(actividades)`        cronograma con la línea de hoy
`linea_de_tiempo(hitos)`    historia de un caso
`arbol(raiz)`               `Nodo(titulo, hijos=(…))`
`gofre(partes)`             100 cuadros
`cobertura(elementos)`      quién tiene y quién no, uno por uno
`embudo(etapas)`            etapas y qué parte llega a la siguiente
==========================  ===================================================================

`trata.graficos.escalas.clasificar` da las clases de un mapa (≤ 5, cero aparte, rupturas naturales).
`lamina(figura)` junta titular, dibujo, notas y fuente en un SVG suelto: es lo que se ofrece para
bajar, tal cual o como PNG con `trata.graficos.png.svg_a_png(lamina(figura))`.
`trata.graficos.muestrario.muestras()` trae una
figura de cada tipo con datos sintéticos.
"""

from trata.graficos.avance import avances, barra_de_avance
from trata.graficos.barras import barras
from trata.graficos.barras_multiples import agrupadas, apiladas
from trata.graficos.chispa import chispa
from trata.graficos.escalas import Clases, clasificar
from trata.graficos.figura import Descarga, Figura
from trata.graficos.gantt import gantt
from trata.graficos.historia import arbol, linea_de_tiempo
from trata.graficos.lamina import lamina
from trata.graficos.lineas import lineas
from trata.graficos.mapa import mapa_departamentos, mapa_provincias
from trata.graficos.matriz import matriz
from trata.graficos.modelo import (
    Actividad,
    Avance,
    Banda,
    Barra,
    Celda,
    Dato,
    Elemento,
    Estado,
    Fila,
    Grafico,
    Hito,
    Nodo,
    Punto,
    Region,
    Serie,
    Svg,
    Tabla,
    Tramo,
    adaptable,
)
from trata.graficos.mosaico import mosaico
from trata.graficos.piramide import piramide
from trata.graficos.proporcion import cobertura, embudo, gofre

__all__ = [
    "Actividad", "Avance", "Banda", "Barra", "Celda", "Clases", "Dato", "Descarga", "Elemento",
    "Estado", "Figura", "Fila", "Grafico", "Hito", "Nodo", "Punto", "Region", "Serie", "Svg",
    "Tabla", "Tramo", "adaptable", "agrupadas", "apiladas", "arbol", "avances", "barra_de_avance",
    "barras", "chispa", "clasificar", "cobertura", "embudo", "gantt", "gofre", "lamina",
    "linea_de_tiempo", "lineas", "mapa_departamentos", "mapa_provincias", "matriz", "mosaico",
    "piramide",
]  # fmt: skip
