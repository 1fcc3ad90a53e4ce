"""«Abrir el Otro»: lo escrito tras «otro», agrupado, con propuesta y efecto en el titular."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import yaml
from django.db.models import Count, QuerySet

from casos.models import Caso, Victima
from casos.vocabulario import DATOS, es_dato, vocabulario
from trata.comun.formato import porcentaje
from trata.cuentas.models import Usuario
from trata.territorio.nombres import normalizar

# Dimensión → (campo, campo del texto, si es del caso).
DIMENSIONES: dict[str, tuple[str, str, bool]] = {
    "vinculo": ("vinculo", "vinculo_otro", False),
    "denunciante": ("denunciante", "denunciante_otro", True),
    "lugar_explotacion": ("lugar_explotacion", "lugar_explotacion_otro", False),
    "captacion": ("captacion", "captacion_otra", False),
    "medio": ("medio", "medio_otro", False),
}


@dataclass
class Grupo:
    """Textos que dicen lo mismo, cuántos son y qué se propone."""

    clave: str
    ejemplo: str
    n: int
    propuesta: str = ""


@dataclass
class Apertura:
    """Lo que hay detrás del «otro» de una dimensión, y el titular antes y después."""

    dimension: str
    nombre: str
    total: int
    otro: int
    grupos: list[Grupo] = field(default_factory=list)
    sin_texto: int = 0
    tabla: list[list[str]] = field(default_factory=list)

    @property
    def se_abren(self) -> int:
        """Cuántos dejarían de ser «otro» si se acepta todo lo propuesto."""
        return sum(g.n for g in self.grupos if g.propuesta)

    @property
    def antes(self) -> str:
        """Parte de «otro» hoy."""
        return porcentaje(self.otro, self.total)

    @property
    def despues(self) -> str:
        """Parte de «otro» si se acepta todo."""
        return porcentaje(self.otro - self.se_abren, self.total)


@cache
def palabras() -> dict[str, dict[str, list[str]]]:
    """Las palabras con que se propone, por dimensión y categoría."""
    return yaml.safe_load((DATOS / "propuestas.yaml").read_text(encoding="utf-8"))


def proponer(dimension: str, texto: str) -> str:
    """La categoría propuesta para un texto; vacío si ninguna palabra coincide."""
    limpio = f" {normalizar(texto).lower().replace('ñ', 'n')} "
    for categoria, raices in palabras().get(dimension, {}).items():
        if any(f" {raiz}" in limpio for raiz in raices):
            return categoria
    return ""


def base_de(dimension: str, usuario: Usuario) -> QuerySet:
    """Los registros visibles que cuentan, del caso o de la víctima."""
    if DIMENSIONES[dimension][2]:
        return Caso.objects.visibles_para(usuario).contables()
    return Victima.objects.visibles_para(usuario).filter(
        retirado_en=None, caso__estado__in=Caso.CONTABLES
    )


def codigos_de_otro(dimension: str) -> list[str]:
    """Los códigos que piden decir cuál."""
    return [c.codigo for c in vocabulario(dimension).categorias if c.es_otro]


def apertura(dimension: str, usuario: Usuario) -> Apertura:
    """Agrupa los textos y calcula el efecto de aceptar las propuestas."""
    campo, texto, _ = DIMENSIONES[dimension]
    lista = vocabulario(dimension)
    base = base_de(dimension, usuario)
    conteos = dict(base.values_list(campo).annotate(n=Count("pk")).order_by())
    otros = codigos_de_otro(dimension)
    escritos = base.filter(**{f"{campo}__in": otros}).values_list(texto)
    agrupados: dict[str, Counter[str]] = defaultdict(Counter)
    for escrito, n in escritos.annotate(n=Count("pk")).order_by():
        agrupados[normalizar(escrito)][escrito] += n
    sin_texto = sum(agrupados.pop("", Counter()).values())
    grupos = []
    for clave, variantes in agrupados.items():
        propuesta = proponer(dimension, clave)
        grupos.append(
            Grupo(
                clave,
                variantes.most_common(1)[0][0],
                sum(variantes.values()),
                propuesta,
            )
        )
    grupos.sort(key=lambda g: (-g.n, g.clave))
    resultado = Apertura(
        dimension,
        lista.nombre,
        sum(n for c, n in conteos.items() if es_dato(c)),
        sum(conteos.get(c, 0) for c in otros),
        grupos,
        sin_texto,
    )
    resultado.tabla = _antes_y_despues(resultado, conteos, otros)
    return resultado


def _antes_y_despues(
    resultado: Apertura, conteos: dict[str, int], otros: list[str]
) -> list[list[str]]:
    lista = vocabulario(resultado.dimension)
    nuevos: Counter[str] = Counter()
    for grupo in resultado.grupos:
        if grupo.propuesta:
            nuevos[grupo.propuesta] += grupo.n
    filas = []
    for categoria in lista.categorias:
        antes = conteos.get(categoria.codigo, 0)
        despues = antes + nuevos[categoria.codigo]
        if categoria.codigo in otros:
            despues -= resultado.se_abren
        if categoria.es_dato and (antes or despues):
            filas.append(
                [
                    categoria.nombre,
                    porcentaje(antes, resultado.total),
                    porcentaje(despues, resultado.total),
                ]
            )
    return filas


def opciones_de(dimension: str) -> list[tuple[str, str]]:
    """Las categorías a las que se puede pasar un texto."""
    return [
        (c.codigo, c.nombre)
        for c in vocabulario(dimension).categorias
        if c.es_dato and not c.es_otro and c.vigente(None)
    ]


def registros_de_grupos(
    dimension: str, claves: Collection[str], usuario: Usuario
) -> list[tuple[str, Any]]:
    """Los registros visibles cuyo texto normalizado está en `claves`, con su clave; una lectura."""
    campo, texto, es_del_caso = DIMENSIONES[dimension]
    base = base_de(dimension, usuario).filter(**{f"{campo}__in": codigos_de_otro(dimension)})
    base = base.exclude(**{texto: ""})
    if not es_del_caso:
        base = base.select_related("caso")
    con_clave = ((normalizar(getattr(r, texto)), r) for r in base)
    return [(clave, r) for clave, r in con_clave if clave in claves]
