"""Lo que se guarda cifrado, como lista: así rotar y retirar una llave lo alcanzan todo."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Almacen:
    """Un sitio con datos cifrados. `settings.ALMACENES_CIFRADOS` nombra a cada uno.

    `columnas` son sus columnas (`app.Modelo.campo`), para comprobar que ninguna quedó fuera.
    `recifrar(lote)` pasa hasta `lote` filas a la llave vigente y devuelve cuántas; 0 es «no queda
    ninguna que se pueda». `pendientes()` cuenta las que aún usan otra llave, sin tocarlas.
    """

    nombre: str
    columnas: tuple[str, ...]
    recifrar: Callable[[int], int]
    pendientes: Callable[[], int]
