"""Tipos que comparten la lectura, la revisión y la conversión de la serie. Python puro."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, NamedTuple

MES_NO_PUBLICADO = 0


class Fila(NamedTuple):
    """Una fila del archivo publicado. `valor` nulo = la casilla venía vacía (no es cero)."""

    anio: int
    mes: int
    ccdd: str
    lugar: str
    provincia: str
    distrito: str
    comisaria: str
    item: str
    valor: int | None


class Dato(NamedTuple):
    """Una cantidad de la serie ya ubicada: departamento INEI (1–25) y mes (0 = año sin mes)."""

    anio: int
    mes: int
    departamento: int
    item: str
    valor: int


Gravedad = Literal["error", "aviso", "nota"]


@dataclass(frozen=True)
class Hallazgo:
    """Algo que la revisión encontró.

    `error` impide cargar; `aviso` es un defecto que se carga y se declara; `nota`, una propiedad
    del archivo que hay que conocer para leerlo. `que_se_hizo` dice cómo se trató.
    """

    codigo: str
    gravedad: Gravedad
    titulo: str
    cantidad: int
    que_se_hizo: str
    ejemplos: tuple[str, ...] = ()
    tabla: tuple[dict[str, Any], ...] = ()


@dataclass
class InformeDeCalidad:
    """Todo lo que se encontró en un archivo y las cifras que permiten comprobarlo."""

    formato: str
    filas: int = 0
    hoja: str = ""
    totales: dict[int, int] = field(default_factory=dict)
    ultimo_mes: dict[int, int] = field(default_factory=dict)
    hallazgos: list[Hallazgo] = field(default_factory=list)

    @property
    def errores(self) -> list[Hallazgo]:
        """Los que impiden cargar."""
        return [h for h in self.hallazgos if h.gravedad == "error"]

    def como_json(self) -> dict[str, Any]:
        """Para guardarlo en la carga."""
        return asdict(self)


class ArchivoIlegibleError(Exception):
    """El archivo no se puede leer: frase para quien lo subió y, si hay, hallazgos por fila."""

    def __init__(self, mensaje: str, hallazgos: Sequence[Hallazgo] = ()) -> None:
        super().__init__(mensaje)
        self.mensaje = mensaje
        self.hallazgos = list(hallazgos)
