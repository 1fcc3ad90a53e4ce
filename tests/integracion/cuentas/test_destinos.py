"""«Ir a…»: lleva a lo que cada quien puede ver, y a nada más."""

import pytest
from django.test import Client
from django.urls import reverse

from casos import acciones
from casos.models import ClaveExterna
from tests.fabricas.casos import crear_caso
from trata.cuentas.destinos import contiene
from trata.cuentas.models import Entidad


def entrar(persona) -> Client:
    cliente = Client()
    cliente.force_login(persona, backend="django.contrib.auth.backends.ModelBackend")
    return cliente


def ir(persona, texto: str):
    return entrar(persona).post(reverse("cuentas:ir"), {"texto": texto})


@pytest.fixture
def caso(ana):
    return crear_caso(registro="080101")


def test_el_codigo_de_un_caso_abre_el_caso_de_cualquier_manera_escrito(ana, caso):
    anio, numero = caso.codigo.split("-")[1:]
    for texto in (caso.codigo, caso.codigo.lower(), f"{anio}-{int(numero)}", f" {anio} {numero} "):
        assert ir(ana, texto).url == reverse("casos:detalle", args=[caso.uuid]), texto


def test_el_numero_de_otra_institucion_abre_su_caso(ana, caso):
    fiscalia = Entidad.objects.get(pk="mp")
    datos = {"institucion": fiscalia, "tipo": "carpeta_fiscal", "numero": "506-2026-77"}
    acciones.registrar_parte(ClaveExterna, caso=caso, datos=datos, por=ana)
    assert ir(ana, "506-2026-77").url == reverse("casos:detalle", args=[caso.uuid])


def test_fuera_del_ambito_y_sin_permiso_el_caso_no_existe(ana, luis, bruno, carmen, caso):
    for persona in (bruno, luis, carmen):
        respuesta = ir(persona, caso.codigo)
        assert respuesta.status_code == 200
        assert str(caso.uuid) not in respuesta.content.decode()
        assert "Nada con ese texto" in respuesta.content.decode()


def test_un_servicio_por_su_codigo_y_por_palabras_sin_tildes(paula):
    assert ir(paula, "s28").url == reverse("politica:servicio", args=["S28"])
    assert "Servicio" in ir(paula, "atencion victimas").content.decode()


def test_una_region_y_una_pagina_por_su_nombre(carmen, augusto):
    assert ir(carmen, "cusco").url == "/regiones/cusco/"
    assert ir(augusto, "recertificar").url == reverse("cuentas:recertificacion")


def test_quien_no_ve_la_politica_ni_las_regiones_no_las_encuentra(adela):
    for texto in ("s28", "cusco"):
        respuesta = ir(adela, texto)
        assert respuesta.status_code == 200
        assert "/politica/" not in respuesta.content.decode()
        assert "Espacio regional" not in respuesta.content.decode()


def test_las_paginas_que_no_puede_abrir_no_salen(carmen):
    respuesta = ir(carmen, "recertificar")
    assert respuesta.status_code == 200
    assert reverse("cuentas:recertificacion") not in respuesta.content.decode()


@pytest.mark.parametrize("texto", ["", "   ", "\0", "<script>", "' OR 1=1 --", "‮", "é" * 500, "😀"])
def test_cualquier_texto_recibe_una_pagina(ana, texto):
    respuesta = ir(ana, texto)
    assert respuesta.status_code == 200
    assert 'value="<script>' not in respuesta.content.decode()


def test_sin_entrar_no_se_busca(client):
    assert client.post(reverse("cuentas:ir"), {"texto": "S28"}).status_code == 302


@pytest.mark.parametrize(
    ("buscado", "texto", "coincide"),
    [
        ("reg prov", "Redes provinciales de la región", True),
        ("dios madre", "Madre de Dios", True),
        ("ios", "Madre de Dios", False),
    ],
)
def test_cada_palabra_empieza_alguna(buscado, texto, coincide):
    assert contiene(buscado, texto) is coincide
