"""La demostración de la política: sintética, marcada, repetible y viva."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from politica import demostracion
from politica.consultas.evolucion import mapas, retrasos
from politica.consultas.reportes import bandeja, periodos_con_datos
from politica.models import Estado, Periodo, Reporte
from tests.fabricas.politica import secretaria
from trata.cuentas import demostracion as cuentas

pytestmark = pytest.mark.django_db


def test_la_demostracion_es_repetible_y_todo_lo_suyo_va_marcado():
    cuentas.crear_usuarios(lambda _: None)
    demostracion.poblar(lambda _: None)
    antes = Reporte.objects.count()
    demostracion.poblar(lambda _: None)
    assert Reporte.objects.count() == antes
    for periodo in Periodo.objects.all():
        oficial = (periodo.anio, periodo.tipo) == (2023, "semestre_1")
        assert periodo.es_sintetico != oficial
        marcas = set(periodo.reportes.values_list("es_sintetico", flat=True))
        assert marcas == {periodo.es_sintetico}
    vera = secretaria()
    todos = mapas(periodos_con_datos(), vera)
    assert len(todos) == 7
    for mapa in todos:
        assert mapa.resumen.total == 42
        assert mapa.resumen.verde
        assert mapa.resumen.faltan, "siempre hay silencios que contar"
    assert retrasos(todos[0])
    assert bandeja(vera)["enviados"]


def test_lo_que_esta_en_curso_tiene_de_todo():
    cuentas.crear_usuarios(lambda _: None)
    demostracion.poblar(lambda _: None)
    en_curso = Periodo.objects.filter(cerrado_en__isnull=True).order_by("-fin").first()
    estados = set(en_curso.reportes.values_list("estado", flat=True))
    assert estados == {Estado.PENDIENTE, Estado.BORRADOR, Estado.OBSERVADO, Estado.ENVIADO}


def test_la_evolucion_cuesta_lo_mismo_con_uno_o_con_siete_periodos():
    cuentas.crear_usuarios(lambda _: None)
    demostracion.poblar(lambda _: None)
    vera = secretaria()
    periodos = periodos_con_datos()
    mapas(periodos[:1], vera)
    with CaptureQueriesContext(connection) as uno:
        mapas(periodos[:1], vera)
    with CaptureQueriesContext(connection) as siete:
        mapas(periodos, vera)
    assert len(siete) == len(uno)
