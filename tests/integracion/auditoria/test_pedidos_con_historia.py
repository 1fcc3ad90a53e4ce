"""Todo pedido, de pantalla o de API, deja su contexto en la historia; y un error de dominio, su
estado."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

from tests.fabricas.cuentas import usuario
from tests.fabricas.integracion import token_para
from trata.auditoria.acciones import registrar_acceso
from trata.comun.errores import FueraDeAmbitoError, ServicioNoDisponibleError
from trata.cuentas.models import Usuario

SECRETO = "María Identidad"


def escribir(request):
    usuario(username="por_pantalla")
    return HttpResponse("bien")


def mirar(request):
    registrar_acceso(usuario=request.user, objeto=request.user, campos=["x"], motivo="Citación")
    return HttpResponse(SECRETO)


def ajeno(request):
    raise FueraDeAmbitoError


class PorApi(APIView):
    permission_classes = (AllowAny,)

    def post(self, request):
        usuario(username="por_api")
        if request.data.get("falla"):
            raise ServicioNoDisponibleError("x", "No responde.")
        return Response({})


urlpatterns = [
    path("escribir/", escribir),
    path("mirar/", mirar),
    path("ajeno/", ajeno),
    path("api/v1/prueba/", PorApi.as_view()),
]
URLS = "tests.integracion.auditoria.test_pedidos_con_historia"


@pytest.fixture
def ana(client, db, settings):
    settings.ROOT_URLCONF = URLS
    persona = usuario("analista", username="ana_de_prueba")
    client.force_login(persona, backend="django.contrib.auth.backends.ModelBackend")
    return persona


def contexto_de(username):
    return Usuario.pgh_event_model.objects.get(username=username, pgh_label="alta").pgh_context


def test_un_pedido_de_pantalla_dice_quien_rol_direccion_y_ruta_sin_consulta(client, ana):
    client.post("/escribir/?documento=45678912", REMOTE_ADDR="10.0.0.7")
    assert contexto_de("por_pantalla") == {
        "usuario": ana.pk,
        "rol": "analista",
        "direccion": "10.0.0.7",
        "url": "/escribir/",
        "metodo": "POST",
    }


@pytest.mark.django_db
def test_un_pedido_de_api_con_credencial_dice_quien(client, settings):
    settings.ROOT_URLCONF = URLS
    sistema = usuario("sistema")
    credencial = token_para(sistema)
    client.post(
        "/api/v1/prueba/",
        {},
        content_type="application/json",
        headers={"Authorization": f"Token {credencial}"},
    )
    assert contexto_de("por_api")["usuario"] == sistema.pk
    assert contexto_de("por_api")["rol"] == "sistema"


@pytest.mark.django_db(transaction=True)
def test_un_error_de_dominio_en_la_api_deshace_lo_escrito(client, settings):
    settings.ROOT_URLCONF = URLS
    usuario("sistema")
    respuesta = client.post("/api/v1/prueba/", {"falla": 1}, content_type="application/json")
    assert respuesta.status_code == 503
    assert not Usuario.objects.filter(username="por_api").exists()


def test_fuera_del_ambito_es_404_tambien_en_una_vista_suelta(client, ana):
    assert client.get("/ajeno/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_si_no_se_puede_anotar_el_acceso_la_pagina_da_503_y_ni_un_byte_de_la_identidad(
    client, settings, como_administrador
):
    settings.ROOT_URLCONF = URLS
    client.force_login(usuario("analista"), backend="django.contrib.auth.backends.ModelBackend")
    assert SECRETO in client.get("/mirar/").content.decode()
    with como_administrador.cursor() as cursor:
        cursor.execute("REVOKE INSERT ON auditoria_acceso FROM app")
    respuesta = client.get("/mirar/")
    assert respuesta.status_code == 503
    assert SECRETO not in respuesta.content.decode()


def test_el_contexto_no_cambia_la_clase_de_otros_pedidos():
    assert type(RequestFactory().get("/")).__name__ == "WSGIRequest"
