"""La matriz ruta × rol × método: nadie entra donde la tabla de roles no dice, y nada responde 5xx.

Cada ruta propia se pide con un identificador que no existe. Quien no tiene el permiso que dice
`tests/arquitectura/permisos_por_ruta.yaml` recibe 403 antes de que se busque nada; quien lo tiene,
404 o lo que corresponda, nunca un error del servidor. La API, igual, con la sesión de la persona.
"""

import re
from collections.abc import Iterable

import pytest
from django.test import Client
from django.urls import resolve
from django.urls.converters import get_converters

from tests.arquitectura.permisos import NADIE, permiso_debido, tabla_de_permisos
from tests.arquitectura.rutas import METODOS, Ruta, propias
from trata.cuentas.demostracion import PERSONAJES
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso

pytestmark = pytest.mark.django_db

INEXISTENTE = "00000000-0000-4000-8000-000000000000"
VALORES = {"uuid": INEXISTENTE, "pk": "999999999", "anio": "2021", "codigo": "08"}
POR_ROL = {p.rol: p.username for p in PERSONAJES}
# Con estos roles se prueban también los métodos que la vista no atiende; con los demás sobra.
CON_TODO_METODO = {"direccion", "auditor"}


def de_expresion(expresion: str) -> str:
    """Un texto que la expresión de un parámetro acepta."""
    if not expresion.startswith("["):
        return expresion.split("|")[0]
    return next(t for t in ("x", INEXISTENTE, "1") if re.fullmatch(expresion, t))


def direccion(ruta: Ruta) -> str:
    """Una dirección concreta para el patrón, con valores que no existen."""

    def valor(nombre: str, tipo: str) -> str:
        if tipo == "uuid":
            return INEXISTENTE
        if tipo == "int":
            return VALORES["anio"] if nombre == "anio" else "999999999"
        if tipo not in {"str", "slug", "path"}:
            return get_converters()[tipo].regex.split("|")[0]
        return VALORES.get(nombre, "x")

    texto = re.sub(
        r"(?<!\?P)<(?:(\w+):)?(\w+)>", lambda m: valor(m.group(2), m.group(1) or "str"), ruta.patron
    )
    texto = re.sub(
        r"\(\?P<(\w+)>((?:[^()]|\([^()]*\))*)\)",
        lambda m: VALORES.get(m.group(1)) or de_expresion(m.group(2)),
        texto,
    )
    return "/" + re.sub(r"\\\.|\\-", lambda m: m.group()[1], texto).replace("^", "").replace(
        "$", ""
    ).replace("\\Z", "")


def test_sin_entrar_no_se_ve_nada(client):
    for ruta in propias():
        respuesta = client.get(direccion(ruta))
        assert respuesta.status_code in {302, 401, 403}, (ruta.patron, respuesta.status_code)
        if respuesta.status_code == 302:
            assert "/cuenta/" in respuesta.url, ruta.patron


def faltas_de(usuario: Usuario, rutas: Iterable[Ruta], todo_metodo: bool = False) -> list[tuple]:
    """Dónde entra sin deber, no entra debiendo o recibe un error del servidor."""
    cliente = Client(raise_request_exception=False)
    cliente.force_login(usuario)
    tabla, malas = tabla_de_permisos(), []
    for ruta in rutas:
        url = direccion(ruta)
        for metodo in METODOS if todo_metodo else ruta.metodos:
            estado = getattr(cliente, metodo)(url, data={}).status_code
            if estado >= 500:
                malas.append((metodo, url, estado))
            if metodo not in ruta.metodos:
                continue
            debido = permiso_debido(tabla, ruta.nombre, metodo)
            puede = debido != NADIE and usuario.tiene_permiso(debido)
            # La portada lleva a cada quien a lo suyo en vez de negarle la entrada.
            negado = estado == 403 or (ruta.nombre == "inicio" and estado == 302)
            if puede == negado:
                malas.append((metodo, url, estado, "debía" if puede else "no debía"))
    return malas


def test_cada_direccion_lleva_a_su_ruta():
    perdidas = [
        (r.nombre, direccion(r)) for r in propias() if resolve(direccion(r)).view_name != r.nombre
    ]
    assert perdidas == []


@pytest.mark.parametrize("rol", sorted(POR_ROL))
def test_cada_rol_recibe_lo_que_dice_la_tabla(rol, todos):
    assert faltas_de(todos[POR_ROL[rol]], propias(), rol in CON_TODO_METODO) == []


@pytest.mark.parametrize(
    ("nombre", "atributo", "debil"),
    [
        ("casos:identidades", "permiso", Permiso.TRABAJO_VER),
        ("politica:reporte", "permiso_por_metodo", {}),
        ("identidades-list", "permisos", {"list": Permiso.TRABAJO_VER}),
    ],
)
def test_rebajar_lo_que_pide_una_vista_se_nota_al_entrar(
    nombre, atributo, debil, todos, monkeypatch
):
    ruta = next(r for r in propias() if r.nombre == nombre)
    assert faltas_de(todos["clara"], [ruta]) == []
    monkeypatch.setattr(ruta.vista, atributo, debil)
    assert faltas_de(todos["clara"], [ruta]) != []


def test_una_pagina_no_atiende_put(todos):
    # Django lo serviría con `post`, y `permiso_por_metodo` pide lo suyo sólo para POST.
    cliente = Client()
    cliente.force_login(todos["clara"])
    ruta = next(r for r in propias() if r.nombre == "politica:reporte")
    assert cliente.put(direccion(ruta)).status_code == 405
