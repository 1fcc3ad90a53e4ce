"""La matriz ruta × rol × método: nadie entra donde la tabla de roles no dice, y nada responde 5xx.

Cada ruta propia se pide con un identificador que no existe. Quien no tiene el permiso recibe 403
antes de que se busque nada; quien lo tiene, 404 o lo que corresponda, nunca un error del servidor.
"""

import re

import pytest
from django.test import Client
from django.urls.converters import get_converters
from django.views.generic.base import View

from tests.arquitectura.rutas import (
    AJENOS,
    METODOS,
    SOLO_ENTRADA,
    VISTAS_PUBLICAS,
    Ruta,
    rutas,
)
from trata.comun.vistas import PermisoMixin
from trata.cuentas.demostracion import PERSONAJES
from trata.cuentas.permisos import Permiso

pytestmark = pytest.mark.django_db

INEXISTENTE = "00000000-0000-4000-8000-000000000000"
VALORES = {"uuid": INEXISTENTE, "pk": "999999999", "anio": "2021", "codigo": "08"}
POR_ROL = {p.rol: p.username for p in PERSONAJES}
# Con estos roles se prueban también los métodos que la vista no atiende; con los demás sobra.
CON_TODO_METODO = {"direccion", "auditor"}


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
        lambda m: VALORES.get(
            m.group(1), "x" if m.group(2).startswith("[") else m.group(2).split("|")[0]
        ),
        texto,
    )
    return "/" + re.sub(r"\\\.|\\-", lambda m: m.group()[1], texto).replace("^", "").replace(
        "$", ""
    ).replace("\\Z", "")


def propias() -> list[Ruta]:
    """Rutas de la casa que piden permiso."""
    return [
        r
        for r in rutas()
        if not r.modulo.startswith(AJENOS)
        and r.clase not in VISTAS_PUBLICAS | SOLO_ENTRADA
        and not r.patron.endswith("<drf_format_suffix:format>")
    ]


def permiso_de(ruta: Ruta, metodo: str) -> Permiso | None:
    """El permiso que la vista web pide para el método."""
    por_metodo = getattr(ruta.vista, "permiso_por_metodo", {})
    return por_metodo.get(metodo.upper(), ruta.vista.permiso)


def test_sin_entrar_no_se_ve_nada(client):
    for ruta in propias():
        respuesta = client.get(direccion(ruta))
        assert respuesta.status_code in {302, 401, 403}, (ruta.patron, respuesta.status_code)
        if respuesta.status_code == 302:
            assert "/cuenta/" in respuesta.url, ruta.patron


@pytest.mark.parametrize("rol", sorted(POR_ROL))
def test_cada_rol_recibe_lo_que_dice_la_tabla(rol, todos):
    usuario = todos[POR_ROL[rol]]
    cliente = Client(raise_request_exception=False)
    cliente.force_login(usuario)
    malas = []
    for ruta in propias():
        es_web = isinstance(ruta.vista, type) and issubclass(ruta.vista, PermisoMixin)
        url = direccion(ruta)
        for metodo in METODOS if rol in CON_TODO_METODO else ruta.metodos:
            respuesta = getattr(cliente, metodo)(url, data={})
            estado = respuesta.status_code
            if estado >= 500:
                malas.append((metodo, url, estado))
            if not es_web:
                continue
            puede = usuario.tiene_permiso(permiso_de(ruta, metodo))
            # La portada lleva a cada quien a lo suyo en vez de negarle la entrada.
            negado = estado == 403 or (ruta.nombre == "inicio" and estado == 302)
            if puede == negado:
                malas.append((metodo, url, estado, "debía" if puede else "no debía"))
    assert malas == []


def test_quitar_el_permiso_de_una_vista_se_nota():
    class Abierta(PermisoMixin, View):
        permiso = None

    ruta = Ruta("x/", "x", Abierta, "casos.views")
    assert permiso_de(ruta, "get") is None
