"""Leer un número natural de lo que alguien escribió o mandó en una dirección."""


def natural(texto: object, *, cifras: int = 9) -> int | None:
    """«2025» → 2025; `None` si no son sólo cifras del 0 al 9, o si son más de `cifras`.

    Nueve cifras caben en una columna entera; `int()` por sí solo acepta números de otras
    escrituras y se niega, con un error, desde las 4 300.
    """
    escrito = "" if texto is None else str(texto)
    if not escrito.isascii() or not escrito.isdecimal() or len(escrito) > cifras:
        return None
    return int(escrito)
