"""Del caso a la celda: cada escritura se cuenta, ninguna falla pierde ni duplica."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from casos.hechos import CASOS, VICTIMAS
from casos.models import Atencion, Caso, CasoLugar, Victima
from tests.fabricas.casos import crear_caso
from tests.fabricas.hechos import celdas_guardadas
from tests.referencia.celdas import celdas_esperadas
from tests.referencia.hechos import hechos_esperados
from trata.agregados import acciones, periodicas
from trata.agregados.acciones import marcar, procesar_marcas, recalcular_todo, revisar
from trata.agregados.models import Celda, Corrida, HechoCaso, HechoVictima, Marca
from trata.agregados.motor import calculo
from trata.agregados.variables import variable

NUMEROS = {v: variable(v).numero for v in VICTIMAS.variables}


def comprobar() -> None:
    """Hechos contra registros y celdas contra hechos, todo contado a mano."""
    esperados = hechos_esperados()
    assert {h["id"]: h for h in HechoVictima.objects.values()} == esperados
    celdas = celdas_esperadas(esperados.values(), NUMEROS, VICTIMAS.pares)
    assert celdas_guardadas(VICTIMAS) == dict(celdas)
    numeros = {v: variable(v).numero for v in CASOS.variables}
    de_casos = celdas_esperadas(HechoCaso.objects.values(), numeros, CASOS.pares)
    assert celdas_guardadas(CASOS) == dict(de_casos)


def cambiar_algo(azar: random.Random) -> None:
    """Una escritura cualquiera, con su marca en la misma transacción."""
    casos = list(Caso.objects.all())
    with transaction.atomic():
        if len(casos) < 12 or azar.random() < 0.3:
            caso = crear_caso(
                registro=azar.choice(("080101", "150101", "170101")),
                victimas=azar.choice((0, 1, 2, 4)),
                victima={
                    "finalidad": azar.choice(
                        ("explotacion_sexual", "servidumbre", "no_consta", "")
                    ),
                    "nacionalidad": azar.choice(("pe", "ve", "ar", "no_consta", "")),
                    "grupo_edad": "18-29",
                    "captacion": azar.choice(("agencia", "secuestro", "internet")),
                },
                estado=azar.choice(("enviado", "enviado", "observado", "borrador")),
                fecha_de_registro=date(azar.choice((2023, 2024)), azar.randint(1, 12), 3),
            )
            CasoLugar.objects.create(caso=caso, rol="captacion", pais=azar.choice(("pe", "ve")))
        else:
            caso = azar.choice(casos)
            _editar(caso, azar)
        marcar(objetos=[caso.pk])


def _editar(caso: Caso, azar: random.Random) -> None:
    filas = Caso.objects.filter(pk=caso.pk)
    victima = caso.victimas.first()
    que = azar.randint(0, 5)
    if que == 0:
        filas.update(fecha_de_registro=date(azar.choice((2023, 2024)), azar.randint(1, 12), 9))
    elif que == 1:
        caso.lugares.filter(rol="registro").update(ubigeo_id=azar.choice(("0801", "150101")))
    elif que == 2:
        filas.update(estado=azar.choice(("enviado", "observado")), precision_de_registro="anio")
    elif que == 3 and victima:
        Victima.objects.filter(pk=victima.pk).update(retirado_en="2026-01-01T00:00:00Z")
    elif que == 4 and victima:
        Atencion.objects.create(caso=caso, victima=victima, tipo="legal", resultado="atendida")
    else:
        caso.victimas.update(estado=azar.choice(("presunta", "descartada")), sexo="hombre")


@pytest.mark.django_db
@pytest.mark.parametrize("limite", [calculo.LIMITE_DE_RECALCULO, -1], ids=["recalcula", "ajusta"])
@pytest.mark.parametrize("semilla", range(4))
def test_cualquier_serie_de_escrituras_se_cuenta_bien(
    monkeypatch: pytest.MonkeyPatch, semilla: int, limite: int
) -> None:
    monkeypatch.setattr(calculo, "LIMITE_DE_RECALCULO", limite)
    azar = random.Random(semilla)
    for _ in range(5):
        for _ in range(azar.randint(1, 9)):
            cambiar_algo(azar)
        procesar_marcas()
        comprobar()
    assert not Marca.objects.exists()
    recalcular_todo()
    comprobar()


@pytest.mark.django_db
def test_mover_un_caso_de_mes_cambia_los_dos_meses() -> None:
    caso = crear_caso(registro="080101", estado="enviado", fecha_de_registro=date(2024, 1, 5))
    marcar(objetos=[caso.pk])
    procesar_marcas()
    Caso.objects.filter(pk=caso.pk).update(fecha_de_registro=date(2024, 7, 5))
    marcar(objetos=[caso.pk])
    procesar_marcas()
    meses = Celda.objects.filter(fuente=2, unidad=2, departamento=8, variable=0, variable2=None)
    assert set(meses.filter(mes__isnull=False).values_list("mes", "n")) == {(7, 1)}
    comprobar()


@pytest.mark.django_db
def test_un_cambio_que_no_se_cuenta_no_recalcula_nada() -> None:
    caso = crear_caso(registro="080101", estado="enviado")
    marcar(objetos=[caso.pk])
    procesar_marcas()
    Caso.objects.filter(pk=caso.pk).update(hechos="otro texto")
    marcar(objetos=[caso.pk])
    procesar_marcas()
    assert Corrida.objects.first().rebanadas == 0
    comprobar()


PASOS = [
    (calculo, "tomar_candado"),
    (calculo, "refrescar_hechos"),
    (calculo, "recalcular"),
    (calculo, "_aplicar"),
    (calculo, "poner_al_dia"),
    (Corrida.objects, "create"),
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("paso", range(len(PASOS)))
def test_una_caida_despues_de_cualquier_paso_no_pierde_ni_duplica(
    monkeypatch: pytest.MonkeyPatch, paso: int
) -> None:
    azar = random.Random(paso)
    for _ in range(6):
        cambiar_algo(azar)
    procesar_marcas()
    for _ in range(6):
        cambiar_algo(azar)
    antes = (celdas_guardadas(VICTIMAS), Marca.objects.count())
    donde, nombre = PASOS[paso]
    original = getattr(donde, nombre)

    def caer(*args: Any, **kwargs: Any) -> Any:
        original(*args, **kwargs)
        raise ConnectionError("se cayó")

    with monkeypatch.context() as roto:
        roto.setattr(donde, nombre, caer)
        with pytest.raises(ConnectionError):
            procesar_marcas()
    assert (celdas_guardadas(VICTIMAS), Marca.objects.count()) == antes
    periodicas.barrer_marcas()
    comprobar()


@pytest.mark.django_db(transaction=True)
def test_sin_redis_se_puede_escribir_y_el_barrido_lo_cuenta(settings: Any) -> None:
    caso = crear_caso(registro="080101", estado="enviado")
    with transaction.atomic():
        marcar(objetos=[caso.pk])
    assert Marca.objects.count() == 1
    periodicas.barrer_marcas()
    comprobar()


@pytest.mark.django_db
def test_la_revision_encuentra_y_corrige_lo_que_alguien_toco() -> None:
    azar = random.Random(8)
    for _ in range(10):
        cambiar_algo(azar)
    procesar_marcas()
    assert revisar().diferencias == 0
    Celda.objects.filter(fuente=2, variable=0, departamento=None).update(n=999)
    HechoVictima.objects.filter(pk=HechoVictima.objects.first().pk).update(sexo=2, contable=True)
    corrida = revisar()
    assert corrida.diferencias > 0
    assert corrida.detalle["muestras"]
    comprobar()
    assert revisar().diferencias == 0


@pytest.mark.django_db
def test_la_revision_nocturna_corre_una_vez_por_dia() -> None:
    periodicas.revision_nocturna()
    periodicas.revision_nocturna()
    assert Corrida.objects.filter(tipo=Corrida.Tipo.REVISION).count() == 1


@pytest.mark.django_db(transaction=True)
def test_un_recalculo_interrumpido_se_retoma(monkeypatch: pytest.MonkeyPatch) -> None:
    azar = random.Random(5)
    for _ in range(14):
        cambiar_algo(azar)
    vueltas = iter([True, False])
    original = calculo.recalcular_anio

    def caer_a_la_segunda(*args: Any) -> int:
        if next(vueltas, False):
            return original(*args)
        raise ConnectionError("se cayó")

    with monkeypatch.context() as roto:
        roto.setattr(calculo, "recalcular_anio", caer_a_la_segunda)
        with pytest.raises(ConnectionError):
            recalcular_todo()
    a_medias = Corrida.objects.get(tipo=Corrida.Tipo.COMPLETA)
    assert a_medias.estado == Corrida.Estado.EN_CURSO
    assert recalcular_todo().pk == a_medias.pk
    procesar_marcas()
    comprobar()


@pytest.mark.django_db(transaction=True)
def test_dos_personas_que_recalculan_a_la_vez_hacen_uno_solo() -> None:
    azar = random.Random(5)
    for _ in range(6):
        cambiar_algo(azar)
    procesar_marcas()
    otra = iter([True])

    def pedirlo_tambien(*_: object) -> None:
        if next(otra, False):
            recalcular_todo()

    assert recalcular_todo(al_avanzar=pedirlo_tambien).estado == Corrida.Estado.TERMINADA
    assert Corrida.objects.filter(tipo=Corrida.Tipo.COMPLETA).count() == 1
    comprobar()


@pytest.mark.django_db
def test_la_constancia_de_los_lotes_viejos_se_limpia_y_la_de_las_revisiones_no() -> None:
    vieja = timezone.now() - timedelta(days=40)
    Corrida.objects.create(tipo=Corrida.Tipo.MARCAS, inicio=vieja)
    Corrida.objects.create(tipo=Corrida.Tipo.REVISION, inicio=vieja)
    Corrida.objects.create(tipo=Corrida.Tipo.MARCAS)
    assert acciones.limpiar_corridas() == 1
    assert Corrida.objects.count() == 2


TRABAJADOR = """
import os, django
django.setup()
from django.conf import settings
from django.db import connections
connections["default"].settings_dict["NAME"] = os.environ["B"]
settings.DATABASES["default"]["NAME"] = os.environ["B"]
from trata.agregados.acciones import procesar_marcas
print("listo", flush=True)
while True:
    procesar_marcas(segundos=1)
