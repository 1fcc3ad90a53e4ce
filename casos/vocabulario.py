"""Los vocabularios del registro y cómo sube cada categoría fina a la que el país publica.

Python puro, sin base de datos. La verdad está en `datos/catalogos.yaml` y `datos/paises.csv`; se
leen una vez por proceso. Lo usan las reglas, los formularios, la API, el archivo y las cifras.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATOS = Path(__file__).parent / "datos"
INICIO_DE_LA_SERIE = date(2017, 1, 1)
PAIS = "pais"


@dataclass(frozen=True)
class Categoria:
    """Un valor de un vocabulario.

    `item` es su rótulo en los datos abiertos (vacío si es fina o propia). `sube_a` es el código
    publicado al que sube una categoría fina, desde `desde` y hasta `hasta` (inclusive).
    """

    codigo: str
    nombre: str
    item: str = ""
    sube_a: str = ""
    desde: date = INICIO_DE_LA_SERIE
    hasta: date | None = None
    es_otro: bool = False
    es_dato: bool = True

    def vigente(self, en: date | None) -> bool:
        """Dice si rige en la fecha; sin fecha, sólo se pide que no haya cerrado."""
        if en is None:
            return self.hasta is None
        return self.desde <= en and (self.hasta is None or en <= self.hasta)


@dataclass(frozen=True)
class Vocabulario:
    """Una lista de valores. `publicado` dice si es una dimensión de la serie oficial."""

    codigo: str
    nombre: str
    categorias: tuple[Categoria, ...]
    publicado: bool = False
    sin_dato_sube_a: str = ""
    por_codigo: Mapping[str, Categoria] = field(default_factory=dict, repr=False, compare=False)

    def __contains__(self, codigo: object) -> bool:
        return codigo in self.por_codigo

    def nombre_de(self, codigo: str) -> str:
        """El nombre de un código; si el código no existe, el código mismo."""
        categoria = self.por_codigo.get(codigo)
        return categoria.nombre if categoria else codigo

    def opciones(self) -> list[tuple[str, str]]:
        """(código, nombre) de lo que se puede elegir hoy: primero los datos, al final lo demás."""
        vigentes = [c for c in self.categorias if c.vigente(None)]
        return [(c.codigo, c.nombre) for c in sorted(vigentes, key=lambda c: not c.es_dato)]

    def sube(self, codigo: str, en: date | None = None) -> str:
        """El código publicado con que cuenta `codigo` en la fecha; vacío si es «No consta»."""
        categoria = self.por_codigo.get(codigo)
        if categoria is None or not categoria.es_dato:
            return self.sin_dato_sube_a
        if categoria.sube_a:
            return categoria.sube_a if categoria.vigente(en) else self.sin_dato_sube_a
        return categoria.codigo

    def que_suben_a(self, publicado: str) -> frozenset[str]:
        """Los códigos (con el propio) que cuentan como la categoría publicada `publicado`."""
        return frozenset(c.codigo for c in self.categorias if self.sube(c.codigo) == publicado)


def _fina(fila: list[Any]) -> Categoria:
    codigo, nombre, sube_a, *fechas = fila
    desde = fechas[0] if fechas else INICIO_DE_LA_SERIE
    hasta = fechas[1] if len(fechas) > 1 else None
    return Categoria(codigo, nombre, sube_a=sube_a, desde=desde, hasta=hasta)


def _armar(codigo: str, crudo: Mapping[str, Any], no_datos: list[Categoria]) -> Vocabulario:
    lista = [Categoria(c, n, item=i) for c, n, i in crudo.get("publicadas", ())]
    lista += [_fina(fila) for fila in crudo.get("finas", ())]
    lista += [Categoria(c, n) for c, n in crudo.get("propias", ())]
    if crudo.get("otro"):
        lista = [
            Categoria(c.codigo, c.nombre, c.item, c.sube_a, c.desde, c.hasta, es_otro=True)
            if c.codigo == crudo["otro"]
            else c
            for c in lista
        ]
    if not crudo.get("cerrado"):
        lista += [c for c in no_datos if c.codigo != "no" or crudo.get("admite_no")]
    return Vocabulario(
        codigo,
        crudo["nombre"],
        tuple(lista),
        publicado="publicadas" in crudo,
        sin_dato_sube_a=crudo.get("sin_dato_sube_a", ""),
        por_codigo={c.codigo: c for c in lista},
    )


def _paises(no_datos: list[Categoria]) -> Vocabulario:
    with (DATOS / "paises.csv").open(encoding="utf-8", newline="") as archivo:
        lista = [Categoria(f["codigo"], f["nombre"]) for f in csv.DictReader(archivo)]
    lista.sort(key=lambda c: c.codigo != "pe")
    lista += [c for c in no_datos if c.codigo != "no"]
    return Vocabulario(PAIS, "País", tuple(lista), por_codigo={c.codigo: c for c in lista})


def leer_crudo() -> dict[str, Any]:
    """El archivo de catálogos tal como está."""
    return yaml.safe_load((DATOS / "catalogos.yaml").read_text(encoding="utf-8"))


@cache
def vocabularios() -> dict[str, Vocabulario]:
    """Todos los vocabularios por código."""
    crudo = leer_crudo()
    no_datos = [Categoria(c, n, es_dato=False) for c, n in crudo["no_son_dato"]]
    armados = {c: _armar(c, v, no_datos) for c, v in crudo["catalogos"].items()}
    return armados | {PAIS: _paises(no_datos)}


def vocabulario(codigo: str) -> Vocabulario:
    """Un vocabulario; `KeyError` si no existe."""
    return vocabularios()[codigo]


@cache
def no_son_dato() -> frozenset[str]:
    """Los códigos de las seis respuestas que no son dato."""
    return frozenset(c for c, _ in leer_crudo()["no_son_dato"])


def es_dato(codigo: str | None) -> bool:
    """Dice si un código responde de verdad: ni vacío ni una de las seis respuestas."""
    return bool(codigo) and codigo not in no_son_dato()


GRUPOS_DE_EDAD = (
    ("0-5", 0, 5),
    ("6-11", 6, 11),
    ("12-17", 12, 17),
    ("18-29", 18, 29),
    ("30-59", 30, 59),
    ("60-mas", 60, 150),
)


def grupo_de_edad(anios: int | None) -> str:
    """El grupo publicado de una edad en años cumplidos; vacío si no se sabe o no cabe."""
    if anios is None:
        return ""
    return next((g for g, desde, hasta in GRUPOS_DE_EDAD if desde <= anios <= hasta), "")
