"""Reglas de lo que lleva el oficial de datos. Python puro."""

from trata.comun.reglas import Datos, Regla, en_orden, requerido_si, vacio_si


def _cerrada(datos: Datos) -> bool:
    return datos.get("estado") in {"atendida", "denegada"}


INCIDENTE = (
    Regla(
        "hasta_antes_de_desde",
        "hasta",
        "El fin del intervalo no puede ser anterior a su inicio.",
        en_orden("desde", "hasta"),
    ),
    Regla(
        "conocido_antes_de_ocurrir",
        "conocido_en",
        "Se conoció después de que empezó: revisa la fecha y la hora.",
        en_orden("desde", "conocido_en"),
    ),
    Regla(
        "objeto_sin_tipo",
        "objeto_tipo",
        "Si escribes un registro, di de qué tipo es.",
        requerido_si("objeto_tipo", lambda d: bool(d.get("objeto_id"))),
    ),
)
SOLICITUD = (
    Regla(
        "plazo_antes_de_recibir",
        "vence_el",
        "El plazo no puede vencer antes de recibir la solicitud.",
        en_orden("recibida_el", "vence_el"),
    ),
    Regla(
        "respuesta_sin_texto",
        "respuesta",
        "Escribe qué se respondió y por qué.",
        requerido_si("respuesta", _cerrada),
    ),
    Regla(
        "respuesta_sin_cerrar",
        "respuesta",
        "La respuesta se escribe al atender o denegar.",
        vacio_si("respuesta", lambda d: not _cerrada(d)),
    ),
)
