"""Qué se puede contar: cada fuente de hechos declara, como datos, de dónde sale cada columna.

Las apps altas declaran sus fuentes en `hechos.py` y el motor las encuentra por la lista abierta
`settings.FUENTES_DE_HECHOS`. Una definición sirve al tablero, a la lista, a la API y al archivo.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from trata.agregados.models import Unidad
from trata.agregados.models.hechos import HechoModel
from trata.agregados.variables import catalogo

DE_SIEMPRE = ("id", "caso", "anio", "mes", "departamento", "provincia", "contable")


@dataclass(frozen=True)
class FuenteDeHechos:
    """Una tabla estrecha y cómo se llena.

    `columnas` va de cada columna del modelo a su expresión SQL; `origen` es el `FROM … WHERE …`
    que las alimenta y `objeto` la expresión del objeto que se marca cuando algo cambia. Son
    constantes del programa: nunca llevan texto de una persona.
    """

    codigo: str
    familia: str
    unidad: Unidad
    modelo: type[HechoModel]
    columnas: Mapping[str, str]
    origen: str
    objeto: str

    @property
    def tabla(self) -> str:
        """El nombre de la tabla estrecha."""
        return self.modelo._meta.db_table

    @property
    def variables(self) -> tuple[str, ...]:
        """Las columnas que son variables contadas, en orden fijo."""
        return tuple(c for c in self.columnas if c not in DE_SIEMPRE)

    @property
    def pares(self) -> tuple[tuple[str, str], ...]:
        """Los pares declarados cuyas dos variables tiene esta fuente."""
        propias = set(self.variables)
        return tuple(p for p in catalogo().pares if propias.issuperset(p))


def en_numeros(expresion: str, numeros: Mapping[str, int]) -> str:
    """SQL que convierte los códigos de `expresion` en números de categoría; lo demás, 0."""
    ramas = " ".join(f"WHEN '{codigo}' THEN {numero}" for codigo, numero in numeros.items())
    return f"(CASE {expresion} {ramas} ELSE 0 END)::smallint"


@cache
def fuentes() -> tuple[FuenteDeHechos, ...]:
    """Las fuentes declaradas que alimentan tablas estrechas."""
    return tuple(import_string(ruta) for ruta in settings.FUENTES_DE_HECHOS)


def de_la_familia(familia: str) -> tuple[FuenteDeHechos, ...]:
    """Las fuentes que dependen de un tipo de objeto."""
    return tuple(f for f in fuentes() if f.familia == familia)
