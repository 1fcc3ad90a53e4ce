"""La API entera, con pedidos armados por schemathesis desde su propio esquema, como cada rol.

Cinco promesas: nunca 5xx, nunca un estado que el esquema no diga, nunca una respuesta de otra forma
que la descrita, todo error en problem+json y ningún dato de otro ámbito. Se prueba de dos maneras:
cada operación suelta, y encadenadas por la máquina de estados de schemathesis, que sigue los
enlaces (`links`) del documento. Las personas entran con su sesión; el sistema, con su credencial.

En la suite corre corto y con pocos roles; a fondo, con todos: `FUZZ_EJEMPLOS=100 FUZZ_PASOS=300`
(ejemplos por operación y recorridos por rol; `FUZZ_ROLES=analista,sistema` los acota).
"""

import json
import os
from collections import Counter
from functools import cache
from itertools import count
from urllib.parse import quote, urlencode

import pytest
import requests
import schemathesis
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.core import NotSet
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.transport import Response

from casos.acciones.busqueda import indexar
from casos.models import Asignacion
from tests.fabricas.casos import crear_caso
from tests.fabricas.integracion import documento_openapi, token_para
from tests.integracion.test_matriz import POR_ROL
from trata.integracion.api.enlaces import SE_NOMBRA

pytestmark = [pytest.mark.django_db, pytest.mark.lenta]
EJEMPLOS = int(os.environ.get("FUZZ_EJEMPLOS", "1"))
RECORRIDOS = int(os.environ.get("FUZZ_PASOS", "2"))
A_FONDO = EJEMPLOS > 2 or RECORRIDOS > 10
ANONIMO = "anonimo"
TODOS = [ANONIMO, *sorted(POR_ROL)]
PEDIDOS = os.environ.get("FUZZ_ROLES", "").split(",") if "FUZZ_ROLES" in os.environ else TODOS
SUELTOS = PEDIDOS if A_FONDO else ["administrador", "analista", "sistema"]
ENCADENADOS = [r for r in PEDIDOS if r != ANONIMO] if A_FONDO else ["sistema", "validador"]
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
    if usuario is not None:
        Asignacion.objects.create(caso=propio, usuario=usuario, es_responsable=True)
    ajeno = crear_caso(registro="160101", estado="enviado", dependencia=MARCA, hechos=MARCA)
    indexar([ajeno.pk])
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
        if str(valor).isascii() and str(valor).isprintable() and nombre != "Authorization"
    }
    cuerpo = b"" if isinstance(caso.body, NotSet) else json.dumps(caso.body, default=str).encode()
    return cliente.generic(
        caso.method.upper(),
        quote(caso.formatted_path, safe="/%") + (f"?{consulta}" if consulta else ""),
        data=cuerpo,
        content_type="application/json",
        headers=cabeceras,
    )


def de_schemathesis(respuesta):
    """La respuesta de Django como la entiende schemathesis."""
    contenido = b"".join(respuesta) if respuesta.streaming else respuesta.content
    cabeceras = {nombre: [valor] for nombre, valor in respuesta.headers.items()}
    pedido = requests.Request("GET", "http://testserver/").prepare()
    return Response(respuesta.status_code, cabeceras, contenido, pedido, 0.0, False)


def usar(caso, identificador):
    """Pone un identificador que existe donde el pedido lleva uno."""
    for nombre in {"uuid", "mensaje"} & set(caso.path_parameters or {}):
        caso.path_parameters[nombre] = identificador
    if isinstance(caso.body, dict):
        for nombre in {"caso", "victima", "implicado", "persona"} & set(caso.body):
            caso.body[nombre] = identificador


def con_su_ejemplo(caso):
    """Uno de cada dos lleva el ejemplo del documento: lo armado al azar casi nunca crea nada."""
    contenido = caso.operation.definition.raw.get("requestBody", {}).get("content", {})
    ejemplo = contenido.get("application/json", {}).get("example")
    if isinstance(ejemplo, dict) and isinstance(caso.body, dict):
        caso.body = ejemplo | {n: caso.body[n] for n in SE_NOMBRA if n in caso.body}


@cache
def esquema():
    return schemathesis.openapi.from_dict(documento_openapi())


@cache
def operaciones():
    return [o.ok() for o in esquema().get_all_operations()]


