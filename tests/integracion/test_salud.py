"""`/salud/`, `/salud/lista/` y lo que se ve cuando una pieza no responde."""

import time

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection

from trata.trabajos import salud
from trata.trabajos.latidos import TOLERANCIA, latir


def _caida(*args, **kwargs):
    raise OperationalError("connection refused")


@pytest.fixture
def todo_late(db):
    for nombre in salud.procesos_que_se_vigilan():
        latir(nombre)


def test_viva_no_toca_la_base_ni_redis(client, monkeypatch):
    monkeypatch.setattr(cache, "get", _caida)
    respuesta = client.get("/salud/")
    assert respuesta.status_code == 200
    assert respuesta.json() == {"estado": "viva"}
    assert "no-store" in respuesta["Cache-Control"]


@pytest.mark.django_db
def test_lista_con_todo_en_marcha(client, todo_late):
    respuesta = client.get("/salud/lista/")
    assert respuesta.status_code == 200
    assert respuesta.json() == {
        "estado": "lista",
        "partes": dict.fromkeys(
            ["base_de_datos", "redis", *salud.procesos_que_se_vigilan()], "responde"
        ),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("nombre", ["worker", "beat"])
def test_un_latido_viejo_deja_la_casa_incompleta(client, todo_late, time_machine, nombre):
    time_machine.move_to(time.time() + TOLERANCIA.total_seconds() + 1)
    for vivo in set(salud.procesos_que_se_vigilan()) - {nombre}:
        latir(vivo)
    respuesta = client.get("/salud/lista/")
    assert respuesta.status_code == 503
    no_responden = [n for n, estado in respuesta.json()["partes"].items() if "no" in estado]
    assert no_responden == [nombre]


@pytest.mark.django_db
def test_sin_latidos_nunca_esta_lista(client):
    assert client.get("/salud/lista/").status_code == 503


@pytest.mark.django_db
def test_con_la_base_caida_lista_dice_cual_falla_y_nada_mas(client, todo_late, monkeypatch):
    monkeypatch.setattr(connection, "cursor", _caida)
    respuesta = client.get("/salud/lista/")
    assert respuesta.status_code == 503
    assert respuesta.json()["partes"]["base_de_datos"] == "no responde"
    assert respuesta.json()["partes"]["redis"] == "responde"
    assert "refused" not in respuesta.content.decode()


@pytest.mark.django_db
def test_con_redis_caido_lista_dice_cual_falla(client, todo_late, monkeypatch):
    monkeypatch.setattr(salud.cache, "get", _caida)
    respuesta = client.get("/salud/lista/")
    assert respuesta.status_code == 503
    assert respuesta.json()["partes"]["redis"] == "no responde"
    assert respuesta.json()["partes"]["base_de_datos"] == "responde"


@pytest.mark.parametrize("metodo", ["post", "put", "delete"])
@pytest.mark.parametrize("ruta", ["/salud/", "/salud/lista/"])
def test_solo_se_lee(client, metodo, ruta):
    assert getattr(client, metodo)(ruta).status_code == 405


@pytest.mark.django_db
def test_con_la_base_caida_cualquier_pantalla_da_una_pagina_clara(client, monkeypatch):
    client.raise_request_exception = False
    client.cookies["sessionid"] = "una-sesion-cualquiera-de-32-letras"
    monkeypatch.setattr(connection, "cursor", _caida)
    respuesta = client.get("/casos/")
    texto = respuesta.content.decode()
    assert respuesta.status_code == 503
    assert "no está disponible por un momento" in texto
    assert "Traceback" not in texto
    assert "OperationalError" not in texto
    assert respuesta["Retry-After"]
