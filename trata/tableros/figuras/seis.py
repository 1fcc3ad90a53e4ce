"""Las seis cifras como una figura: barras, tabla y descargas."""

from dataclasses import replace
from fractions import Fraction

from trata.agregados.consultas import Cifra
from trata.comun.formato import entero, porcentaje
from trata.graficos.barras import barras
from trata.graficos.figura import Figura
from trata.graficos.modelo import Barra, Dato, Tabla, adaptable, cifra, mayuscula, tabla, texto
from trata.tableros.figuras.armado import figura
from trata.tableros.pedido import Pedido, cifras


def _columnas(c: Cifra) -> list[Dato]:
    parte = (
        Fraction(c.numerador, c.denominador) if c.numerador is not None and c.denominador else None
    )
    return [
        cifra(c.numerador, entero),
        cifra(c.denominador, entero),
        cifra(parte, lambda _: porcentaje(c.numerador, c.denominador)),
        cifra(c.distribucion.otro, entero),
        cifra(c.distribucion.no_consta + max(c.distribucion.sin_detalle, 0), entero),
    ]


def _tabla(pedido: Pedido, nacionales: list[Cifra], locales: list[Cifra]) -> Tabla:
    encabezados = ["Cifra"]
    for lugar in ["Perú"] + ([] if pedido.es_nacional else [pedido.lugar]):
        encabezados += [
            f"{lugar}: numerador",
            f"{lugar}: denominador",
            f"{lugar}: porcentaje",
            f"{lugar}: «otro»",
            f"{lugar}: no consta",
        ]
    filas = []
    for i, nacional in enumerate(nacionales):
        fila = [texto(mayuscula(nacional.definicion.frase)), *_columnas(nacional)]
        if locales:
            fila += _columnas(locales[i])
        filas.append(fila)
    return tabla(encabezados, filas)


def seis_cifras(pedido: Pedido) -> Figura:
    """Las cifras de la foto, la nacional y la del departamento una al lado de la otra."""
    anio = pedido.corte.anio
    nacionales = cifras(pedido.nacionales, anio)
    locales = [] if pedido.es_nacional else cifras(pedido.leidos, anio)
    datos = [
        Barra(
            mayuscula(c.definicion.frase),
            c.numerador,
            c.denominador,
            estado=pedido.estado,
        )
        for c in nacionales
    ]
    grafico = adaptable(
        barras,
        datos,
        titulo=f"Las seis cifras de {pedido.periodo}",
        unidad=pedido.unidad,
        ordenar=False,
    )
    grafico = replace(grafico, tabla=_tabla(pedido, nacionales, locales))
    notas = tuple(c.definicion.nota for c in nacionales if c.definicion.nota)
    return figura(pedido, "cifras", f"Perú, {pedido.periodo}", grafico, notas)
