"""Reglas de los informes."""

import re

from trata.comun.reglas import Datos, Regla, en_orden, requerido_si

PIDEN_REGION = {"ficha-regional", "presentacion-regional"}
PIDEN_PERIODO = {"anual", "seguimiento", "cumplimiento"}
NACIONALES = {"anual", "seguimiento", "cumplimiento", "glotip", "carpeta"}
CAMPO_VIVO = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


def campos_citados(texto: str) -> list[str]:
    """Las claves que un texto cita como `{{ clave }}`, en orden."""
    return CAMPO_VIVO.findall(texto or "")


def _semestre_de_mas(datos: Datos) -> bool:
    return bool(datos.get("semestre")) and datos.get("tipo") != "boletin"


def _anio_fuera(datos: Datos) -> bool:
    anio = datos.get("anio")
    return anio is not None and not 2000 <= anio <= 2100


INFORME = (
    Regla("anio_fuera_de_rango", "anio", "Escribe un año entre 2000 y 2100.", _anio_fuera),
    Regla(
        "falta_region",
        "espacio",
        "Elige la región: este informe es de una sola.",
        requerido_si("espacio_id", lambda d: d.get("tipo") in PIDEN_REGION),
    ),
    Regla(
        "region_de_mas",
        "espacio",
        "Este informe es de todo el país. Deja la región vacía.",
        lambda d: bool(d.get("espacio_id")) and d.get("tipo") in NACIONALES,
    ),
    Regla(
        "falta_periodo",
        "periodo",
        "Elige el periodo de la política que se informa.",
        requerido_si("periodo_id", lambda d: d.get("tipo") in PIDEN_PERIODO),
    ),
    Regla(
        "semestre_de_mas",
        "semestre",
        "Sólo el boletín estadístico se hace por semestre. Déjalo vacío.",
        _semestre_de_mas,
    ),
)


def _recibido_despues_de_hoy(datos: Datos) -> bool:
    recibido, hoy = datos.get("recibido_el"), datos.get("hoy")
    return bool(recibido and hoy and recibido > hoy)


def _sin_destino(datos: Datos) -> bool:
    return not datos.get("entidad_id") and not (datos.get("destinatario") or "").strip()


ENVIO = (
    Regla("sin_destino", "destinatario", "Di a quién se envía: la institución, el área o el "
          "cargo.", _sin_destino),
    Regla("recibido_antes_de_enviar", "recibido_el", "La fecha en que se recibió no puede ser "
          "anterior a la del envío.", en_orden("enviado_el", "recibido_el")),
    Regla("recibido_en_el_futuro", "recibido_el", "Esa fecha todavía no llega.",
          _recibido_despues_de_hoy),
    Regla(
        "falta_quien_recibio",
        "recibido_por",
        "Escribe quién lo recibió: el cargo o el área bastan.",
        requerido_si("recibido_por", lambda d: d.get("recibido_el") is not None),
    ),
)  # fmt: skip
# Lo que pide un tipo de informe vale también para suscribirse a él.
SUSCRIPCION = tuple(r for r in INFORME if r.campo == "espacio")