class Juez:
    """Anota lo que no debía pasar."""

    def __init__(self, ajeno, *, es_nacional):
        self.ajeno, self.es_nacional = ajeno, es_nacional
        self.malas, self.estados = [], Counter()

    def juzgar(self, caso, respuesta):
        texto = respuesta.content.decode("utf-8", "replace")
        estado, donde = respuesta.status_code, f"{caso.method} {caso.formatted_path}"
        self.estados[estado] += 1
        dichos = {int(e) for e in caso.operation.definition.raw["responses"]} | {405}
        if estado >= 500 or estado not in dichos:
            self.malas.append((donde, estado, caso.query, caso.body, texto[:150]))
        if not self.es_nacional and (MARCA in texto or self.ajeno.codigo in texto):
            self.malas.append((donde, "dato de otro ámbito"))
        if estado >= 400 and "problem+json" not in respuesta.headers["content-type"][0]:
            self.malas.append((donde, estado, "no es problem+json"))
        if estado < 300:
            self.comparar_con_lo_descrito(caso, respuesta)

    def comparar_con_lo_descrito(self, caso, respuesta):
        try:
            caso.operation.validate_response(respuesta)
        except (Failure, FailureGroup) as falla:
            for una in getattr(falla, "exceptions", [falla]):
                ruta = str(getattr(una, "schema_path", ""))
                dicho = una.message.split("\n\n")[0]
                self.malas.append((caso.operation.label, "no responde lo descrito", ruta, dicho))


def probar(operacion, cliente, juez, conocidos):
    """Unos cuantos pedidos a una operación."""

    @AJUSTES
    @given(caso=operacion.as_strategy(), conocido=st.sampled_from(conocidos))
    def uno(caso, conocido):
        if conocido:
            usar(caso, conocido)
        juez.juzgar(caso, de_schemathesis(pedir(cliente, caso)))

    uno()


def entrar(rol, todos):
    """El caso propio, el cliente ya adentro como ese rol y quien juzga."""
    usuario = None if rol == ANONIMO else todos[POR_ROL[rol]]
    propio, ajeno = sembrar(usuario)
    cliente = Client(raise_request_exception=False)
    if rol == "sistema":
        cliente = Client(
            raise_request_exception=False, headers={"Authorization": f"Token {token_para(usuario)}"}
        )
    elif usuario is not None:
        cliente.force_login(usuario)
    nacional = usuario is not None and usuario.ambito.es_nacional
    return propio, cliente, Juez(ajeno, es_nacional=nacional)


def sin_repetir(malas):
    return list({str(m): m for m in malas}.values())


def informar(rol, juez):
    print(f"{rol}: {juez.estados.total()} pedidos, {dict(sorted(juez.estados.items()))}")
    malas = sin_repetir(juez.malas)
    for mala in malas:
        print(f"{rol}: {mala}")
    assert malas == []


@pytest.mark.parametrize("rol", SUELTOS)
def test_ningun_pedido_cae_ni_dice_lo_que_no_debe(rol, todos):
    propio, cliente, juez = entrar(rol, todos)
    conocidos = [str(propio.uuid), str(juez.ajeno.uuid), str(propio.victimas.get().uuid), None]
    for operacion in operaciones():
        probar(operacion, cliente, juez, conocidos)
    informar(rol, juez)
    assert juez.estados.total() >= len(operaciones())


@pytest.mark.parametrize("rol", ENCADENADOS)
def test_encadenando_operaciones_tampoco(rol, todos):
    """Con estado: schemathesis sigue los enlaces, y cada recorrido se deshace al terminar."""
    _, cliente, juez = entrar(rol, todos)
    hechos = Counter()

    class Recorrido(esquema().as_state_machine()):
        def setup(self):
            self.deshacer, self.turno = transaction.savepoint(), count()

        def teardown(self):
            transaction.savepoint_rollback(self.deshacer)

        def call(self, case, **_):
            if next(self.turno) % 2:
                con_su_ejemplo(case)
            return de_schemathesis(pedir(cliente, case))

        def validate_response(self, response, case, *_, **__):
            juez.juzgar(case, response)
            hechos[case.operation.label] += response.status_code < 300

    Recorrido.run(settings=settings(AJUSTES, max_examples=RECORRIDOS, stateful_step_count=12))
    informar(rol, juez)
    print(f"{rol}: {+hechos}")
    assert hechos.total() > 0 or rol not in {"sistema", "validador"}
