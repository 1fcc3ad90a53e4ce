"""Las páginas de la puerta: en español, de tú, con el aspecto de la casa."""

import re

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.html import strip_tags

from tests.fabricas.casos import crear_usuario

pytestmark = pytest.mark.django_db
AJENAS = re.compile(
    r"\b(the|your|password|sign|please|account|email|enter|code|keys?|"
    r"su contraseña|introduzca|escriba|inténtelo|seleccione|usted)\b",
    re.IGNORECASE,
)
ABIERTAS = ("login/", "password/reset/", "password/reset/done/", "signup/", "inactive/")
CON_SESION = (
    "2fa/",
    "2fa/totp/activate/",
    "2fa/recovery-codes/generate/",
    "2fa/webauthn/",
    "2fa/webauthn/add/",
    "reauthenticate/",
    "password/change/",
    "sessions/",
    "email/",
    "logout/",
)


def visible(respuesta) -> str:
    cuerpo = respuesta.content.decode()
    sin_guiones = re.sub(r"<script.*?</script>", "", cuerpo, flags=re.DOTALL)
    return strip_tags(sin_guiones)


@pytest.mark.parametrize("ruta", ABIERTAS)
def test_las_paginas_de_la_puerta_estan_en_espanol_y_de_tu(ruta):
    respuesta = Client().get(f"/cuenta/{ruta}")
    assert respuesta.status_code == 200
    assert AJENAS.findall(visible(respuesta)) == []
    assert 'class="marca"' in respuesta.content.decode()


@pytest.mark.parametrize("ruta", CON_SESION)
def test_las_paginas_de_la_cuenta_estan_en_espanol_y_de_tu(ruta):
    cliente = Client()
    usuario = crear_usuario("rosa", "analista", "08")
    usuario.set_password("una-frase-bien-larga")
    usuario.save()
    cliente.post("/cuenta/login/", {"login": "rosa", "password": "una-frase-bien-larga"})
    respuesta = cliente.get(f"/cuenta/{ruta}", follow=True)
    assert respuesta.status_code == 200
    assert AJENAS.findall(visible(respuesta)) == []
    assert respuesta.content.decode().count("<h1") == 1


def test_la_entrada_dice_que_completar_y_no_dice_si_el_usuario_existe():
    vacia = visible(Client().post("/cuenta/login/", {}))
    assert "Completa «Usuario»." in vacia
    assert "Completa «Contraseña»." in vacia
    mala = visible(Client().post("/cuenta/login/", {"login": "nadie", "password": "x"}))
    assert "El usuario o la contraseña no son correctos." in mala


@pytest.mark.parametrize(
    ("clave", "frase"),
    [
        ("corta", "Escribe al menos 12 caracteres."),
        ("123456789012", "Sólo tiene números. Agrega palabras."),
        ("rosa.quispe.08", "Se parece demasiado a tu usuario. Elige otra."),
        ("1q2w3e4r5t6y", "Es de las contraseñas más usadas. Elige otra."),
    ],
)
def test_las_reglas_de_la_contrasena_dicen_que_hacer(clave, frase):
    usuario = crear_usuario("rosa.quispe.09", "analista")
    with pytest.raises(ValidationError) as atrapado:
        validate_password(clave, usuario)
    assert frase in atrapado.value.messages
