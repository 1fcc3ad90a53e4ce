"""Qué hay en la bóveda, sin abrirla."""

from casos.models import Paradero, Victima


def paradero_de(victima: Victima) -> Paradero | None:
    """El paradero de una víctima, si se guardó; con su caso y su víctima."""
    return Paradero.objects.filter(victima=victima).select_related("caso", "victima").first()
