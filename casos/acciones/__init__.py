"""Los verbos del registro."""

from casos.acciones.asignacion import asignar_caso, terminar_asignacion
from casos.acciones.borradores import (
    borrar_busqueda,
    descartar_borrador,
    guardar_borrador,
    guardar_busqueda,
    marcar_envio,
)
from casos.acciones.casos import editar_caso, registrar_caso
from casos.acciones.ciclo import (
    anular_caso,
    aprobar_caso,
    atender_observacion,
    enviar_caso,
    observar_caso,
    puede_anular,
)
from casos.acciones.importacion import anotar_importacion, importar_casos, subir_archivo
from casos.acciones.otro import abrir_otro
from casos.acciones.partes import (
    editar_parte,
    puede_escribir,
    registrar_parte,
    retirar_parte,
    rol_escribe,
)

__all__ = [
    "abrir_otro",
    "anotar_importacion",
    "anular_caso",
    "aprobar_caso",
    "asignar_caso",
    "atender_observacion",
    "borrar_busqueda",
    "descartar_borrador",
    "editar_caso",
    "editar_parte",
    "enviar_caso",
    "guardar_borrador",
    "guardar_busqueda",
    "importar_casos",
    "marcar_envio",
    "observar_caso",
    "puede_anular",
    "puede_escribir",
    "registrar_caso",
    "registrar_parte",
    "retirar_parte",
    "rol_escribe",
    "subir_archivo",
    "terminar_asignacion",
]
