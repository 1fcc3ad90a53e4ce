"""Con pocos registros no se divide: una sola regla para los tableros y los informes. Pura."""

POCOS = 30
"""Con menos registros que éstos no se calculan porcentajes de cambio, repartos ni brechas."""


def son_pocos(*totales: int) -> bool:
    """Alguno de los totales es demasiado chico para dividir entre él."""
    return min(totales) < POCOS
