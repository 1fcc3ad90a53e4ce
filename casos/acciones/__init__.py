"""Los verbos del registro."""

from casos.acciones.asignacion import asignar_caso, asignar_casos, terminar_asignacion
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
from casos.acciones.deshacer import deshacer_importacion, se_puede_deshacer
from casos.acciones.importacion import (
    anotar_lectura,
    anotar_rechazo,
    anotar_revision,
    contenido_de,
    emparejar,
    encargar_paso,
    importar_lote,
    muestra_de,
    subir_archivo,
    tomar_turno,
    vencer_importaciones,
)
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
    "anotar_lectura",
    "anotar_rechazo",
    "anotar_revision",
    "anular_caso",
    "aprobar_caso",
    "asignar_caso",
    "asignar_casos",
    "contenido_de",
    "deshacer_importacion",
    "emparejar",
    "encargar_paso",
    "importar_lote",
    "muestra_de",
    "se_puede_deshacer",
    "tomar_turno",
    "vencer_importaciones",
    "atender_observacion",
    "borrar_busqueda",
    "descartar_borrador",
    "editar_caso",
    "editar_parte",
    "enviar_caso",
    "guardar_borrador",
    "guardar_busqueda",
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
