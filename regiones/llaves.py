"""Recifrado de los nombres de participantes cuando rota la llave."""

from regiones.models import Participante
from trata.comun.cifrado import llave_vigente, recifrar


def recifrar_participantes(lote: int) -> int:
    """Recifra hasta `lote` nombres con la llave vigente; devuelve cuántos. 0: no queda nada."""
    viejos = list(
        Participante.objects.exclude(nombre_cifrado__startswith=f"{llave_vigente()}:")
        .exclude(nombre_cifrado="")
        .order_by("pk")[:lote]
    )
    for participante in viejos:
        participante.nombre_cifrado = recifrar(participante.nombre_cifrado)
    Participante.objects.bulk_update(viejos, ["nombre_cifrado"])
    return len(viejos)
