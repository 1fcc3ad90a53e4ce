"""Qué se cuenta: variables y categorías con su número (la llave en las celdas) y sus rótulos.

Python puro. La verdad está en `datos/variables.yaml`; aquí se lee una vez por proceso.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from trata.territorio.nombres import leer_lugares

DATOS = Path(__file__).parent / "datos"
TOTAL = 0
NO_CONSTA = 0
EXTERIOR = 26
NNA = ("0-5", "6-11", "12-17")
"""Los grupos de edad de las niñas, niños y adolescentes."""


@dataclass(frozen=True)
class Categoria:
    """Un valor posible. `items` son sus rótulos en la serie oficial."""

    numero: int
    codigo: str
    nombre: str
    plural: str = ""
    items: tuple[str, ...] = ()
    es_otro: bool = False
    es_no_consta: bool = False


SIN_DATO = Categoria(NO_CONSTA, "no_consta", "No consta", es_no_consta=True)


@dataclass(frozen=True)
class Variable:
    """Algo que se cuenta por categorías. `nivel` dice de quién es el dato: víctima o caso."""

    numero: int
    codigo: str
    nombre: str
    categorias: tuple[Categoria, ...]
    nivel: str = "victima"
    prefijo: str = ""
    es_ordinal: bool = False

    def categoria(self, clave: int | str) -> Categoria:
        """La categoría por número o código; `KeyError` si no existe."""
        for candidata in (*self.categorias, SIN_DATO):
            if clave in (candidata.numero, candidata.codigo):
                return candidata
        raise KeyError(f"{self.codigo} no tiene la categoría {clave!r}")


@dataclass(frozen=True)
class CifraDeFoto:
    """Una de las cifras de «La foto del año»: qué categorías entran en el numerador."""

    codigo: str
    variable: str
    categorias: tuple[str, ...]
    frase: str
    nota: str = ""


@dataclass(frozen=True)
class Catalogo:
    """Todas las variables, los pares con celdas propias y las cifras de la foto."""

    variables: Mapping[str, Variable]
    por_numero: Mapping[int, Variable]
    pares: tuple[tuple[str, str], ...]
    foto: tuple[CifraDeFoto, ...]

    def por_item(self) -> dict[str, list[tuple[Variable, Categoria]]]:
        """De rótulo de la serie oficial a las (variable, categoría) en que cuenta."""
        indice: dict[str, list[tuple[Variable, Categoria]]] = {}
        for variable in self.variables.values():
            for categoria in variable.categorias:
                for item in categoria.items:
                    indice.setdefault(item, []).append((variable, categoria))
        return indice


def _categoria(dato: Mapping[str, Any]) -> Categoria:
    return Categoria(
        dato["numero"],
        str(dato["codigo"]),
        dato["nombre"],
        dato.get("plural", ""),
        tuple(dato.get("items", ())),
        bool(dato.get("otro")),
        bool(dato.get("no_consta")),
    )


def _territorio() -> tuple[Categoria, ...]:
    """Los 25 departamentos con su código INEI como número, y el exterior."""
    propios = [x for x in leer_lugares() if len(x.codigo) == 2]
    nacionales = [Categoria(int(x.codigo), x.codigo, x.nombre) for x in propios]
    return (*nacionales, Categoria(EXTERIOR, "exterior", "En otro país"))


@cache
def catalogo() -> Catalogo:
    """El catálogo leído de `datos/variables.yaml`."""
    crudo = yaml.safe_load((DATOS / "variables.yaml").read_text(encoding="utf-8"))
    variables = {
        v["codigo"]: Variable(
            v["numero"],
            v["codigo"],
            v["nombre"],
            _territorio() if v.get("territorio") else tuple(map(_categoria, v["categorias"])),
            v.get("nivel", "victima"),
            v.get("prefijo", ""),
            bool(v.get("es_ordinal")),
        )
        for v in crudo["variables"]
    }
    return Catalogo(
        variables,
        {v.numero: v for v in variables.values()},
        tuple((a, b) for a, b in crudo["pares"]),
        tuple(
            CifraDeFoto(
                f["codigo"],
                f["variable"],
                tuple(f["categorias"]),
                f["frase"],
                f.get("nota", ""),
            )
            for f in crudo["foto"]
        ),
    )


def variable(clave: str | int) -> Variable:
    """La variable por código o número."""
    leido = catalogo()
    return leido.por_numero[clave] if isinstance(clave, int) else leido.variables[clave]


def errores_de_variables() -> list[str]:
    """Lo que no cuadra en el archivo: números repetidos, categorías que faltan, pares sueltos."""
    leido = catalogo()
    errores: list[str] = []
    if len(leido.por_numero) != len(leido.variables):
        errores.append("hay dos variables con el mismo número")
    for v in leido.variables.values():
        numeros = [c.numero for c in v.categorias]
        if len(set(numeros)) != len(numeros) or 0 in numeros:
            errores.append(f"{v.codigo}: números de categoría repetidos o cero")
        if len({c.codigo for c in v.categorias}) != len(numeros):
            errores.append(f"{v.codigo}: códigos de categoría repetidos")
    for par in leido.pares:
        errores += [f"par {par}: no existe {x}" for x in par if x not in leido.variables]
    for cifra in leido.foto:
        propia = leido.variables.get(cifra.variable)
        conocidas = {c.codigo for c in propia.categorias} if propia else set()
        errores += [
            f"foto {cifra.codigo}: {c} no existe" for c in cifra.categorias if c not in conocidas
        ]
    return errores
