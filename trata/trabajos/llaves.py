"""Lo que los trabajos guardan cifrado: el archivo con que se encargó cada uno y su resultado."""

from collections.abc import Iterator
from itertools import islice

from trata.auditoria.recifrado import almacen_de_bytes
from trata.comun.almacenes import Almacen
from trata.comun.cifrado import llave_vigente
from trata.comun.cifrado_por_trozos import llave_del_archivo, recifrar_guardado
from trata.trabajos.models import EntradaDeTrabajo, Trabajo


def _atrasados() -> Iterator[Trabajo]:
    """Los resultados guardados con otra llave. El que venció y ya no está no cuenta."""
    for trabajo in Trabajo.objects.exclude(archivo="").order_by("pk").iterator():
        if not trabajo.archivo.storage.exists(trabajo.archivo.name):
            continue
        with trabajo.archivo.open("rb") as guardado:
            llave = llave_del_archivo(guardado)
        if llave not in {"", llave_vigente()}:
            yield trabajo


def recifrar_resultados(lote: int) -> int:
    """Recifra hasta `lote` resultados; devuelve cuántos. Se puede cortar y repetir."""
    hechos = list(islice(_atrasados(), lote))
    for trabajo in hechos:
        recifrar_guardado(trabajo.archivo.storage, trabajo.archivo.name)
    return len(hechos)


ENTRADAS = almacen_de_bytes(EntradaDeTrabajo, "contenido_cifrado")
RESULTADOS = Almacen(
    "resultados de trabajos",
    ("trabajos.Trabajo.archivo",),
    recifrar_resultados,
    lambda: sum(1 for _ in _atrasados()),
)
