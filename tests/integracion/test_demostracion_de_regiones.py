"""La demostración trae los hechos de Cusco tal como los dice el Ministerio, y se puede repetir."""

import pytest

from regiones.consultas import capacitaciones as consultas
from regiones.demostracion import cargar
from regiones.models import (
    AsistenciaTecnica,
    Capacitacion,
    EncuentroMacrorregional,
    EspacioRegional,
    PlanRegional,
)
from trata.cuentas.demostracion import crear_usuarios
from trata.cuentas.models import Usuario

pytestmark = pytest.mark.django_db


@pytest.fixture
def demostracion():
    crear_usuarios(lambda _: None)
    cargar(lambda _: None)


def test_cada_hecho_de_la_presentacion_esta_con_su_fuente(demostracion):
    cusco = EspacioRegional.objects.get(codigo="cusco")
    hechos = AsistenciaTecnica.objects.filter(espacio=cusco, es_sintetico=False)
    assert {h.tema for h in hechos} == {
        "capacidades",
        "plan_regional",
        "plan_anual",
        "red_provincial",
    }
    capacitacion = Capacitacion.objects.get(es_sintetico=False)
    assert (capacitacion.numero_de_actividades, capacitacion.total_declarado) == (2, 669)
    assert {t.codigo for t in capacitacion.temas.all()} == {
        "trata-de-personas",
        "ciberdelincuencia",
        "personas-desaparecidas",
        "tic-en-la-investigacion",
    }
    assert {m.codigo for m in capacitacion.macrorregiones.all()} == {"cusco", "madre-de-dios"}
    encuentro = EncuentroMacrorregional.objects.get(es_sintetico=False)
    assert encuentro.cuando == "julio de 2021"
    assert {e.region for e in encuentro.convocadas.all()} == {
        "Arequipa",
        "Cusco",
        "Moquegua",
        "Madre de Dios",
        "Puno",
        "Tacna",
    }
    assert PlanRegional.objects.get(espacio=cusco, es_sintetico=False).anio_fin == 2022
    for objeto in (*hechos, capacitacion, encuentro):
        assert "Lucha contra la trata de personas" in objeto.fuente


def test_lo_sintetico_esta_marcado_y_repetir_no_agrega(demostracion):
    antes = Capacitacion.objects.count()
    cargar(lambda _: None)
    assert Capacitacion.objects.count() == antes
    assert Capacitacion.objects.filter(es_sintetico=False).count() == 1
    assert PlanRegional.objects.filter(fuente="").count() == 0


def test_nadie_se_cuenta_dos_veces_donde_hay_lista(demostracion):
    carmen = Usuario.objects.get(username="carmen")
    con_lista = Capacitacion.objects.visibles_para(carmen).filter(forma="lista")
    cuenta = consultas.capacitados(con_lista)
    assert (cuenta.filas, cuenta.personas, cuenta.repetidas) == (120, 95, 25)
    filas = consultas.cobertura_por_macrorregion(Capacitacion.objects.visibles_para(carmen))
    juntas = next(f for f in filas if f.anio == 2021)
    assert juntas.macrorregiones == "Cusco y Madre de Dios"
    assert juntas.capacitados.declarados == 669


def test_madre_de_dios_ve_la_capacitacion_que_la_alcanza_y_loreto_no(demostracion):
    luis = Usuario.objects.get(username="luis")
    oficial = Capacitacion.objects.get(es_sintetico=False)
    assert not Capacitacion.objects.visibles_para(luis).filter(pk=oficial.pk).exists()
    carmen = Usuario.objects.get(username="carmen")
    assert Capacitacion.objects.visibles_para(carmen).filter(pk=oficial.pk).exists()
