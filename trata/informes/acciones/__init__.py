"""Verbos de los informes."""

from trata.informes.acciones.archivos import encargar_archivos, encargar_borrador, guardar_archivo
from trata.informes.acciones.asignaciones import (
    asignar_seccion,
    marcar_lista,
    quitar_asignacion,
    recordar_secciones,
)
from trata.informes.acciones.camino import PASOS, PIDEN_MOTIVO, mover, publicar, registrar_informe
from trata.informes.acciones.entrega import (
    guardar_firmado,
    guardar_tramite,
    registrar_cargo,
    registrar_envio,
    retirar_firmado,
)
from trata.informes.acciones.plantillas import (
    subir_plantilla,
    usar_plantilla,
    volver_a_la_de_la_casa,
)
from trata.informes.acciones.redaccion import (
    comentar,
    descartar_borrador,
    escribir_texto,
    guardar_borrador,
    resolver_comentario,
)
from trata.informes.acciones.suscripciones import dar_de_baja, enviar_programados, suscribir

__all__ = [
    "PASOS",
    "PIDEN_MOTIVO",
    "asignar_seccion",
    "comentar",
    "dar_de_baja",
    "descartar_borrador",
    "encargar_archivos",
    "encargar_borrador",
    "enviar_programados",
    "escribir_texto",
    "guardar_archivo",
    "guardar_borrador",
    "guardar_firmado",
    "guardar_tramite",
    "marcar_lista",
    "mover",
    "publicar",
    "quitar_asignacion",
    "recordar_secciones",
    "registrar_cargo",
    "registrar_envio",
    "registrar_informe",
    "resolver_comentario",
    "retirar_firmado",
    "subir_plantilla",
    "suscribir",
    "usar_plantilla",
    "volver_a_la_de_la_casa",
]
