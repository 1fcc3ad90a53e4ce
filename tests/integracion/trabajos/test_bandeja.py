"""La bandeja de salida: lo que se promete ocurre, y ocurre una vez."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.utils import timezone

from trata.trabajos import acciones, bandeja
from trata.trabajos.models import CorreoRetenido, Salida

HECHOS: list[dict] = []


def anotar(datos):
    """Efecto de prueba: deja una fila por entrega, en la transacción de la bandeja."""
    if datos.get("falla"):
        raise RuntimeError("el documento 45678912 no existe")
    CorreoRetenido.objects.create(remitente="x", para="y", asunto=datos["que"], texto="")


@pytest.fixture(autouse=True)
def efectos(settings):
    settings.EFECTOS_DE_BANDEJA = settings.EFECTOS_DE_BANDEJA | {
        "prueba": "tests.integracion.trabajos.test_bandeja.anotar"
    }


def dejar(clave="1", **datos):
    acciones.dejar_en_bandeja(efecto="prueba", clave=clave, datos={"que": clave} | datos)


@pytest.mark.django_db
def test_lo_dejado_se_entrega_una_vez_aunque_se_deje_y_se_barra_varias():
    dejar()
    dejar()
    assert bandeja.barrer() == 1
    dejar()
    assert bandeja.barrer() == 0
    assert CorreoRetenido.objects.count() == 1


@pytest.mark.django_db
def test_si_quien_escribe_se_arrepiente_no_queda_nada_en_la_bandeja():
    with transaction.atomic():
        dejar()
        transaction.set_rollback(True)
    assert not Salida.objects.exists()


@pytest.mark.django_db
def test_un_efecto_sin_declarar_se_rechaza_al_dejarlo():
    with pytest.raises(ImproperlyConfigured, match="otro"):
        acciones.dejar_en_bandeja(efecto="otro", clave="1", datos={})


@pytest.mark.django_db
def test_una_salida_que_falla_no_detiene_a_las_demas_y_se_reintenta_mas_tarde():
    dejar("mala", falla=True)
    dejar("buena")
    assert bandeja.barrer() == 1
    mala = Salida.objects.get(clave="mala")
    assert mala.hecha_en is None
    assert mala.proximo_en > timezone.now()
    assert bandeja.barrer() == 0


@pytest.mark.django_db
def test_el_error_guardado_no_lleva_el_texto_que_puede_tener_datos_personales():
    dejar("mala", falla=True)
    bandeja.barrer()
    guardado = Salida.objects.get().ultimo_error
    assert guardado.startswith("RuntimeError en test_bandeja.py:")
    assert "45678912" not in guardado


@pytest.mark.django_db
def test_tras_muchos_fallos_se_ve_atascada_y_se_sigue_intentando():
    dejar("mala", falla=True)
    for _ in range(7):
        Salida.objects.update(proximo_en=timezone.now())
        bandeja.barrer()
    assert list(Salida.objects.atascadas()) == [Salida.objects.get()]
    Salida.objects.update(datos={"que": "arreglada"}, proximo_en=timezone.now())
    assert bandeja.barrer() == 1
    assert not Salida.objects.atascadas().exists()


def test_la_espera_se_dobla_hasta_una_hora_y_nunca_termina():
    esperas = [bandeja.espera(n) for n in range(1, 200)]
    assert esperas[:3] == [timedelta(seconds=5), timedelta(seconds=10), timedelta(seconds=20)]
    assert max(esperas) == timedelta(hours=1) == esperas[-1]


@pytest.mark.django_db(transaction=True)
def test_cuatro_barridos_a_la_vez_entregan_cada_salida_una_vez():
    for numero in range(40):
        dejar(str(numero))

    def barrer():
        try:
            bandeja.barrer()
        finally:
            connection.close()

    hilos = [threading.Thread(target=barrer) for _ in range(4)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    assert CorreoRetenido.objects.count() == 40
    assert len(set(CorreoRetenido.objects.values_list("asunto", flat=True))) == 40


@pytest.mark.django_db(transaction=True)
def test_con_redis_caido_se_guarda_igual_y_sin_esperar(settings, monkeypatch):
    avisos = []

    def caido(*args, **kwargs):
        avisos.append(args)
        raise ConnectionRefusedError

    monkeypatch.setattr("trata.trabajos.avisos.current_app.send_task", caido)
    dejar()
    assert Salida.objects.pendientes().count() == 1
    assert len(avisos) == 1


@pytest.mark.django_db
def test_un_correo_sale_por_la_bandeja_una_vez(mailoutbox):
    for _ in range(2):
        acciones.enviar_correo(
            para=["ana@ejemplo.pe"], asunto="Aviso", texto="Tienes un plazo.", clave="aviso-1"
        )
    assert mailoutbox == []
    bandeja.barrer()
    assert [m.subject for m in mailoutbox] == ["Aviso"]


@pytest.mark.django_db
def test_en_la_demostracion_el_correo_se_queda_en_la_tabla(settings):
    settings.EMAIL_BACKEND = "trata.trabajos.correo.BuzonDeDemostracion"
    acciones.enviar_correo(para=["ana@ejemplo.pe"], asunto="Aviso", texto="Hola.", clave="1")
    bandeja.barrer()
    retenido = CorreoRetenido.objects.get()
    assert (retenido.para, retenido.asunto) == ("ana@ejemplo.pe", "Aviso")
