"""Los tipos con que se lee: un corte (de qué, dónde, cuándo) y lo que sale de él."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from trata.agregados.models import Celda, NumeroDeFuente, Unidad
from trata.agregados.variables import Categoria, CifraDeFoto, Variable


@dataclass(frozen=True)
class Corte:
    """De qué fuente, qué unidad, dónde y cuándo. `None` = todo (el país, el año entero).

    `filtros` son pares (código de variable, número de categoría): con alguno, se cuenta en vivo
    sobre los hechos, porque ninguna celda lo tiene guardado.
    """

    anio: int
    fuente: int = NumeroDeFuente.SERIE_PNP
    unidad: int = Unidad.REGISTRO_PNP
    departamento: int | None = None
    provincia: int | None = None
    mes: int | None = None
    filtros: tuple[tuple[str, int], ...] = ()

    def nacional(self) -> "Corte":
        """El mismo corte para todo el país."""
        return replace(self, departamento=None, provincia=None)

    def en(self, **cambios: Any) -> "Corte":
        """El mismo corte con otras coordenadas."""
        return replace(self, **cambios)

    def sin_filtro_de(self, codigo: str) -> "Corte":
        """El mismo corte sin el filtro de una variable."""
        return replace(self, filtros=tuple(f for f in self.filtros if f[0] != codigo))

    @property
    def celdas(self) -> QuerySet[Celda]:
        """Las celdas de una variable que caen en el corte."""
        return Celda.objects.filter(
            fuente=self.fuente,
            unidad=self.unidad,
            departamento=self.departamento,
            provincia=self.provincia,
            anio=self.anio,
            mes=self.mes,
        )


@dataclass(frozen=True)
class Parte:
    """Una categoría y su cantidad."""

    categoria: Categoria
    n: int


@dataclass(frozen=True)
class Distribucion:
    """Cómo se reparte una variable. El denominador es siempre `total`, con lo que no consta.

    `sin_detalle` es lo que la fuente cuenta en el total y no reparte; negativo si sus partes
    pasan del total (fuente inconsistente).
    """

    variable: Variable
    partes: tuple[Parte, ...]
    total: int

    @property
    def suma(self) -> int:
        """Suma de las partes publicadas, con su «No consta»."""
        return sum(p.n for p in self.partes)

    @property
    def sin_detalle(self) -> int:
        """Total menos partes."""
        return self.total - self.suma

    @property
    def es_consistente(self) -> bool:
        """Las partes suman el total."""
        return self.sin_detalle == 0

    @property
    def tiene_datos(self) -> bool:
        """La fuente publica esta variable en el corte."""
        return any(p.n for p in self.partes)

    def contar(self, codigos: Iterable[str]) -> int:
        """Cuántos caen en las categorías pedidas."""
        buscados = set(codigos)
        return sum(p.n for p in self.partes if p.categoria.codigo in buscados)

    @property
    def otro(self) -> int:
        """Cuántos caen en «otro»."""
        return sum(p.n for p in self.partes if p.categoria.es_otro)

    @property
    def no_consta(self) -> int:
        """Cuántos no constan: «No consta», «No identificado», «No especifica»."""
        return sum(p.n for p in self.partes if p.categoria.es_no_consta)


@dataclass(frozen=True)
class Cifra:
    """Una cifra de la foto: numerador, denominador y todo lo que hay que saber para leerla."""

    definicion: CifraDeFoto
    distribucion: Distribucion
    anio: int

    @property
    def numerador(self) -> int | None:
        """Cuántos; nulo si la fuente no publica la variable ese año."""
        if not self.distribucion.tiene_datos:
            return None
        return self.distribucion.contar(self.definicion.categorias)

    @property
    def denominador(self) -> int:
        """El total de registros del corte."""
        return self.distribucion.total
