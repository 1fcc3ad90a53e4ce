"""Las seis tarjetas de la foto: la cifra nacional, la del departamento al lado y su letra chica."""

from dataclasses import dataclass
from typing import Any

from trata.agregados import consultas
from trata.agregados.consultas import Cifra
from trata.agregados.prudencia import son_pocos
from trata.agregados.variables import NNA
from trata.agregados.vivo import fuente_de
from trata.comun.formato import entero, porcentaje
from trata.graficos.modelo import mayuscula
from trata.tableros.palabras import en_palabras
from trata.tableros.pedido import Pedido, cifras

FIGURA_DE = {"sexo": "edad_y_sexo", "grupo_edad": "edad_y_sexo"}


@dataclass(frozen=True)
class Tramo:
    """Un trozo de la barra de proporción, en centésimas de su ancho."""

    x: float
    ancho: float
    clase: str
    titulo: str


@dataclass(frozen=True)
class Tarjeta:
    """Lo que se ve en una tarjeta, ya escrito."""

    codigo: str
    lugar: str
    porcentaje: str
    frase: str
    fraccion: str
    tramos: tuple[Tramo, ...]
    letra_chica: tuple[str, ...]
    comparado: str
    comparado_fraccion: str
    ancla: str
    hay_dato: bool


def _tramos(cifra: Cifra) -> tuple[Tramo, ...]:
    """Numerador, resto, «otro» y lo que no se sabe, en ese orden."""
    total = cifra.denominador
    if not total or cifra.numerador is None:
        return ()
    reparto = cifra.distribucion
    incluidas = set(cifra.definicion.categorias)
    otro = sum(
        p.n for p in reparto.partes if p.categoria.es_otro and p.categoria.codigo not in incluidas
    )
    no_se_sabe = reparto.no_consta + max(reparto.sin_detalle, 0)
    resto = max(total - cifra.numerador - otro - no_se_sabe, 0)
    trozos = (
        (cifra.numerador, "si", "En la cifra"),
        (resto, "resto", "Otras categorías"),
        (otro, "otro", "«Otro»"),
        (no_se_sabe, "no-consta", "No consta"),
    )
    tramos, x = [], 0.0
    for n, clase, titulo in trozos:
        ancho = n * 100 / total
        if n:
            tramos.append(Tramo(round(x, 3), round(ancho, 3), clase, f"{titulo}: {entero(n)}"))
        x += ancho
    return tuple(tramos)


def _letra_chica(cifra: Cifra, pedido: Pedido) -> tuple[str, ...]:
    reparto = cifra.distribucion
    lineas = []
    if reparto.otro:
        lineas.append(f"«Otro»: {porcentaje(reparto.otro, reparto.total)} ({entero(reparto.otro)})")
    no_consta = reparto.no_consta
    if no_consta:
        lineas.append(f"No consta: {porcentaje(no_consta, reparto.total)} ({entero(no_consta)})")
    elif reparto.tiene_datos and reparto.es_consistente:
        lineas.append("No consta: 0")
    if reparto.sin_detalle > 0 and reparto.tiene_datos:
        lineas.append(f"Sin detalle en la fuente: {entero(reparto.sin_detalle)}")
    if pedido.es_inconsistente(reparto.variable.codigo):
        lineas.append("Fuente inconsistente este año: las partes no suman el total")
    if cifra.definicion.nota:
        lineas.append(cifra.definicion.nota)
    return tuple(lineas)


def _fraccion(cifra: Cifra, unidad: str) -> str:
    if cifra.numerador is None:
        return f"de {entero(cifra.denominador)} {unidad}: la fuente no lo publica"
    return f"{entero(cifra.numerador)} de {entero(cifra.denominador)} {unidad}"


def tarjetas(pedido: Pedido) -> list[Tarjeta]:
    """Una tarjeta por cifra de la foto."""
    anio = pedido.corte.anio
    nacionales = cifras(pedido.nacionales, anio)
    locales = [None] * len(nacionales) if pedido.es_nacional else cifras(pedido.leidos, anio)
    return [_tarjeta(pedido, n, x) for n, x in zip(nacionales, locales, strict=True)]


