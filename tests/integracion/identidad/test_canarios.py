"""Enmascarado de verdad: lo ajeno no sale en ningún byte, por ningún camino."""

import re

import pytest
from django.test import Client

from casos.acciones.apertura import abrir_caso
from casos.models import (
    Caso,
)
from tests.arquitectura.rutas import rutas
from tests.fabricas.casos import crear_usuario
from tests.fabricas.identidad import caso_de
from tests.fabricas.marcas import caso_con_marcas

pytestmark = pytest.mark.django_db
MOTIVO = "Sembrar marcas para la prueba"
NO_SE_SIGUEN = re.compile(r"/(?:salir|logout|cuenta/|accounts/|static/|metrics|_componentes)")
ENLACE = re.compile(rb'(?:href|action|hx-get|src)="(/[^"#]*)"')


def direcciones_con(caso, otro_caso):
    """Cada ruta del sitio que lleva identificadores, con los del caso ajeno."""
    valores = {
        "uuid": str(caso.uuid),
        "codigo": "victima",
        "parte": str(caso.victimas.get().uuid),
        "persona": str(caso.victimas.get().uuid),
        "identidad": str(caso.identidades.first().uuid),
        "pk": str(caso.pk),
    }
    for ruta in rutas():
        if ruta.modulo.startswith(("django.", "allauth.", "knox.")):
            continue
        texto = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", ruta.patron)
        texto = texto.replace("^", "").replace("$", "").replace("\\Z", "").replace("\\.", ".")
        nombres = re.findall(r"<(?:\w+:)?(\w+)>", texto)
        for nombre in nombres:
            valor = valores.get(nombre, str(otro_caso.uuid))
            texto = re.sub(rf"<(?:\w+:)?{nombre}>", valor, texto)
        yield "/" + texto


def recorrer(cliente, semillas, tope):
    """Sigue los enlaces desde las semillas, a lo más dos páginas por forma de dirección."""
    pendientes, vistas, formas = list(semillas), set(), {}
    while pendientes and len(vistas) < tope:
        ruta = pendientes.pop(0)
        forma = re.sub(r"[0-9a-f-]{36}|\d+", "#", ruta.split("?")[0])
        if ruta in vistas or NO_SE_SIGUEN.search(ruta) or formas.get(forma, 0) >= 2:
            continue
        vistas.add(ruta)
        formas[forma] = formas.get(forma, 0) + 1
        respuesta = cliente.get(ruta)
        cuerpo = b"".join(respuesta.streaming_content) if respuesta.streaming else respuesta.content
        yield ruta, respuesta.status_code, cuerpo
        if respuesta.status_code in (301, 302):
            pendientes.append(respuesta.url)
        if "html" in respuesta.headers.get("Content-Type", ""):
            pendientes += [h.decode().replace("&amp;", "&") for h in ENLACE.findall(cuerpo)]


BUSQUEDAS = (
    "/casos/?q=Kanario",
    "/casos/?texto=Kanario",
    "/casos/?orden=fecha_asc",
    "/casos/?departamento=16",
    "/casos/colas/",
    "/casos/exportar/",
    "/api/v1/casos/",
    "/api/v1/casos/?q=Kanario",
    "/api/v1/casos/?ordering=hechos",
    "/api/v1/casos/?fields=hechos,identidades",
    *(
        f"/api/v1/{r}/"
        for r in (
            *("victimas", "implicados", "lugares", "claves-externas", "operativos", "notas"),
            *("establecimientos", "atenciones", "estados-de-victima", "vinculos", "migrantes"),
        )
    ),
    "/api/v1/esquema/",
    "/no-existe/",
)


def fugas(usuario, caso, ajeno, marcas, tope):
    """(ruta, marca) de cada marca que sale en alguna respuesta; falla también un error 5xx."""
    cliente = Client(raise_request_exception=False)
    cliente.force_login(usuario)
    # Primero las que llevan un identificador del caso: ésas se piden siempre, sea cual sea el tope.
    propias = sorted(direcciones_con(caso, ajeno), key=lambda d: str(caso.uuid) not in d)
    semillas = ["/", *BUSQUEDAS, *propias]
    halladas, caidas = [], []
    for ruta, estado, cuerpo in recorrer(cliente, semillas, tope):
        texto = cuerpo.decode("utf-8", "replace")
        halladas += [(ruta, m) for m in marcas if m in texto]
        if estado >= 500 and estado != 503:
            caidas.append((ruta, estado))
    assert caidas == []
    return halladas


@pytest.fixture
def sembrado(db):
    duena = crear_usuario("duena_k", "analista", "16")
    return caso_con_marcas(duena)


EXTRANOS = (
    "bruno",
    "carmen",
    *(
        pytest.param(nombre, marks=pytest.mark.lenta)
        for nombre in ("ana", "mateo", "paula", "olga", "clara", "augusto", "adela")
    ),
)
# Todas las rutas de la casa, o las del caso y las que quepan.
TODAS, TOPE = 600, 150


@pytest.mark.parametrize("nombre", EXTRANOS)
def test_ninguna_marca_de_loreto_sale_a_quien_no_la_ve(todos, sembrado, nombre, correos):
    caso, ficha, relato, identidades = sembrado
    marcas = [*ficha, *relato, *identidades, caso.codigo]
    propio = caso_de(todos["ana"], registro="080101")
    tope = TODAS if nombre == "bruno" else TOPE
    assert fugas(todos[nombre], caso, propio, marcas, tope=tope) == []
    assert not any(m in c.body + c.subject for c in correos for m in marcas)


@pytest.fixture
def correos(mailoutbox):
    return mailoutbox


def test_quien_ve_el_caso_tampoco_recibe_la_identidad_ni_el_relato_sin_abrirlo(sembrado):
    caso, ficha, relato, identidades = sembrado
    vecina = crear_usuario("vecina_k", "analista", "16")
    assert fugas(vecina, caso, caso, [*relato, *identidades], tope=TOPE) == []
    abrir_caso(caso=caso, motivo=MOTIVO, por=vecina)
    halladas = fugas(vecina, caso, caso, [*relato, *identidades], tope=TOPE)
    assert {m for _, m in halladas} & set(relato)
    assert not {m for _, m in halladas} & set(identidades)


def test_el_rastreo_sabe_ver_una_fuga(sembrado, monkeypatch):
    """Control negativo: sin el recorte por ámbito, las marcas aparecen."""
    caso, ficha, *_ = sembrado
    bruno = crear_usuario("bruno_k", "analista", "15")
    monkeypatch.setattr(type(Caso.objects.all()), "visibles_para", lambda self, usuario: self)
    assert fugas(bruno, caso, caso, ficha, tope=TOPE) != []
