"""La API entera, con pedidos armados por schemathesis desde su propio esquema, como cada rol.

Tres promesas: nunca 5xx, nunca un estado que el esquema no diga, nunca un dato de otro ámbito. En
la suite corre corto y con tres roles; a fondo, con todos: `FUZZ_EJEMPLOS=40 FUZZ_PASOS=60`.
"""

import json
import os
from collections import Counter
from functools import cache
from urllib.parse import quote, urlencode

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.core import NotSet

from casos.acciones.comunes import indexar
from casos.models import Asignacion
from tests.fabricas.casos import crear_caso
from tests.fabricas.integracion import documento_openapi
from tests.integracion.test_matriz import POR_ROL

pytestmark = [pytest.mark.django_db, pytest.mark.lenta]
EJEMPLOS = int(os.environ.get("FUZZ_EJEMPLOS", "2"))
PASOS = int(os.environ.get("FUZZ_PASOS", "0"))
ROLES = sorted(POR_ROL) if EJEMPLOS > 2 else ["administrador", "analista", "sistema"]
MARCA = "Kanariofuzz"
AJUSTES = settings(
    max_examples=EJEMPLOS,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def sembrar(usuario):
    """Un caso a la vista y otro de un ámbito ajeno, con una marca en sus textos."""
    propio = crear_caso(registro="080101", estado="borrador", victimas=1)
    Asignacion.objects.create(caso=propio, usuario=usuario, es_responsable=True)
    ajeno = crear_caso(registro="160101", estado="enviado", dependencia=MARCA, hechos=MARCA)
    indexar(ajeno)
    return propio, ajeno


def pedir(cliente, caso):
    """Envía un caso de schemathesis por el cliente de Django."""
    pares = [
        (nombre, uno)
        for nombre, valor in (caso.query or {}).items()
        for uno in (valor if isinstance(valor, list) else [valor])
    ]
    consulta = urlencode(pares, errors="replace")
    cabeceras = {
        nombre: str(valor)
        for nombre, valor in (caso.headers or {}).items()
        if str(valor).isascii() and str(valor).isprintable()
    }
    cuerpo = b"" if isinstance(caso.body, NotSet) else json.dumps(caso.body, default=str).encode()
    return cliente.generic(
        caso.method.upper(),
        quote(caso.formatted_path, safe="/%") + (f"?{consulta}" if consulta else ""),
        data=cuerpo,
        content_type="application/json",
        headers=cabeceras,
    )


def usar(caso, identificador):
    """Pone un identificador que existe donde el pedido lleva uno."""
    for nombre in {"uuid", "mensaje"} & set(caso.path_parameters or {}):
        caso.path_parameters[nombre] = identificador
    if isinstance(caso.body, dict):
        for nombre in {"caso", "victima", "implicado", "persona"} & set(caso.body):
            caso.body[nombre] = identificador


@cache
def operaciones():
    esquema = schemathesis.openapi.from_dict(documento_openapi())
    return [o.ok() for o in esquema.get_all_operations()]


class Juez:
    """Anota lo que no debía pasar."""

    def __init__(self, ajeno, *, es_nacional):
        self.ajeno, self.es_nacional = ajeno, es_nacional
        self.malas, self.estados = [], Counter()

    def juzgar(self, operacion, caso, respuesta):
        texto = getattr(respuesta, "content", b"").decode("utf-8", "replace")
        estado, donde = respuesta.status_code, f"{caso.method} {caso.formatted_path}"
        self.estados[estado] += 1
        dichos = {int(e) for e in operacion.definition.raw["responses"]} | {405}
        if estado >= 500 or estado not in dichos:
            self.malas.append((donde, estado, caso.query, caso.body, texto[:150]))
        if not self.es_nacional and (MARCA in texto or self.ajeno.codigo in texto):
            self.malas.append((donde, "dato de otro ámbito"))
        if estado >= 400 and "problem+json" not in respuesta.headers.get("Content-Type", ""):
            self.malas.append((donde, estado, "no es problem+json"))


def probar(operacion, cliente, juez, conocidos):
    """Unos cuantos pedidos a una operación."""

    @AJUSTES
    @given(caso=operacion.as_strategy(), conocido=st.sampled_from(conocidos))
    def uno(caso, conocido):
        if conocido:
            usar(caso, conocido)
        juez.juzgar(operacion, caso, pedir(cliente, caso))

    uno()


def entrar(usuario):
    propio, ajeno = sembrar(usuario)
    cliente = Client(raise_request_exception=False)
    cliente.force_login(usuario)
    return propio, cliente, Juez(ajeno, es_nacional=usuario.ambito.es_nacional)


@pytest.mark.parametrize("rol", ROLES)
def test_ningun_pedido_cae_ni_dice_lo_que_no_debe(rol, todos):
    propio, cliente, juez = entrar(todos[POR_ROL[rol]])
    conocidos = [str(propio.uuid), str(juez.ajeno.uuid), str(propio.victimas.get().uuid), None]
    for operacion in operaciones():
        probar(operacion, cliente, juez, conocidos)
    print(f"{rol}: {juez.estados.total()} pedidos, {dict(sorted(juez.estados.items()))}")
    assert juez.malas == []
    assert juez.estados.total() >= len(operaciones())


@pytest.mark.skipif(not PASOS, reason="a pedido: FUZZ_PASOS=60")
def test_encadenando_operaciones_tampoco(todos):
    """Con estado: lo que una operación crea, las siguientes lo usan."""
    propio, cliente, juez = entrar(todos["ana"])
    hechos = [str(propio.uuid)]

    @settings(AJUSTES, max_examples=PASOS)
    @given(datos=st.data())
    def encadenar(datos):
        for _ in range(6):
            operacion = datos.draw(st.sampled_from(operaciones()))
            caso = datos.draw(operacion.as_strategy())
            usar(caso, hechos[datos.draw(st.integers(0, 9_999)) % len(hechos)])
            respuesta = pedir(cliente, caso)
            juez.juzgar(operacion, caso, respuesta)
            if respuesta.status_code == 201 and "uuid" in respuesta.json():
                hechos.append(respuesta.json()["uuid"])

    encadenar()
    print(f"encadenados: {juez.estados.total()} pedidos, {len(hechos)} registros")
    assert juez.malas == []
