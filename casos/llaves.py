"""Lo que el registro guarda cifrado: identidades, lo que se dijo de ellas y archivos.

El contenido de un archivo se reemplaza de un golpe (`os.replace`) y después se anota en su fila con
qué llave quedó. Si el proceso muere entre lo uno y lo otro, repetirlo da lo mismo: cada archivo
dice adentro con qué llave está. Nunca hay un momento en que falte o esté a medias.
"""

import os
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet

from casos.models import Adjunto, DatoDeIdentidad, Identidad, Importacion, Paradero
from casos.models.identidad import CAMPOS_CIFRADOS
from trata.auditoria.historia import sin_historia
from trata.auditoria.recifrado import MOTIVO, almacen_de, almacen_de_bytes
from trata.comun.almacenes import Almacen
from trata.comun.cifrado import cifrar_bytes, descifrar_bytes, llave_de_bytes, llave_vigente

SUFIJO = ".nueva"


def archivos_atrasados() -> QuerySet[Adjunto]:
    """Los adjuntos cuyo contenido no consta con la llave vigente, también los retirados."""
    return Adjunto.objects.exclude(llave=llave_vigente())


def recifrar_archivos(lote: int) -> int:
    """Recifra hasta `lote` archivos, uno por transacción; devuelve cuántos.

    El que no está en su sitio se salta y sigue pendiente: mientras falte, su llave no se retira.
    """
    hechos, ultimo = 0, 0
    while hechos < lote:
        with transaction.atomic():
            adjunto = (
                archivos_atrasados()
                .filter(pk__gt=ultimo)
                .select_for_update(of=("self",))
                .order_by("pk")
                .first()
            )
            if adjunto is None:
                break
            ultimo = adjunto.pk
            ruta = Path(default_storage.path(adjunto.ruta))
            if not ruta.is_file():
                continue
            recifrar_archivo(ruta)
            with sin_historia(Adjunto, motivo=MOTIVO):
                Adjunto.objects.filter(pk=adjunto.pk).update(llave=llave_vigente())
            hechos += 1
    return hechos


def recifrar_archivo(ruta: Path) -> None:
    """Deja el archivo cifrado con la llave vigente. Lanza `ServicioNoDisponibleError` si no puede
    descifrarlo: entonces no lo toca."""
    guardado = ruta.read_bytes()
    if llave_de_bytes(guardado) == llave_vigente():
        return
    nuevo = cifrar_bytes(descifrar_bytes(guardado))
    provisional = ruta.with_name(ruta.name + SUFIJO)
    with provisional.open("wb") as salida:
        salida.write(nuevo)
        salida.flush()
        os.fsync(salida.fileno())
    provisional.replace(ruta)


IDENTIDADES = almacen_de(Identidad, tuple(CAMPOS_CIFRADOS.values()))
DATOS_DICHOS = almacen_de(DatoDeIdentidad, ("valor_cifrado",))
PARADEROS = almacen_de(Paradero, ("direccion_cifrado",))
NOMBRES_DE_ADJUNTOS = almacen_de(Adjunto, ("nombre_original_cifrado",))
CONTENIDO_DE_ADJUNTOS = Almacen(
    "contenido de los archivos",
    ("casos.Adjunto.ruta",),
    recifrar_archivos,
    lambda: archivos_atrasados().count(),
)
ARCHIVOS_POR_IMPORTAR = almacen_de_bytes(Importacion, "contenido_cifrado")
MUESTRAS_POR_IMPORTAR = almacen_de(Importacion, ("muestra_cifrada",))