"""


def arrancar_trabajador() -> subprocess.Popen:
    base = connection.settings_dict["NAME"]
    proceso = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", TRABAJADOR],
        env=os.environ | {"B": base},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert proceso.stdout.readline() == b"listo\n"
    return proceso


AJENAS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


def hay_otras_conexiones() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(AJENAS)
        return cursor.fetchone()[0] > 0


def esperar_a_que_la_base_los_suelte() -> None:
    """El servidor tarda en notar que su cliente murió; hasta entonces guarda lo que bloqueó."""
    limite = time.monotonic() + 30
    while hay_otras_conexiones():
        assert time.monotonic() < limite
        time.sleep(0.02)


@pytest.mark.django_db(transaction=True)
def test_matar_trabajadores_con_9_en_cualquier_momento_no_pierde_ni_duplica() -> None:
    azar = random.Random(11)
    trabajadores = [arrancar_trabajador() for _ in range(2)]
    try:
        for vuelta in range(8):
            for _ in range(10):
                cambiar_algo(azar)
            time.sleep(azar.random() * 0.06)
            if vuelta % 3 == 2:
                victima = trabajadores.pop(azar.randint(0, 1))
                os.kill(victima.pid, signal.SIGKILL)
                victima.communicate()
                trabajadores.append(arrancar_trabajador())
    finally:
        for proceso in trabajadores:
            proceso.kill()
            proceso.communicate()
    esperar_a_que_la_base_los_suelte()
    procesar_marcas()
    assert not Marca.objects.exists()
    comprobar()


def test_la_accion_que_se_llama_desde_los_casos_existe() -> None:
    assert acciones.marcar is marcar
