"""El estado de una víctima avanza: volver atrás se admite, pero se confirma."""

from collections.abc import Iterable, Sequence
from datetime import date

from trata.comun.reglas import Regla

AVANCE = {"posible": 0, "presunta": 1, "identificada": 2, "acreditada": 3}


def retrocede(estados: Sequence[str]) -> bool:
    """Dice si una serie de estados, en orden de fecha, vuelve atrás. «Descartada» es un final."""
    hasta_ahora, cerrada = -1, False
    for estado in estados:
        grado = AVANCE.get(estado)
        if grado is None:
            cerrada = cerrada or estado == "descartada"
            continue
        if cerrada or grado < hasta_ahora:
            return True
        hasta_ahora = grado
    return False


def estados_en_orden(pasos: Iterable[tuple[date | None, str]]) -> list[str]:
    """Los estados por su fecha; sin fecha van al final, y los de un mismo día, como llegaron.

    El último es el estado de la víctima.
    """
    return [estado for _, estado in sorted(pasos, key=lambda p: p[0] or date.max)]


# Mira `pasos`: los estados de la víctima en orden de fecha, con el que se agrega o cambia.
AVANCE_DE_VICTIMA: tuple[Regla, ...] = (
    Regla(
        "estado_retrocede",
        "estado",
        "La víctima ya tenía un estado más avanzado. Corrige el estado o la fecha, o confirma "
        "que es correcto.",
        lambda d: retrocede(d["pasos"]),
        es_aviso=True,
    ),
)
