"""Credenciales de sistemas: hash, alcance, red, vencimiento, rotación y rastro."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trata.comun.errores import ErrorDeDominio, SinPermisoError
from trata.integracion import acciones
from trata.integracion.models import Credencial

pytestmark = pytest.mark.django_db
HOY = timezone.localdate


@pytest.fixture
def convenio(adela, sistema_mp):
    return acciones.registrar_convenio(
        datos={
            "entidad": sistema_mp.entidad,
            "documento": "Convenio sintético 1",
            "finalidad": "Intercambio de casos",
            "desde": HOY(),
            "hasta": HOY() + timedelta(days=365),
        },
        por=adela,
    )


def emitir(convenio, usuario, por, **cambios):
    datos = {
        "nombre": "Producción",
        "alcances": ["agregados_leer"],
        "redes": [],
        "expiry": timezone.now() + timedelta(days=90),
    }
    return acciones.emitir_credencial(
        convenio=convenio, usuario=usuario, datos=datos | cambios, por=por
    )


def pedir(token, ruta="/api/v1/ubigeos/08/", **cabeceras):
    return Client().get(ruta, headers={"Authorization": f"Token {token}"}, **cabeceras)


def test_con_su_token_el_sistema_lee_el_territorio(convenio, sistema_mp, adela):
    _, token = emitir(convenio, sistema_mp, adela)
    respuesta = pedir(token)
    assert respuesta.status_code == 200
    assert respuesta.json()["nombre"] == "Cusco"


def test_el_token_no_se_guarda_en_claro(convenio, sistema_mp, adela):
    _, token = emitir(convenio, sistema_mp, adela)
    with connection.cursor() as cursor:
        cursor.execute("SELECT c::text FROM integracion_credencial c")
        filas = " ".join(f[0] for f in cursor.fetchall())
        cursor.execute("SELECT e::text FROM integracion_credencialevent e")
        eventos = " ".join(f[0] for f in cursor.fetchall())
    assert token not in filas + eventos


@pytest.mark.parametrize("token", ["x", "ñ" * 20, "0" * 64, ""])
def test_un_token_cualquiera_recibe_401_con_la_forma_unica(token):
    respuesta = pedir(token)
    assert respuesta.status_code == 401
    assert respuesta["Content-Type"] == "application/problem+json"
    assert set(respuesta.json()) == {"codigo", "mensaje", "campos"}


def test_una_credencial_revocada_deja_de_valer_en_el_siguiente_pedido(convenio, sistema_mp, adela):
    credencial, token = emitir(convenio, sistema_mp, adela)
    acciones.revocar_credencial(credencial=credencial, por=adela)
    assert pedir(token).status_code == 401
    assert Credencial.objects.filter(pk=credencial.pk).exists()


def test_una_vencida_no_vale_y_no_se_borra(convenio, sistema_mp, adela):
    credencial, token = emitir(convenio, sistema_mp, adela)
    Credencial.objects.filter(pk=credencial.pk).update(expiry=timezone.now() - timedelta(1))
    assert pedir(token).status_code == 401
    assert Credencial.objects.get(pk=credencial.pk).situacion == "vencida"


def test_con_el_convenio_vencido_no_se_entra(convenio, sistema_mp, adela):
    _, token = emitir(convenio, sistema_mp, adela)
    type(convenio).objects.filter(pk=convenio.pk).update(
        desde=HOY() - timedelta(9), hasta=HOY() - timedelta(1)
    )
    assert pedir(token).status_code == 401


def test_solo_desde_su_red(convenio, sistema_mp, adela):
    _, token = emitir(convenio, sistema_mp, adela, redes=["192.0.2.0/24"])
    assert pedir(token, REMOTE_ADDR="192.0.2.7").status_code == 200
    assert pedir(token, REMOTE_ADDR="198.51.100.7").status_code == 401
    forjada = pedir(token, REMOTE_ADDR="198.51.100.7", HTTP_X_FORWARDED_FOR="192.0.2.7")
    assert forjada.status_code == 401


def test_el_alcance_recorta_los_permisos_de_la_cuenta(convenio, sistema_mp, adela):
    credencial, _ = emitir(convenio, sistema_mp, adela, alcances=["politica_leer"])
    assert sistema_mp.tiene_permiso("caso_ver")
    assert not credencial.permite("caso_ver")
    assert credencial.permite("politica_ver")


def test_al_rotar_las_dos_valen_durante_el_solape(convenio, sistema_mp, adela):
    vieja, token_viejo = emitir(convenio, sistema_mp, adela)
    _, token_nuevo = acciones.rotar_credencial(
        credencial=vieja, solape=timedelta(days=7), por=adela
    )
    assert pedir(token_viejo).status_code == pedir(token_nuevo).status_code == 200
    vieja.refresh_from_db()
    assert vieja.expiry < timezone.now() + timedelta(days=8)


def test_el_ultimo_uso_se_ve(convenio, sistema_mp, adela):
    credencial, token = emitir(convenio, sistema_mp, adela)
    pedir(token)
    credencial.refresh_from_db()
    assert credencial.ultimo_uso is not None


def test_una_persona_no_recibe_credencial(convenio, ana, adela):
    with pytest.raises(ErrorDeDominio) as error:
        emitir(convenio, ana, adela)
    assert error.value.codigo == "cuenta_de_persona"


def test_no_dura_mas_que_el_convenio(convenio, sistema_mp, adela):
    with pytest.raises(ErrorDeDominio) as error:
        emitir(convenio, sistema_mp, adela, expiry=timezone.now() + timedelta(days=800))
    assert error.value.codigo == "dura_mas_que_el_convenio"


def test_una_red_mal_escrita_se_dice_en_su_campo(convenio, sistema_mp, adela):
    with pytest.raises(ValidationError) as error:
        emitir(convenio, sistema_mp, adela, redes=["999.1.1.1"])
    assert error.value.error_dict["redes"][0].code == "red_mal_escrita"


def test_ana_no_emite_credenciales(convenio, sistema_mp, ana):
    with pytest.raises(SinPermisoError):
        emitir(convenio, sistema_mp, ana)


def test_adela_emite_en_pantalla_y_el_token_se_ve_una_vez(convenio, sistema_mp, adela, client):
    client.force_login(adela)
    url = reverse("integracion:credencial_nueva", kwargs={"uuid": convenio.uuid})
    respuesta = client.post(
        url,
        {
            "usuario": sistema_mp.pk,
            "nombre": "Producción",
            "alcances": ["casos_leer"],
            "redes": "192.0.2.0/24\n192.0.2.7",
            "vence": f"{HOY() + timedelta(days=30):%Y-%m-%d}",
        },
    )
    assert respuesta.status_code == 200
    token = respuesta.context["token"]
    assert token in respuesta.content.decode()
    lista = client.get(reverse("integracion:convenios")).content.decode()
    assert token not in lista
    assert Credencial.objects.get().redes == ["192.0.2.0/24", "192.0.2.7"]


def test_el_esquema_es_openapi_31_y_la_documentacion_no_trae_nada_en_linea(adela, client):
    client.force_login(adela)
    esquema = client.get("/api/v1/esquema/?format=json").json()
    assert esquema["openapi"].startswith("3.1")
    pagina = client.get("/api/v1/documentacion/").content.decode()
    assert "<script>" not in pagina
    assert "https://" not in pagina.replace("https://www.w3.org", "")


def test_la_raiz_lista_los_recursos(adela, client):
    client.force_login(adela)
    assert "ubigeos" in client.get("/api/v1/").json()["recursos"]
