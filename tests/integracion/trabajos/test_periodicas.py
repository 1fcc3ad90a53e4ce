"""Las tareas periódicas, con dos relojes."""

import threading
from datetime import datetime

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from django_celery_beat.models import PeriodicTask

from trata.comun.catalogos import ErroresDeCatalogo
from trata.trabajos import catalogo, latidos
from trata.trabajos.models import CorreoRetenido, EjecucionPeriodica
from trata.trabajos.periodicas import periodo_de, una_vez_por

LIMA = timezone.get_default_timezone()


@una_vez_por("dia")
def diaria(falla=False):
    """Efecto de prueba."""
    CorreoRetenido.objects.create(remitente="x", para="y", asunto="diaria", texto="")
    if falla:
        raise RuntimeError
    return "hecho"


@pytest.mark.django_db
def test_se_hace_una_vez_por_dia_aunque_el_reloj_retroceda():
    with time_machine.travel(datetime(2026, 11, 24, 9, tzinfo=LIMA), tick=False) as reloj:
        assert diaria() == "hecho"
        assert diaria() is None
        reloj.move_to(datetime(2026, 11, 25, 0, 1, tzinfo=LIMA))
        assert diaria() == "hecho"
        reloj.move_to(datetime(2026, 11, 24, 23, tzinfo=LIMA))
        assert diaria() is None
    assert CorreoRetenido.objects.count() == 2


@pytest.mark.django_db
def test_si_falla_no_queda_ni_efecto_ni_marca_y_se_vuelve_a_intentar():
    with pytest.raises(RuntimeError):
        diaria(falla=True)
    assert not EjecucionPeriodica.objects.exists()
    assert diaria() == "hecho"
    assert CorreoRetenido.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_cuatro_relojes_a_la_vez_la_hacen_una_vez():
    barrera = threading.Barrier(4)

    def correr():
        try:
            barrera.wait()
            diaria()
        finally:
            connection.close()

    hilos = [threading.Thread(target=correr) for _ in range(4)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    assert CorreoRetenido.objects.count() == 1


def test_la_semana_y_el_trimestre_se_cuentan_en_lima():
    momento = datetime(2027, 1, 1, 3, tzinfo=LIMA)
    assert periodo_de("semana", momento) == "2026-S53"
    assert periodo_de("trimestre", momento) == "2027-T1"


@pytest.mark.django_db
def test_el_calendario_del_reloj_sale_de_la_configuracion_y_lo_que_sobra_se_apaga(settings):
    settings.TAREAS_PERIODICAS = {
        "a": ("trata.trabajos.bandeja.barrer", "cada 5 s"),
        "b": ("trata.trabajos.limpieza.caducar", "7 3 * * *"),
    }
    catalogo.cargar(verificar=False)
    assert PeriodicTask.objects.get(name="a").interval.every == 5
    assert str(PeriodicTask.objects.get(name="b").crontab.timezone) == "America/Lima"
    del settings.TAREAS_PERIODICAS["b"]
    catalogo.cargar(verificar=False)
    assert not PeriodicTask.objects.get(name="b").enabled


@pytest.mark.django_db
def test_una_tarea_que_no_existe_o_un_cron_roto_se_dicen(settings):
    settings.TAREAS_PERIODICAS = {
        "a": ("trata.trabajos.no_existe.x", "cada 5 s"),
        "b": ("trata.trabajos.bandeja.barrer", "cada rato"),
    }
    with pytest.raises(ErroresDeCatalogo) as error:
        catalogo.cargar(verificar=True)
    assert len(error.value.errores) == 2


@pytest.mark.django_db
def test_un_proceso_que_late_esta_al_dia_y_uno_que_calla_no():
    latidos.latir("worker")
    latidos.latir("worker", "otra vez")
    estado = latidos.estado_de_los_procesos()
    assert estado["worker"].al_dia
    assert not estado["beat"].al_dia