def _tarjeta(pedido: Pedido, nacional: Cifra, local: Cifra | None) -> Tarjeta:
    codigo = nacional.distribucion.variable.codigo
    return Tarjeta(
        codigo=nacional.definicion.codigo,
        lugar="Perú",
        porcentaje=porcentaje(nacional.numerador, nacional.denominador),
        frase=nacional.definicion.frase,
        fraccion=_fraccion(nacional, pedido.unidad),
        tramos=_tramos(nacional),
        letra_chica=_letra_chica(nacional, pedido),
        comparado=porcentaje(local.numerador, local.denominador) if local else "",
        comparado_fraccion=_fraccion(local, "").strip() if local else "",
        ancla=f"figura-{FIGURA_DE.get(codigo, codigo)}",
        hay_dato=nacional.numerador is not None,
    )


def titular_de_la_foto(pedido: Pedido) -> str:
    """El hallazgo del año en una frase, por regla."""
    nacional = cifras(pedido.nacionales, pedido.corte.anio)[0]
    if nacional.numerador is None:
        return f"En {pedido.periodo} no hay registros en la serie oficial."
    dicho = en_palabras(nacional.numerador, nacional.denominador)
    parte = dicho or porcentaje(nacional.numerador, nacional.denominador)
    return f"{mayuscula(parte)} son de mujeres."


def franja_de_anios(pedido: Pedido) -> list[dict[str, object]]:
    """Una barra por año (alto y posición en centésimas), que además es el selector."""
    mayor = max(pedido.anuales.values(), default=0) or 1
    franja = []
    for anio in pedido.cobertura.anios:
        n = pedido.anuales.get(anio, 0)
        alto = max(round(n * 100 / mayor), 1)
        franja.append(
            {
                "anio": anio,
                "n": n,
                "alto": alto,
                "y": 100 - alto,
                "url": pedido.url_inicio(anio=anio),
                "activo": anio == pedido.corte.anio,
                "parcial": pedido.cobertura.es_parcial(anio),
            }
        )
    return franja


def hallazgo(pedido: Pedido) -> str:
    """Quiénes son, en palabras: «Mujeres: nueve de cada diez.»."""
    n = pedido.total
    if not n:
        return f"Sin {pedido.unidad} con estos filtros."
    if pedido.unidad != "víctimas":
        return ""
    partes = [
        (consultas.distribucion(pedido.leidos, codigo).contar(categorias), quienes)
        for codigo, categorias, quienes in QUIENES
        if pedido.filtro_de(codigo) is None
    ]
    return " ".join(f"{q}: {_parte(k, n)}." for k, q in partes if k)


def _parte(k: int, n: int) -> str:
    """La proporción en palabras; con pocos registros, sólo los números."""
    if son_pocos(n):
        return f"{entero(k)} de {entero(n)}"
    return en_palabras(k, n) or porcentaje(k, n)


def titulares(pedido: Pedido) -> list[dict[str, Any]]:
    """Las cifras grandes de un tablero: el total y las proporciones que dicen más."""
    n = pedido.total
    salida = [
        {
            "etiqueta": mayuscula(pedido.unidad),
            "numero": entero(n),
            "denominador": f"{pedido.lugar}, {pedido.periodo}",
        }
    ]
    for codigo, categorias, etiqueta in TITULARES:
        if codigo not in fuente_de(pedido.corte).variables:
            continue
        k = consultas.distribucion(pedido.leidos, codigo).contar(categorias)
        salida.append(
            {
                "etiqueta": etiqueta,
                "numero": porcentaje(k, n),
                "denominador": f"{entero(k)} de {entero(n)} {pedido.unidad}",
                "ancho": round(k * 100 / n, 2) if n else 0,
            }
        )
    return salida


QUIENES = (
    ("sexo", ("mujer",), "Mujeres"),
    ("grupo_edad", NNA, "Niñas, niños y adolescentes"),
)
TITULARES = (
    *QUIENES,
    ("reclutamiento", ("internacional",), "Reclutamiento internacional"),
    ("asistencia", ("atendida",), "Con atención iniciada"),
    ("origen", ("operativo",), "Casos que empezaron en un operativo"),
    ("estado_registro", ("conforme",), "Con registro conforme"),
)
