"""`Idempotency-Key`: pedir lo mismo otra vez no lo hace otra vez."""

import json
import threading

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import path
from rest_framework import viewsets
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response

from tests.fabricas.cuentas import usuario
from tests.fabricas.integracion import token_para
from trata.comun.errores import ErrorDeDominio
from trata.trabajos.api import IdempotenteMixin
from trata.trabajos.models import ClaveDeIdempotencia, CorreoRetenido


class Base(viewsets.ViewSet):
    permission_classes = (IsAuthenticated,)

    def create(self, request):
        creado = CorreoRetenido.objects.create(
            remitente="x", para="y", asunto=request.data["que"], texto=""
        )
        if request.data.get("falla"):
            raise ErrorDeDominio("mal", "Está mal.")
        return Response({"id": creado.pk, "version": 1}, status=201, headers={"Location": "/x/"})


class Idempotente(IdempotenteMixin, Base):
    pass


class Obligatoria(Idempotente):
    exige_clave = True


urlpatterns = [
    path("api/v1/uno/", Idempotente.as_view({"post": "create"})),
    path("api/v1/obligatoria/", Obligatoria.as_view({"post": "create"})),
]


@pytest.fixture
def pedir(settings, transactional_db):
    settings.ROOT_URLCONF = __name__
    credencial = token_para(usuario("sistema"))

    def pedido(cuerpo, clave="", ruta="/api/v1/uno/", con=credencial):
        cabeceras = {"Authorization": f"Token {con}"} | (
            {"Idempotency-Key": clave} if clave else {}
        )
        return Client().post(
            ruta, json.dumps(cuerpo), content_type="application/json", headers=cabeceras
        )

    return pedido


def test_la_misma_clave_y_cuerpo_dan_la_misma_respuesta_y_una_fila(pedir):
    uno = pedir({"que": "a", "b": 1}, "k1")
    otro = pedir({"b": 1, "que": "a"}, "k1")
    assert (uno.status_code, uno.json()) == (otro.status_code, otro.json())
    assert otro["Location"] == "/x/"
    assert otro["Idempotency-Replayed"] == "true"
    assert CorreoRetenido.objects.count() == 1


def test_la_misma_clave_con_otro_cuerpo_es_422(pedir):
    pedir({"que": "a"}, "k1")
    otro = pedir({"que": "b"}, "k1")
    assert (otro.status_code, otro.json()["codigo"]) == (422, "clave_reutilizada")
    assert CorreoRetenido.objects.count() == 1


def test_dos_clientes_pueden_usar_la_misma_clave(pedir):
    ajena = token_para(usuario("sistema"))
    pedir({"que": "a"}, "k1")
    assert pedir({"que": "b"}, "k1", con=ajena).status_code == 201
    assert CorreoRetenido.objects.count() == 2


def test_un_error_no_se_guarda_y_deshace_lo_escrito(pedir):
    assert pedir({"que": "a", "falla": True}, "k1").status_code == 400
    assert not CorreoRetenido.objects.exists()
    assert not ClaveDeIdempotencia.objects.exists()
    assert pedir({"que": "a"}, "k1").status_code == 201


def test_sin_clave_se_hace_cada_vez_y_donde_es_obligatoria_se_pide(pedir):
    pedir({"que": "a"})
    pedir({"que": "a"})
    assert CorreoRetenido.objects.count() == 2
    falta = pedir({"que": "a"}, ruta="/api/v1/obligatoria/")
    assert (falta.status_code, falta.json()["codigo"]) == (400, "falta_clave")
    assert pedir({"que": "a"}, "k" * 201).status_code == 400


def test_mientras_la_primera_no_termina_la_segunda_recibe_409(pedir, settings):
    dentro, sigue = threading.Event(), threading.Event()

    def primera():
        try:
            with transaction.atomic():
                pedir({"que": "a"}, "k1")
                dentro.set()
                sigue.wait(10)
        finally:
            connection.close()

    hilo = threading.Thread(target=primera)
    hilo.start()
    dentro.wait(10)
    segunda = pedir({"que": "a"}, "k1")
    sigue.set()
    hilo.join()
    assert (segunda.status_code, segunda.json()["codigo"]) == (409, "en_curso")
    assert pedir({"que": "a"}, "k1").status_code == 201
    assert CorreoRetenido.objects.count() == 1


def test_veinte_claves_por_cuatro_a_la_vez_dejan_veinte_filas(pedir):
    def insistir():
        try:
            for clave in range(20):
                while pedir({"que": str(clave)}, f"c{clave}").status_code == 409:
                    pass
        finally:
            connection.close()

    hilos = [threading.Thread(target=insistir) for _ in range(4)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    assert CorreoRetenido.objects.count() == 20
