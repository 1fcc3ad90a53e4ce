"""Lo que `check` y `check --deploy` revisan de las llaves. Los errores no dejan arrancar."""

import os
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured

from trata.comun.cifrado import comprobar_llaves


def llaves_utiles(**_: Any) -> list[CheckMessage]:
    """Las llaves de cifrado y del índice existen y no son de ejemplo."""
    if settings.CREA_LLAVES:
        return []
    try:
        comprobar_llaves()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="trata.E001")]
    return []


def sello_ajeno(**_: Any) -> list[CheckMessage]:
    """En un servidor, sólo el sellador y quien verifica ven la llave del sello."""
    con_llave = {"sellador", "auditoria_verificar", "llaves"}
    la_ve = os.environ.get("LLAVE_DE_SELLO") or os.environ.get("LLAVE_DE_SELLO_FILE")
    if settings.EN_SERVIDOR and la_ve and settings.ORDEN not in con_llave:
        return [
            Error(
                "Este proceso ve LLAVE_DE_SELLO, y sólo debe verla el sellador.",
                hint="Quita LLAVE_DE_SELLO del entorno de la web y de los trabajadores.",
                id="trata.E002",
            )
        ]
    return []


def exigir_llaves() -> None:
    """Al arrancar cualquier proceso: sin llaves que sirvan, no arranca."""
    if not settings.CREA_LLAVES:
        comprobar_llaves()
