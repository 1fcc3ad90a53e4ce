"""Los candados de la base: dos cosas distintas no se estorban, dos iguales sí se esperan."""

import pytest
from django.db import connections, transaction

from trata.comun.candados import Candado, intentar, tomar

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def otra_conexion():
    conexion = connections.create_connection("default")
    yield conexion
    conexion.close()


def libre_para(conexion, orden, *datos):
    with conexion.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_xact_lock({orden})", datos)
        return cursor.fetchone()[0]


def test_lo_mismo_espera_y_lo_distinto_no(otra_conexion):
    with transaction.atomic():
        tomar(Candado.NUMERO_DE_INFORME, 2026)
        tomar(Candado.DOCUMENTO, "abc")
        assert not libre_para(otra_conexion, "%s, %s", int(Candado.NUMERO_DE_INFORME), 2026)
        assert libre_para(otra_conexion, "%s, %s", int(Candado.NUMERO_DE_INFORME), 2027)
        assert libre_para(otra_conexion, "%s, %s", int(Candado.IMPORTACION), 2026)
        texto = "hashtextextended(%s, %s)"
        assert not libre_para(otra_conexion, texto, "abc", int(Candado.DOCUMENTO))
        assert libre_para(otra_conexion, texto, "abc", int(Candado.IDEMPOTENCIA))
    assert libre_para(otra_conexion, "%s, %s", int(Candado.NUMERO_DE_INFORME), 2026)


def test_intentar_no_espera(otra_conexion):
    with otra_conexion.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, 0)", [int(Candado.RECALCULO)])
    with transaction.atomic():
        assert not intentar(Candado.RECALCULO)
        assert intentar(Candado.SERIE_OFICIAL)
