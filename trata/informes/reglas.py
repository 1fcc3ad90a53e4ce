"""Reglas de los informes."""

import re

from trata.comun.reglas import Datos, Regla, requerido_si

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
