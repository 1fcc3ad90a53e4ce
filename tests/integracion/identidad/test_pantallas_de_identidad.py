"""Las páginas de la mitad protegida: nada de una persona sale sin motivo, permiso y anotación."""

import pytest
from django.db import connection
from django.urls import reverse

from casos.identidad import cuotas
from casos.models import (
    Identidad,
)
from tests.fabricas.casos import crear_caso, crear_usuario
from tests.fabricas.identidad import FICTICIA, caso_de, con_identidad, pagina
from trata.auditoria.models import Acceso

pytestmark = pytest.mark.django_db
MOTIVO = "Coordinar la declaración de mañana"


def test_la_pagina_de_la_persona_no_trae_ningun_dato_y_revelar_si(client, ana):
    identidad = con_identidad(caso_de(ana), ana)
    ruta = (identidad.caso.uuid, identidad.uuid)
    for nombre in ("identidad", "identidad-editar", "identidad-reserva"):
        texto = pagina(client, ana, nombre, *ruta).content.decode()
        assert "Inventada" not in texto
        assert "00000017" not in texto
    texto = pagina(client, ana, "identidades", identidad.caso.uuid).content.decode()
    assert "Inventada" not in texto
    respuesta = pagina(client, ana, "identidad-revelar", *ruta, motivo=MOTIVO)
    assert "Inventada" in respuesta.content.decode()
    assert respuesta.headers["Cache-Control"] == "no-store"
    assert respuesta.headers["Refresh"].startswith(f"{cuotas.SEGUNDOS_A_LA_VISTA};")
    assert pagina(client, ana, "identidad-revelar", *ruta).status_code == 302


def test_si_el_acceso_no_se_puede_anotar_responde_503_y_ningun_dato(client, ana, monkeypatch):
    identidad = con_identidad(caso_de(ana), ana)

    def guardar(self, *args, **kwargs):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")

    monkeypatch.setattr(Acceso, "save", guardar)
    respuesta = pagina(
        client, ana, "identidad-revelar", identidad.caso.uuid, identidad.uuid, motivo=MOTIVO
    )
    assert respuesta.status_code == 503
    assert "Inventada" not in respuesta.content.decode()
    assert "00000017" not in respuesta.content.decode()


def test_escribir_buscar_abrir_y_reservar_por_pantalla(client, ana):
    caso = caso_de(ana)
    victima = caso.victimas.get()
    datos = FICTICIA | {"documento_de": "propio", "fuente": "Acta 12"}
    respuesta = pagina(client, ana, "identidad-nueva", caso.uuid, "victima", victima.uuid, **datos)
    identidad = Identidad.objects.get()
    assert respuesta.url == reverse("casos:identidad", args=[caso.uuid, identidad.uuid])
    hallado = pagina(client, ana, "buscar-identidad", nombre="rosaura imbentada", motivo=MOTIVO)
    assert victima.seudonimo in hallado.content.decode()
    assert "Huamán" not in hallado.content.decode()
    respuesta = pagina(
        client, ana, "identidad-reserva", caso.uuid, identidad.uuid, sustento="Disp. 1"
    )
    assert respuesta.status_code == 302
    otra = crear_usuario("otra_i", "analista", "08")
    assert pagina(client, otra, "abrir", caso.uuid, motivo="x").status_code == 422
    assert pagina(client, otra, "abrir", caso.uuid, motivo=MOTIVO).status_code == 302


def test_mientras_se_escribe_se_ven_los_parecidos_por_codigo(client, ana):
    identidad = con_identidad(caso_de(ana), ana)
    otro = caso_de(ana)
    respuesta = pagina(
        client,
        ana,
        "identidad-parecidas",
        otro.uuid,
        nombres="Rosaura",
        primer_apellido="Inventada",
        segundo_apellido="Guaman",
    )
    assert identidad.seudonimo in respuesta.content.decode()
    assert "Ficticia" not in respuesta.content.decode()


def test_bruno_recibe_404_en_toda_pagina_de_una_identidad_de_cusco(client, ana, bruno):
    identidad = con_identidad(caso_de(ana), ana)
    ruta = (identidad.caso.uuid, identidad.uuid)
    for nombre in ("identidad", "identidad-editar", "identidad-reserva"):
        assert pagina(client, bruno, nombre, *ruta).status_code == 404
    for nombre in ("identidad-revelar", "identidad-verificar"):
        assert pagina(client, bruno, nombre, *ruta, motivo=MOTIVO).status_code == 404
    assert pagina(client, bruno, "abrir", identidad.caso.uuid).status_code == 404


def test_las_identidades_del_cuaderno_cuestan_lo_mismo_con_una_que_con_diez(
    client, ana, django_assert_max_num_queries
):
    caso = caso_de(ana, victimas=10)
    for numero in range(1, 11):
        con_identidad(
            caso,
            ana,
            numero,
            documento=f"000001{numero:02d}",
            nombres=f"Ficticia {'ABCDEFGHIJK'[numero]}lfa",
        )
    client.force_login(ana)
    with django_assert_max_num_queries(45):
        client.get(reverse("casos:identidades", args=[caso.uuid]))


def test_un_caso_sin_asignar_no_es_de_nadie_hasta_abrirlo(client, ana):
    caso = crear_caso(registro="080101")
    texto = pagina(client, ana, "identidades", caso.uuid).content.decode()
    assert "No llevas este caso" in texto
