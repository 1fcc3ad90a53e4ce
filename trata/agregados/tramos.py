"""Un tramo: meses seguidos que pueden cruzar años («marzo de 2021 a junio de 2022»).

Puro. Un tramo se parte en años enteros, que se leen de las celdas anuales, y en meses sueltos. Lo
registrado sin mes (el mes 0) sólo entra en los años enteros.
"""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

Mes = tuple[int, int]


@dataclass(frozen=True)
class Tramo:
    """Del primer mes al último, inclusive. Cada uno es (año, mes de 1 a 12)."""

    desde: Mes
    hasta: Mes

    @property
    def meses(self) -> list[Mes]:
        """Los meses, en orden."""
        primero, ultimo = (a * 12 + m - 1 for a, m in (self.desde, self.hasta))
        return [(n // 12, n % 12 + 1) for n in range(primero, ultimo + 1)]

    @property
    def trozos(self) -> list[tuple[int, int, int]]:
        """Por año, (año, primer mes, último mes)."""
        (a1, m1), (a2, m2) = self.desde, self.hasta
        return [(a, m1 if a == a1 else 1, m2 if a == a2 else 12) for a in range(a1, a2 + 1)]

    @property
    def anios_enteros(self) -> list[int]:
        """Los años que entran de enero a diciembre."""
        return [a for a, m, n in self.trozos if (m, n) == (1, 12)]

    @property
    def es_de_anios(self) -> bool:
        """Sólo años enteros: lo que hay guardado por año alcanza."""
        return len(self.anios_enteros) == len(self.trozos)

    @property
    def sueltos(self) -> list[tuple[int, int, int]]:
        """Los trozos que no son un año entero."""
        return [t for t in self.trozos if (t[1], t[2]) != (1, 12)]

    @property
    def en_celdas(self) -> Q:
        """Las celdas que lo suman sin repetir nada: las del año, o las de sus meses."""
        partes = [Q(anio=a, mes__range=(m, n)) for a, m, n in self.sueltos]
        if self.anios_enteros:
            partes.append(Q(anio__in=self.anios_enteros, mes=None))
        return reduce(or_, partes)

    @property
    def en_hechos(self) -> Q:
        """Los hechos que caen en él."""
        partes = [Q(anio=a, mes__range=(m, n)) for a, m, n in self.sueltos]
        if self.anios_enteros:
            partes.append(Q(anio__in=self.anios_enteros))
        return reduce(or_, partes)
