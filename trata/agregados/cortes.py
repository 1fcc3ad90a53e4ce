"""Los tipos con que se lee: un corte (de qué, dónde, cuándo) y lo que sale de él."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet

from trata.agregados.models import Celda, NumeroDeFuente, Unidad
from trata.agregados.tramos import Tramo
from trata.agregados.variables import Categoria, CifraDeFoto, Variable


@dataclass(frozen=True)
class Corte:
    """De qué fuente, qué unidad, dónde y cuándo. `None` = todo (el país, el año entero).

    `filtros` son pares (código de variable, número de categoría): con alguno, se cuenta en vivo
    sobre los hechos, porque ninguna celda lo tiene guardado. Con `tramo`, el período son sus
    meses; `anio` es entonces el último año y `mes` no se usa.
    """

    anio: int
    fuente: int = NumeroDeFuente.SERIE_PNP
    unidad: int = Unidad.REGISTRO_PNP
    departamento: int | None = None
    provincia: int | None = None
    mes: int | None = None
    filtros: tuple[tuple[str, int], ...] = ()
    tramo: Tramo | None = None

    def nacional(self) -> "Corte":
        """El mismo corte para todo el país."""
        return replace(self, departamento=None, provincia=None)

    def en(self, **cambios: Any) -> "Corte":
        """El mismo corte con otras coordenadas."""
        return replace(self, **cambios)

    def sin_filtro_de(self, codigo: str) -> "Corte":
        """El mismo corte sin el filtro de una variable."""
        return replace(self, filtros=tuple(f for f in self.filtros if f[0] != codigo))

    def del_anio(self, anio: int) -> "Corte":
        """El mismo corte para un año entero."""
        return replace(self, anio=anio, mes=None, tramo=None)

    @property
    def es_de_anios(self) -> bool:
        """El período son años enteros: alcanza lo que se guarda por año."""
        return self.tramo.es_de_anios if self.tramo else self.mes is None

    @property
    def periodo_en_celdas(self) -> Q:
        """El período como filtro de celdas."""
        return self.tramo.en_celdas if self.tramo else Q(anio=self.anio, mes=self.mes)

    @property
    def propias(self) -> QuerySet[Celda]:
        """Las celdas de la fuente y la unidad en el período, de cualquier lugar."""
        return Celda.objects.filter(self.periodo_en_celdas, fuente=self.fuente, unidad=self.unidad)

    @property
    def celdas(self) -> QuerySet[Celda]:
        """Las celdas que caen en el corte."""
        return self.propias.filter(departamento=self.departamento, provincia=self.provincia)


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
