"""Los archivos por la API: las mismas puertas que la pantalla, con credencial o con sesión."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casos.acciones.apertura import abrir_caso
from casos.models import Adjunto
from tests.fabricas.casos import crear_usuario
from tests.fabricas.identidad import caso_de
from tests.fabricas.integracion import token_para
from tests.integracion.identidad.test_adjuntos import EICAR, foto, pdf
from trata.auditoria.models import Acceso

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("carpeta_de_archivos")]
RUTA = "/api/v1/adjuntos/"
MOTIVO = "Preparar el informe para la fiscalía"


@pytest.fixture
def ana(client):
    usuario = crear_usuario("ana_f", "analista", "08")
    client.force_login(usuario)
    return usuario


def subir(client, caso, contenido, nombre="acta de Ficticia Inventada.pdf", **otros):
    cabeceras = otros.pop("cabeceras", {})
    datos = {"caso": str(caso.uuid), "clase": "informe"} | otros
    archivo = SimpleUploadedFile(nombre, contenido, "application/octet-stream")
    return client.post(RUTA, datos | {"archivo": archivo}, headers=cabeceras)


def descargar(client, uuid, **cabeceras):
    return client.post(
        f"{RUTA}{uuid}/descargar/",
        {"motivo": MOTIVO},
        content_type="application/json",
        headers=cabeceras,
    )


def test_se_sube_se_lista_y_se_descarga_con_motivo_y_anotado(client, ana):
    caso = caso_de(ana)
    alta = subir(client, caso, foto())
    assert alta.status_code == 201, alta.content
    fila = alta.json()
    assert fila["nombre"] == f"{caso.codigo}-A1.jpg"
    assert fila["antivirus"] == "sin_revisar"
    lista = client.get(RUTA, {"caso": str(caso.uuid)}).json()["resultados"]
    assert [f["uuid"] for f in lista] == [fila["uuid"]]
    for texto in (alta.content, str(lista).encode()):
        assert b"Inventada" not in texto
        assert b"adjuntos/" not in texto, "la ruta no sale"
    ruta = f"{RUTA}{fila['uuid']}/descargar/"
    assert client.post(ruta, {}, content_type="application/json").status_code == 400
    assert not Acceso.objects.filter(objeto_tipo="casos.adjunto").exists()
    bajado = descargar(client, fila["uuid"])
    assert bajado.content[:3] == b"\xff\xd8\xff"
    assert bajado.headers["Content-Type"] == "image/jpeg"
    assert fila["nombre"] in bajado.headers["Content-Disposition"]
    assert bajado.headers["Cache-Control"] == "no-store"
    assert Acceso.objects.filter(objeto_tipo="casos.adjunto", motivo=MOTIVO).count() == 1


@pytest.mark.parametrize(
    ("contenido", "codigo"), [(EICAR, "tipo_no_admitido"), (pdf(final=b""), "archivo_danado")]
)
def test_lo_malo_vuelve_con_su_codigo_en_el_campo(client, ana, contenido, codigo):
    respuesta = subir(client, caso_de(ana), contenido)
    assert respuesta.status_code == 400
    assert respuesta.json()["campos"]["archivo"][0]["codigo"] == codigo
    assert not Adjunto.objects.exists()


def test_el_mismo_pedido_con_la_misma_clave_no_sube_dos_veces(client, ana):
    caso = caso_de(ana)
    clave = {"Idempotency-Key": "subida-1"}
    primera = subir(client, caso, pdf(), cabeceras=clave)
    repetida = subir(client, caso, pdf(), cabeceras=clave)
    assert repetida.json() == primera.json()
    assert repetida.headers["Idempotency-Replayed"] == "true"
    assert subir(client, caso, foto(), cabeceras=clave).status_code == 422
    assert subir(client, caso, pdf()).status_code == 409
    assert Adjunto.objects.count() == 1


def test_quien_no_lleva_ni_abrio_el_caso_no_los_ve_y_bruno_ni_sabe_que_existen(client, ana):
    caso = caso_de(ana)
    uuid = subir(client, caso, pdf()).json()["uuid"]
    for nombre, ambito in (("otra_f", "08"), ("bruno_f", "15")):
        quien = crear_usuario(nombre, "analista", ambito)
        client.force_login(quien)
        assert client.get(RUTA).json()["resultados"] == []
        assert client.get(f"{RUTA}{uuid}/").status_code == 404
        assert descargar(client, uuid).status_code == 404
        assert subir(client, caso, foto()).status_code == (403 if ambito == "08" else 404)
    otra = crear_usuario("abre_f", "analista", "08")
    abrir_caso(caso=caso, motivo=MOTIVO, por=otra)
    client.force_login(otra)
    assert client.get(f"{RUTA}{uuid}/").status_code == 200
    assert descargar(client, uuid).status_code == 200


def test_una_credencial_sin_alcance_de_identidades_no_baja_lo_que_las_muestra(client, ana):
    caso = caso_de(ana)
    muestra = subir(client, caso, pdf()).json()["uuid"]
    no_muestra = subir(client, caso, foto(), contiene_identidad="false").json()["uuid"]
    sistema = crear_usuario("sistema_f", "sistema", "08")
    abrir_caso(caso=caso, motivo=MOTIVO, por=sistema)
    client.logout()
    corta = {"Authorization": f"Token {token_para(sistema, alcances=('casos_leer',))}"}
    assert descargar(client, muestra, **corta).status_code == 403
    assert descargar(client, no_muestra, **corta).status_code == 200


def test_se_retira_con_motivo_y_version(client, ana):
    alta = subir(client, caso_de(ana), pdf())
    ruta = f"{RUTA}{alta.json()['uuid']}/retirar/"
    pedido = {"data": {"motivo": MOTIVO}, "content_type": "application/json"}
    assert client.post(ruta, **pedido).status_code == 428
    assert (
        client.post(ruta, **pedido, headers={"If-Match": alta.headers["ETag"]}).status_code == 204
    )
    assert client.get(RUTA).json()["resultados"] == []
    assert Adjunto.objects.get().retirado_motivo == MOTIVO


def test_listar_cuesta_lo_mismo_con_uno_que_con_muchos(client, ana):
    caso = caso_de(ana)
    subir(client, caso, pdf())
    with CaptureQueriesContext(connection) as una:
        client.get(RUTA)
    for numero in range(6):
        subir(client, caso, pdf(b"%" + str(numero).encode() + b"\n"))
    with CaptureQueriesContext(connection) as muchas:
        client.get(RUTA)
    assert len(una) == len(muchas)
