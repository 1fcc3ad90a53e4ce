"""La puerta: contraseña, bloqueo, sesión inactiva, revocación y segundo factor."""

import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse

from trata.cuentas import acciones, consultas
from trata.cuentas.demostracion import CONTRASENA
from trata.cuentas.middleware import CLAVE
from trata.cuentas.models import EnvioPendiente, Usuario

pytestmark = pytest.mark.django_db


def entrar(cliente: Client, usuario: Usuario, contrasena: str = CONTRASENA, **cabeceras):
    return cliente.post(
        reverse("account_login"), {"login": usuario.username, "password": contrasena}, **cabeceras
    )


def test_ana_entra_con_su_contrasena_y_llega_a_su_inicio(ana, client):
    respuesta = entrar(client, ana)
    assert respuesta.status_code == 302
    assert respuesta.url == reverse("cuentas:entrada")


def test_el_nombre_de_usuario_no_distingue_mayusculas(ana, client):
    respuesta = client.post(reverse("account_login"), {"login": "ANA", "password": CONTRASENA})
    assert respuesta.status_code == 302


def test_una_contrasena_equivocada_no_dice_si_la_cuenta_existe(ana, client):
    existente = entrar(client, ana, "equivocada")
    inexistente = client.post(reverse("account_login"), {"login": "nadie", "password": "x"})
    assert existente.status_code == inexistente.status_code == 200
    errores = [r.context["form"].non_field_errors() for r in (existente, inexistente)]
    assert errores[0] == errores[1]


def test_el_ataque_a_una_cuenta_se_frena_y_los_demas_de_la_oficina_entran(ana, bruno, client):
    for i in range(12):
        ultima = entrar(client, ana, f"clave-{i}", REMOTE_ADDR="10.1.1.1")
    assert ultima.status_code == 429
    assert entrar(client, ana, REMOTE_ADDR="10.1.1.1").status_code == 429
    assert entrar(Client(), bruno, REMOTE_ADDR="10.1.1.1").status_code == 302


def test_repartir_el_ataque_en_muchas_direcciones_no_da_mas_intentos(ana):
    estados = [
        entrar(Client(), ana, f"clave-{i}", REMOTE_ADDR=f"10.2.0.{i}").status_code
        for i in range(15)
    ]
    assert estados.count(200) <= 10
    assert estados[-1] == 429


def test_falsificar_la_cabecera_del_proxy_no_cambia_la_direccion(ana):
    estados = [
        entrar(Client(), ana, "mala", HTTP_X_FORWARDED_FOR=f"8.8.8.{i}").status_code
        for i in range(12)
    ]
    assert estados[-1] == 429


def test_la_sesion_inactiva_se_cierra_y_guarda_lo_que_se_enviaba(ana, client):
    client.force_login(ana)
    client.get(reverse("cuentas:mi_cuenta"))
    sesion = client.session
    sesion[CLAVE] = time.time() - 31 * 60
    sesion.save()
    respuesta = client.post(reverse("cuentas:tabla"), {"compacta": "si", "relato": "una hora"})
    assert respuesta.status_code == 302
    assert reverse("account_login") in respuesta.url
    pendiente = EnvioPendiente.objects.get(usuario=ana)
    assert "una hora" not in pendiente.cuerpo
    client.force_login(ana)
    assert client.get(reverse("cuentas:entrada")).url == reverse("cuentas:pendiente")
    assert b"una hora" in client.get(reverse("cuentas:pendiente")).content


def test_a_los_29_minutos_la_sesion_sigue(ana, client):
    client.force_login(ana)
    client.get(reverse("cuentas:mi_cuenta"))
    sesion = client.session
    sesion[CLAVE] = time.time() - 29 * 60
    sesion.save()
    assert client.get(reverse("cuentas:mi_cuenta")).status_code == 200


def test_un_sondeo_automatico_no_mantiene_viva_la_sesion(ana, client):
    client.force_login(ana)
    client.get(reverse("cuentas:mi_cuenta"))
    sesion = client.session
    sesion[CLAVE] = hace_rato = time.time() - 20 * 60
    sesion.save()
    client.get(reverse("cuentas:mi_cuenta"), headers={"X-Sin-Actividad": "1"})
    assert client.session[CLAVE] == pytest.approx(hace_rato)
    client.get(reverse("cuentas:mi_cuenta"))
    assert client.session[CLAVE] > hace_rato + 60


def test_un_reloj_que_salta_atras_no_deja_la_sesion_eterna(ana, client):
    client.force_login(ana)
    client.get(reverse("cuentas:mi_cuenta"))
    sesion = client.session
    sesion[CLAVE] = time.time() + 5 * 3600
    sesion.save()
    client.get(reverse("cuentas:mi_cuenta"))
    assert client.session[CLAVE] <= time.time()


def test_revocar_el_rol_surte_efecto_en_el_siguiente_pedido(ana, adela, client):
    client.force_login(ana)
    assert client.get(reverse("cuentas:roles")).status_code == 200
    acciones.revocar_designacion(designacion=ana.designaciones.get(), por=adela)
    assert client.get(reverse("cuentas:roles")).status_code == 403


def test_desactivar_la_cuenta_cierra_su_sesion(ana, adela, client):
    client.force_login(ana)
    acciones.desactivar_usuario(usuario=ana, por=adela)
    respuesta = client.get(reverse("cuentas:mi_cuenta"))
    assert respuesta.status_code == 302
    assert reverse("account_login") in respuesta.url


def test_a_htmx_se_le_responde_401_y_no_la_pagina_de_entrada(client):
    respuesta = client.get(reverse("cuentas:mi_cuenta"), headers={"HX-Request": "true"})
    assert respuesta.status_code == 401
    assert b"<html" not in respuesta.content


@override_settings(SEGUNDO_FACTOR_OBLIGATORIO=True)
def test_sin_segundo_factor_solo_se_puede_inscribir_uno(ana, client):
    client.force_login(ana)
    assert client.get(reverse("cuentas:mi_cuenta")).url == reverse("mfa_index")
    TOTP.activate(ana, "JBSWY3DPEHPK3PXP")
    assert client.get(reverse("cuentas:mi_cuenta")).status_code == 200


def test_el_secreto_del_segundo_factor_se_guarda_cifrado(ana):
    totp = TOTP.activate(ana, "JBSWY3DPEHPK3PXP")
    assert "JBSWY3DPEHPK3PXP" not in str(totp.instance.data)
    assert consultas.tiene_segundo_factor(ana)


def test_nadie_se_registra_solo(client):
    respuesta = client.get(reverse("account_signup"))
    assert b'name="password1"' not in respuesta.content


def test_el_enlace_de_contrasena_llega_por_correo_y_funciona(ana, adela, client):
    acciones.enviar_enlace_de_contrasena(usuario=ana, por=adela)
    [carta] = mail.outbox
    ruta = next(p for p in carta.body.split() if "/cuenta/" in p).split("localhost:8000")[1]
    pagina = client.get(ruta, follow=True)
    assert pagina.status_code == 200
    destino = pagina.redirect_chain[-1][0]
    nueva = "otra-clave-larga-77"
    respuesta = client.post(destino, {"password1": nueva, "password2": nueva})
    assert respuesta.status_code == 302
    assert entrar(Client(), ana, nueva).status_code == 302
