"""El registro de sucesos no lleva datos personales."""

import json
import logging
import sys

import structlog
from django.conf import settings
from django.test import RequestFactory

from trata.comun.middleware import RegistroMiddleware

FORMATO = dict(settings.LOGGING["formatters"]["json"])
FORMATEADOR = structlog.stdlib.ProcessorFormatter(
    foreign_pre_chain=FORMATO["foreign_pre_chain"], processors=FORMATO["processors"]
)


def linea_de_un_error():
    documento = "45678912"
    try:
        raise ValueError(f"Key (documento)=({documento}) already exists")
    except ValueError:
        return FORMATEADOR.format(
            logging.LogRecord(
                "django.request", logging.ERROR, "x.py", 1, "Falla: %s", ("/casos/",),
                sys.exc_info(),
            )
        )  # fmt: skip


def test_un_error_deja_su_tipo_y_su_sitio_y_ni_su_texto_ni_sus_variables():
    linea = linea_de_un_error()
    suceso = json.loads(linea)
    assert suceso["event"] == "Falla: /casos/"
    assert suceso["error"] == "ValueError"
    assert suceso["traza"][-1].startswith("test_registro.py:")
    assert "45678912" not in linea


def test_el_registro_de_un_pedido_no_lleva_lo_que_se_busca():
    pedido = RequestFactory().get("/casos/?documento=45678912")
    assert RegistroMiddleware.format_request(pedido) == "GET /casos/"
    assert "trata.comun.middleware.RegistroMiddleware" in settings.MIDDLEWARE
