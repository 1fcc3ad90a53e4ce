"""Páginas de error en español y encabezados de seguridad en toda respuesta."""

import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from trata.comun import paginas_de_error
from trata.urls import urlpatterns as de_la_casa


def _lanzar(error: Exception):
    def vista(request):
        raise error

    vista.login_required = False
    return vista


def _abierta(request):
    return HttpResponse("<p>hola</p>")


_abierta.login_required = False
urlpatterns = [
    path("falla/", _lanzar(ValueError("dato secreto"))),
    path("base-caida/", _lanzar(OperationalError("no hay base"))),
    path("grande/", _lanzar(RequestDataTooBig("mucho"))),
    path("abierta/", _abierta),
    *de_la_casa,
]
handler400 = "trata.comun.paginas_de_error.error_400"
handler403 = "trata.comun.paginas_de_error.error_403"
handler404 = "trata.comun.paginas_de_error.error_404"
handler500 = "trata.comun.paginas_de_error.error_500"

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def cliente() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("ruta", "estado", "frase"),
    [
        ("/no-existe/", 404, "No encontramos esta página"),
        ("/falla/", 500, "Algo falló de nuestro lado"),
        ("/base-caida/", 503, "no está disponible por un momento"),
        ("/grande/", 413, "demasiado grande"),
    ],
)
def test_cada_error_tiene_su_pagina_en_espanol(cliente, ruta, estado, frase):
    respuesta = cliente.get(ruta)
    texto = respuesta.content.decode()
    assert respuesta.status_code == estado
    assert frase in texto
    assert '<html lang="es-PE">' in texto
    assert "secreto" not in texto


@pytest.mark.parametrize("codigo", paginas_de_error.PAGINAS)
def test_las_paginas_de_error_no_consultan_la_base(codigo, django_assert_num_queries):
    with django_assert_num_queries(0):
        respuesta = paginas_de_error.responder(RequestFactory().get("/x/"), codigo)
    assert respuesta.status_code == paginas_de_error.PAGINAS[codigo].estado
    assert paginas_de_error.PAGINAS[codigo].titulo in respuesta.content.decode()


def test_un_anfitrion_desconocido_recibe_400(cliente):
    respuesta = cliente.get("/accesibilidad/", headers={"host": "otro.example"})
    assert respuesta.status_code == 400
    assert "No pudimos leer tu pedido" in respuesta.content.decode()


def test_un_formulario_sin_ficha_explica_que_vencio():
    respuesta = Client(enforce_csrf_checks=True).post("/cuenta/login/", {"login": "a"})
    assert respuesta.status_code == 403
    assert "El formulario venció" in respuesta.content.decode()


def test_la_api_recibe_el_error_en_su_forma(cliente):
    respuesta = cliente.get("/api/v1/no-existe/")
    assert respuesta.status_code == 404
    assert respuesta.headers["Content-Type"] == "application/problem+json"
    assert respuesta.json()["codigo"] == "no_encontrado"


def test_demasiados_intentos_dice_cuando_volver():
    respuesta = paginas_de_error.error_429(RequestFactory().post("/cuenta/login/"), {}, x=1)
    assert respuesta.status_code == 429
    assert respuesta.headers["Retry-After"] == "300"


def test_toda_respuesta_lleva_los_encabezados(cliente):
    for ruta in ("/accesibilidad/", "/no-existe/", "/falla/"):
        encabezados = cliente.get(ruta).headers
        assert "camera=()" in encabezados["Permissions-Policy"]
        assert "publickey-credentials-get=(self)" in encabezados["Permissions-Policy"]
        assert encabezados["Cross-Origin-Resource-Policy"] == "same-origin"
        assert encabezados["Cross-Origin-Opener-Policy"] == "same-origin"
        assert encabezados["Cross-Origin-Embedder-Policy"] == "require-corp"
        assert encabezados["X-Content-Type-Options"] == "nosniff"
        assert encabezados["X-Frame-Options"] == "DENY"
        politica = encabezados["Content-Security-Policy"]
        assert "default-src 'none'" in politica
        assert "unsafe" not in politica


def test_lo_que_responde_a_una_sesion_no_se_guarda(cliente):
    assert cliente.get("/abierta/").headers["Cache-Control"] == "no-cache"
    cliente.cookies["sessionid"] = "x"
    assert cliente.get("/abierta/").headers["Cache-Control"] == "no-store"
    assert cliente.get("/no-existe/").headers["Cache-Control"] == "no-store"


def test_una_credencial_de_la_api_tampoco_se_guarda(cliente):
    respuesta = cliente.get("/abierta/", headers={"authorization": "Token x"})
    assert respuesta.headers["Cache-Control"] == "no-store"


def test_seguir_conectado_pide_sesion(cliente):
    assert cliente.post("/sesion/seguir/").status_code == 302


def test_al_salir_el_navegador_suelta_lo_guardado(cliente, django_user_model):
    cliente.force_login(
        django_user_model.objects.create_user("ana-de-prueba", nombres="Ana"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    respuesta = cliente.post("/cuenta/logout/")
    assert respuesta.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in Client().get("/accesibilidad/").headers


def test_recargar_el_destino_de_un_boton_explica_que_paso(cliente, vera):
    cliente.force_login(vera)
    respuesta = cliente.get("/alertas/suscribir/")
    assert (respuesta.status_code, respuesta["Allow"]) == (405, "POST")
    assert "Esta dirección no se abre sola" in respuesta.content.decode()
