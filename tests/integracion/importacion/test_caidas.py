"""Importar cuando algo se cae o dos personas confirman a la vez: todo o nada, y una sola vez."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from casos import acciones
from casos.acciones.importacion import TIPO
from casos.models import Caso, CasoImportado, ClaveExterna, Importacion, Victima
from tests import bases
from tests.fabricas.casos import crear_usuario
from tests.fabricas.importacion import FILA, SIN_NUMERO, a_csv, correr_trabajos
from trata.comun.base_de_datos import conectar_como_administrador
from trata.servicios_locales.semaforos import piscina_de_celery
from trata.trabajos import encargos
from trata.trabajos.models import Trabajo

CASOS = 30
Estado = Importacion.Estado
ESPERANDO = """
SELECT a.pid FROM pg_stat_activity a JOIN pg_locks l USING (pid)
WHERE a.datname = current_database() AND NOT l.granted
    AND l.relation = 'casos_asignacion'::regclass
"""


def filas(n=CASOS):
    return [FILA | {"numero": f"{i}-2026-1"} for i in range(1, n + 1)]


def revisada(por, contenido=None):
    """Un archivo subido, leído y juzgado, listo para confirmar."""
    acciones.subir_archivo(nombre="casos.csv", contenido=contenido or a_csv(filas()), por=por)
    correr_trabajos()
    importacion = Importacion.objects.latest("pk")
    assert importacion.estado == Estado.REVISADA, importacion.informe
    return importacion


def confirmar(importacion, por):
    """Pulsa «Importar»; devuelve el trabajo encargado."""
    return acciones.encargar_paso(importacion=importacion, modo="importar", por=por).trabajo


def esperar(condicion, segundos=120):
    """Espera a que se cumpla; devuelve lo que dijo."""
    limite = time.monotonic() + segundos
    while time.monotonic() < limite:
        if hallado := condicion():
            return hallado
        time.sleep(0.05)
    pytest.fail("No ocurrió a tiempo.")


@contextmanager
def escritura_detenida():
    """Nadie puede asignar un caso: quien importa se queda a la mitad, con casos ya escritos."""
    administrador = conectar_como_administrador(bases.nombre_de_mi_base())
    administrador.autocommit = False
    administrador.cursor().execute("LOCK TABLE casos_asignacion IN SHARE MODE")
    try:
        yield
    finally:
        administrador.close()


def esperando():
    """Qué conexiones esperan para asignar un caso: sus casos ya están escritos."""
    with connection.cursor() as cursor:
        cursor.execute(ESPERANDO)
        return {pid for (pid,) in cursor.fetchall()}


@pytest.fixture
def trabajador(tmp_path):
    """Arranca un proceso de Celery; al final, ninguno queda vivo y se lee lo que dijeron."""
    vivos = []
    dicho = tmp_path / "trabajador.txt"

    def arrancar():
        celery = str(Path(sys.executable).parent / "celery")
        orden = [celery, "-A", "tests.trabajador", "worker", "-c", "1", "--loglevel", "INFO"]
        with dicho.open("a") as salida:
            vivos.append(
                subprocess.Popen(
                    [*orden, *piscina_de_celery()],
                    cwd=settings.BASE_DIR,
                    env=os.environ | {"BASE_DEL_TRABAJADOR": bases.nombre_de_mi_base()},
                    start_new_session=True,
                    stdin=subprocess.DEVNULL,
                    stdout=salida,
                    stderr=salida,
                )
            )
        return vivos[-1]

    yield arrancar
    for proceso in vivos:
        matar(proceso)
    print(dicho.read_text(errors="replace")[-3000:])


def matar(proceso):
    """kill -9 al grupo entero, como cuando el sistema se queda sin memoria."""
    if proceso.poll() is None:
        os.killpg(proceso.pid, signal.SIGKILL)
    proceso.wait(10)


def sigue_conectado(pid):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [pid])
        return cursor.fetchone() is not None


def escritos():
    """Casos, víctimas, números, lo anotado y la historia: cuántas filas hay de cada cosa."""
    modelos = (Caso, Victima, ClaveExterna, CasoImportado, Caso.pgh_event_model)
    return tuple(m.objects.count() for m in modelos)


@pytest.mark.django_db(transaction=True)
def test_si_matan_al_trabajador_a_la_mitad_no_queda_nada_y_otro_la_termina(trabajador):
    ana = crear_usuario("ana", "analista", "08")
    importacion = revisada(ana)
    trabajo = confirmar(importacion, ana)
    with escritura_detenida():
        primero = trabajador()
        (pid,) = esperar(esperando)
        matar(primero)
    esperar(lambda: not sigue_conectado(pid))
    assert escritos() == (0, 0, 0, 0, 0)
    importacion.refresh_from_db()
    assert (importacion.estado, importacion.en_marcha) == (Estado.REVISADA, True)
    assert confirmar(importacion, ana) == trabajo  # confirmar otra vez no encarga otro

    Trabajo.objects.update(creado_en=timezone.now() - timedelta(minutes=1))
    assert encargos.recuperar_abandonados() == 1
    trabajador()
    esperar(lambda: not Trabajo.objects.vivos().exists())
    trabajo.refresh_from_db()
    assert (trabajo.estado, trabajo.intentos) == (Trabajo.Estado.TERMINADO, 2)
    importacion.refresh_from_db()
    assert importacion.estado == Estado.IMPORTADA
    assert escritos() == (CASOS, CASOS, CASOS, CASOS, CASOS)


@pytest.mark.django_db
def test_si_muere_recien_confirmado_el_trabajo_termina_bien_y_no_escribe_otra_vez(monkeypatch):
    ana = crear_usuario("ana", "analista", "08")
    importacion = revisada(ana)
    trabajo = confirmar(importacion, ana)

    def morir(*_):
        raise SystemExit

    with monkeypatch.context() as caida:
        caida.setattr(encargos, "_terminar", morir)
        with pytest.raises(SystemExit):
            encargos.ejecutar(trabajo.pk)
    trabajo.refresh_from_db()
    assert trabajo.estado == Trabajo.Estado.EN_CURSO
    assert encargos.ejecutar(trabajo.pk)
    trabajo.refresh_from_db()
    assert (trabajo.estado, trabajo.error) == (Trabajo.Estado.TERMINADO, "")
    assert trabajo.resumen == {"registrados": CASOS, "actualizados": 0}
    assert Caso.objects.count() == CASOS
    otra_vez = confirmar(importacion, ana)
    assert otra_vez != trabajo
    encargos.ejecutar(otra_vez.pk)
    otra_vez.refresh_from_db()
    assert otra_vez.error == "Este archivo ya se importó."
    assert Caso.objects.count() == CASOS


@pytest.mark.django_db
def test_lo_que_se_interrumpe_demasiado_se_da_por_fallido_y_se_confirma_otra_vez():
    ana = crear_usuario("ana", "analista", "08")
    importacion = revisada(ana)
    trabajo = confirmar(importacion, ana)
    Trabajo.objects.update(intentos=encargos.INTENTOS_MAXIMOS, estado=Trabajo.Estado.EN_CURSO)
    encargos.ejecutar(trabajo.pk)
    trabajo.refresh_from_db()
    assert trabajo.estado == Trabajo.Estado.FALLIDO
    importacion.refresh_from_db()
    assert not importacion.en_marcha
    encargos.ejecutar(confirmar(importacion, ana).pk)
    assert Caso.objects.count() == CASOS


def a_la_vez(*funciones):
    """Corre cada una en su hilo y su conexión, a la misma señal; lo que falle, se dice."""
    barrera, fallas = threading.Barrier(len(funciones)), []

    def correr(funcion):
        try:
            barrera.wait(20)
            funcion()
        except Exception as error:  # noqa: BLE001 - la prueba mira cuáles fueron
            fallas.append(error)
        finally:
            connection.close()

    hilos = [threading.Thread(target=correr, args=(f,)) for f in funciones]
    for hilo in hilos:
        hilo.start()
    return hilos, fallas


@pytest.mark.django_db(transaction=True)
def test_dos_que_confirman_a_la_vez_encargan_un_solo_trabajo():
    ana = crear_usuario("ana", "analista", "08")
    importacion = revisada(ana)
    hilos, fallas = a_la_vez(*[lambda: confirmar(importacion, ana)] * 2)
    for hilo in hilos:
        hilo.join(20)
    assert fallas == []
    assert Trabajo.objects.vivos().count() == 1
    correr_trabajos()
    assert Caso.objects.count() == CASOS


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("archivo", "dice"),
    [
        ("el mismo envío", "Este archivo ya se importó"),
        ("el mismo archivo", "No queda nada por importar"),
        ("otro archivo igual", "Alguien registró a la vez"),
    ],
)
def test_dos_trabajadores_que_importan_lo_mismo_a_la_vez_lo_escriben_una_vez(archivo, dice):
    ana, rosa = (crear_usuario(n, "analista", "08") for n in ("ana", "rosa"))
    sin_numero = [SIN_NUMERO | {"edad": f"{e}"} for e in range(20, 20 + CASOS)]
    contenido = a_csv(sin_numero)
    primera = revisada(ana, contenido)
    segunda = primera
    if archivo != "el mismo envío":
        segunda = revisada(rosa, contenido + b"\n" * (archivo == "otro archivo igual"))
    trabajos = [confirmar(primera, ana)]
    datos = {"importacion": str(segunda.uuid), "modo": "importar"}
    trabajos.append(Trabajo.objects.create(tipo=TIPO, datos=datos, propietario=ana))
    Trabajo.objects.filter(pk=trabajos[1].pk).update(propietario=segunda.usuario)
    with escritura_detenida():
        hilos, fallas = a_la_vez(*[lambda t=t: encargos.ejecutar(t.pk) for t in trabajos])
        esperar(esperando)
        time.sleep(0.5)  # el segundo llega a su propia espera
    for hilo in hilos:
        hilo.join(30)
    assert fallas == []
    assert Caso.objects.count() == CASOS
    estados = sorted(Trabajo.objects.filter(datos__modo="importar").values_list("estado", "error"))
    assert [e for e, _ in estados] == ["fallido", "terminado"]
    assert estados[0][1].startswith(dice)
