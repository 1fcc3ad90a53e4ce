"""Reglas del registro: una sola lista para el formulario, la API y el archivo."""

from casos.reglas.avance import AVANCE_DE_VICTIMA, estados_en_orden, retrocede
from casos.reglas.caso import CASO, CLAVE_EXTERNA, LUGAR, normalizar_clave
from casos.reglas.completo import CASO_COMPLETO, MIGRANTE_COMPLETO, VICTIMA_COMPLETA
from casos.reglas.intercambio import SOLICITUD_DE_ENLACE
from casos.reglas.partes import ATENCION, ESTABLECIMIENTO, NOTA, OBSERVACION, OPERATIVO
from casos.reglas.persona import (
    DIMENSIONES,
    ESTADO_DE_VICTIMA,
    IMPLICADO,
    MIGRANTE,
    VICTIMA,
    VINCULO,
    deducir_edad,
    documento_mal_formado,
    es_nna,
    grupo_calculado,
)

__all__ = [
    "ATENCION",
    "AVANCE_DE_VICTIMA",
    "CASO",
    "CASO_COMPLETO",
    "CLAVE_EXTERNA",
    "DIMENSIONES",
    "ESTABLECIMIENTO",
    "ESTADO_DE_VICTIMA",
    "IMPLICADO",
    "LUGAR",
    "MIGRANTE",
    "MIGRANTE_COMPLETO",
    "NOTA",
    "OBSERVACION",
    "OPERATIVO",
    "SOLICITUD_DE_ENLACE",
    "VICTIMA",
    "VICTIMA_COMPLETA",
    "VINCULO",
    "deducir_edad",
    "documento_mal_formado",
    "es_nna",
    "estados_en_orden",
    "grupo_calculado",
    "normalizar_clave",
    "retrocede",
]
