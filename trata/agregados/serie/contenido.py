"""El archivo de la serie ya leído, sin filas repetidas y con índices. Python puro."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from trata.agregados.serie.tipos import Fila
from trata.comun.formato import entero

TOTAL = "F1_TOTAL"
TOTALES = {
    "fin": (TOTAL,),
    "lugar_explotacion": ("F2_TOTAL",),
    "captacion": ("C_TOTAL",),
    "medio": ("M_TOTAL",),
    "educacion": ("P3_TOTAL",),
    "vinculo": ("P4_TOTAL",),
    "denunciante": ("P5_TOTAL",),
    "reclutamiento": ("T_TOTAL",),
    "destino": ("D_TOTAL",),
    "sexo": ("EM_EF_TOTAL",),
    "grupo_edad": ("EM_EF_TOTAL",),
}
ROTULOS_DE_TOTAL = {t for grupo in TOTALES.values() for t in grupo} | {
    "EF_SUB TOTAL",
    "EM_SUB TOTAL",
}
DEPARTAMENTOS_DE_UN_ANIO_SIN_MES = 10


@dataclass
class Contenido:
    """El archivo ya sin filas repetidas, con los índices que usan las revisiones."""

    filas: list[Fila]
    repetidas: int = 0

    @classmethod
    def de(cls, filas: Iterable[Fila]) -> "Contenido":
        """Quita las filas idénticas y cuenta cuántas eran."""
        lista_ = list(filas)
        unicas = list(dict.fromkeys(lista_))
        return cls(unicas, len(lista_) - len(unicas))

    @cached_property
    def bloques(self) -> dict[tuple, dict[str, int | None]]:
        """De (año, mes, ccdd, lugar, provincia, distrito, comisaría) a sus rótulos y valores."""
        bloques: dict[tuple, dict[str, int | None]] = {}
        for fila in self.filas:
            bloques.setdefault(fila[:7], {})[fila.item] = fila.valor
        return bloques

    @cached_property
    def por_anio(self) -> dict[int, Counter]:
        """Suma de cada rótulo por año."""
        sumas: dict[int, Counter] = defaultdict(Counter)
        for fila in self.filas:
            sumas[fila.anio][fila.item] += fila.valor or 0
        return dict(sorted(sumas.items()))

    @cached_property
    def anios_sin_mes(self) -> frozenset[int]:
        """Años publicados sin mes: todo en el mes 1, sin provincia, de muchos departamentos."""
        meses: dict[int, set[int]] = defaultdict(set)
        lugares: dict[int, set[str]] = defaultdict(set)
        con_provincia = set()
        for anio, mes, _, lugar, provincia, *_ in self.bloques:
            meses[anio].add(mes)
            lugares[anio].add(lugar)
            if provincia:
                con_provincia.add(anio)
        return frozenset(
            a
            for a, vistos in meses.items()
            if vistos <= {0, 1}
            and a not in con_provincia
            and len(lugares[a]) >= DEPARTAMENTOS_DE_UN_ANIO_SIN_MES
        )

    def ultimo_mes(self, anio: int) -> int:
        """El último mes con datos del año; 12 si el año se publicó sin mes."""
        if anio in self.anios_sin_mes:
            return 12
        return max(b[1] for b in self.bloques if b[0] == anio)


def ejemplos(contador: Counter, maximo: int = 12) -> tuple[str, ...]:
    """Lo más repetido de un contador, en palabras: «LADRILOS (878 filas)»."""
    return tuple(f"{clave} ({entero(n)} filas)" for clave, n in contador.most_common(maximo))
