"""La API de identidades: entra y no sale, salvo al revelar con motivo."""

import pytest

from casos.identidad import cuotas
from casos.models import BusquedaDeIdentidad, Identidad
from tests.fabricas.casos import crear_usuario
from tests.fabricas.identidad import FICTICIA, caso_de, con_identidad
from trata.auditoria.models import Acceso

pytestmark = pytest.mark.django_db
RUTA = "/api/v1/identidades/"
MOTIVO = "Coordinar la declaración de mañana"


@pytest.fixture
def ana(client):
    usuario = crear_usuario("ana_w", "analista", "08")
    client.force_login(usuario)
    return usuario


def enviar(client, ruta, datos, **cabeceras):
    return client.post(ruta, datos, content_type="application/json", headers=cabeceras)


def test_se_registra_por_la_api_y_ninguna_respuesta_trae_el_dato(client, ana):
    caso = caso_de(ana)
    datos = FICTICIA | {"caso": str(caso.uuid), "persona": str(caso.victimas.get().uuid)}
    alta = enviar(client, RUTA, datos)
    assert alta.status_code == 201, alta.content
    uuid = alta.json()["uuid"]
    cambio = client.patch(
        f"{RUTA}{uuid}/",
        {"nombres": "Supuesta"},
        content_type="application/json",
        headers={"If-Match": alta.headers["ETag"]},
    )
    assert cambio.status_code == 200, cambio.content
    hallado = enviar(client, f"{RUTA}buscar/", {"documento": "00000017", "motivo": MOTIVO})
    assert hallado.json()[0]["uuid"] == uuid
    for respuesta in (alta, cambio, hallado, client.get(RUTA), client.get(f"{RUTA}{uuid}/")):
        texto = respuesta.content.decode()
        for valor in ("Inventada", "Supuesta", "00000017", "Imaginario"):
            assert valor not in texto
    assert "primer_apellido" in alta.json()["consta"]


def test_revelar_por_la_api_pide_motivo_y_queda_anotado(client, ana):
    identidad = con_identidad(caso_de(ana), ana)
    ruta = f"{RUTA}{identidad.uuid}/revelar/"
    assert enviar(client, ruta, {}).status_code == 400
    assert not Acceso.objects.filter(objeto_tipo="casos.identidad").exists()
    respuesta = enviar(client, ruta, {"motivo": MOTIVO})
    assert respuesta.json()["datos"]["Primer apellido"] == "Inventada"
    assert Acceso.objects.filter(objeto_tipo="casos.identidad").count() == 1


def test_un_documento_mal_escrito_vuelve_en_su_campo_y_nada_se_guarda(client, ana):
    caso = caso_de(ana)
    datos = FICTICIA | {
        "documento": "12",
        "caso": str(caso.uuid),
        "persona": str(caso.victimas.get().uuid),
    }
    respuesta = enviar(client, RUTA, datos)
    assert respuesta.status_code == 400
    assert "documento" in respuesta.json()["campos"]
    assert not Identidad.objects.exists()


def test_bruno_no_encuentra_ni_lee_ni_escribe_en_cusco(client, ana):
    identidad = con_identidad(caso_de(ana), ana)
    client.force_login(crear_usuario("bruno_w", "analista", "15"))
    assert client.get(RUTA).json()["resultados"] == []
    for accion in ("revelar", "aportar"):
        respuesta = enviar(client, f"{RUTA}{identidad.uuid}/{accion}/", {"motivo": MOTIVO})
        assert respuesta.status_code in (404, 400)
        assert "Inventada" not in respuesta.content.decode()
    datos = {"caso": str(identidad.caso.uuid), "nombres": "Supuesta", "clase": "testigo"}
    assert enviar(client, RUTA, datos).status_code == 404
    vacio = enviar(client, f"{RUTA}buscar/", {"documento": "00000017", "motivo": MOTIVO})
    assert vacio.json() == []


def test_por_la_api_el_aviso_de_otro_ambito_tiene_el_mismo_tope_y_la_misma_constancia(
    client, ana, monkeypatch
):
    con_identidad(caso_de(ana), ana)
    bruno = crear_usuario("bruno_x", "analista", "15")
    caso = caso_de(bruno, registro="150101", victimas=2)
    client.force_login(bruno)
    victimas = {v.numero: str(v.uuid) for v in caso.victimas.all()}
    datos = FICTICIA | {"caso": str(caso.uuid)}
    alta = enviar(client, RUTA, datos | {"persona": victimas[1]}).json()
    assert len(alta["avisos"]) == 1
    assert "TRATA-" not in alta["avisos"][0]
    assert "avisos" not in client.get(f"{RUTA}{alta['uuid']}/").json()
    assert BusquedaDeIdentidad.objects.filter(usuario=bruno, clase="fuera").count() == 1
    monkeypatch.setattr(cuotas, "AVISOS_FUERA_POR_DIA", 1)
    otra = datos | {"persona": victimas[2], "confirmar": ["documento_compartido"]}
    assert enviar(client, RUTA, otra | {"nombres": "Supuesta"}).json()["avisos"] == []


def test_antes_de_registrar_por_la_api_se_ven_los_parecidos_por_codigo(client, ana):
    identidad = con_identidad(caso_de(ana), ana)
    otro = caso_de(ana)
    pedido = {"caso": str(otro.uuid), "nombres": "Rosaura", "primer_apellido": "Imbentada"}
    respuesta = enviar(client, f"{RUTA}parecidas/", pedido | {"segundo_apellido": "Guaman"})
    assert [p["seudonimo"] for p in respuesta.json()] == [identidad.seudonimo]
    assert "Ficticia" not in respuesta.content.decode()
    assert BusquedaDeIdentidad.objects.filter(usuario=ana, clase="nombre").count() == 1
    client.force_login(crear_usuario("bruno_z", "analista", "15"))
    assert enviar(client, f"{RUTA}parecidas/", pedido).status_code == 404
