"""Altas en bloque, códigos de otras fuentes, acuses firmados y solicitudes de enlace."""

import base64
import hashlib
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection
from django.test import Client

from casos import acciones
from casos.acciones import intercambio
from casos.acciones.intercambio import pedir_enlace, responder_enlace, retirar_enlace
from casos.consultas.intercambio import enlaces_de
from casos.models import Asignacion, Caso, ClaveExterna, CodigoExterno, SolicitudDeEnlace
from tests.fabricas.casos import crear_caso, crear_usuario
from tests.fabricas.integracion import token_para
from trata.comun.errores import EstadoInvalidoError, FueraDeAmbitoError, SinPermisoError
from trata.cuentas.models import Designacion, Entidad, Usuario
from trata.integracion.acuses import comprobar, crear_llave
from trata.integracion.llaves import LLAVES_DE_FIRMA
from trata.integracion.models import Acuse, LlaveDeFirma

pytestmark = pytest.mark.django_db
CASOS = "/api/v1/casos/"
ENLACES = "/api/v1/solicitudes-de-enlace/"
DATOS = {
    "materia": "trata",
    "origen": "denuncia",
    "fuente": "pnp",
    "fecha_de_registro": "2026-03-10",
}


class Sistema:
    """Un sistema con su credencial."""

    def __init__(self, nombre, entidad, *prefijos):
        self.cuenta = crear_usuario(nombre, "sistema", *prefijos)
        self.cuenta.entidad = Entidad.objects.get(pk=entidad)
        self.cuenta.save()
        self.token = token_para(self.cuenta)
        self.cliente = Client()

    def pedir(self, metodo, ruta, cuerpo=None, **cabeceras):
        return getattr(self.cliente, metodo)(
            ruta,
            data=json.dumps(cuerpo) if cuerpo is not None else None,
            content_type="application/json",
            headers={"Authorization": f"Token {self.token}"} | cabeceras,
        )

    def post(self, ruta, cuerpo=None, **cabeceras):
        return self.pedir("post", ruta, {} if cuerpo is None else cuerpo, **cabeceras)

    def get(self, ruta):
        return self.cliente.get(ruta, headers={"Authorization": f"Token {self.token}"})


@pytest.fixture
def mp(db):
    return Sistema("sistema-mp", "mp", "08")


@pytest.fixture
def caso_de_loreto(db):
    """Lo lleva Luna, analista de Loreto, y tiene una carpeta fiscal."""
    luna = crear_usuario("luna", "analista", "16")
    caso = crear_caso(registro="160101", estado="enviado", registrado_por=luna)
    Asignacion.objects.create(caso=caso, usuario=luna, es_responsable=True)
    ClaveExterna.objects.create(
        caso=caso, institucion_id="mp", tipo="carpeta_fiscal", numero="506-2026-77"
    )
    return caso, luna


def test_un_lote_guarda_lo_bueno_y_dice_lo_malo_de_cada_uno(mp):
    respuesta = mp.post(
        f"{CASOS}lote/",
        {"elementos": [DATOS, DATOS | {"materia": "no_existe"}, "esto no", DATOS]},
    )
    assert respuesta.status_code == 200
    cuerpo = respuesta.json()
    assert (cuerpo["creados"], cuerpo["actualizados"], cuerpo["con_error"]) == (2, 0, 2)
    assert [r["estado"] for r in cuerpo["resultados"]] == [201, 400, 400, 201]
    assert "materia" in cuerpo["resultados"][1]["error"]["campos"]
    assert Caso.objects.count() == 2


def test_un_lote_de_partes_dice_los_mismos_codigos_que_el_alta_simple(mp):
    caso = mp.post(CASOS, DATOS).json()["uuid"]
    mala = {"caso": caso, "sexo": "otra_cosa", "edad": 300}
    simple = mp.post("/api/v1/victimas/", mala).json()
    (en_lote,) = mp.post("/api/v1/victimas/lote/", {"elementos": [mala]}).json()["resultados"]
    assert en_lote["error"] == simple


@pytest.mark.parametrize(
    "cuerpo", [{}, {"elementos": []}, {"elementos": {}}, {"elementos": [{}] * 201}]
)
def test_un_lote_mal_armado_es_un_400(mp, cuerpo):
    respuesta = mp.post(f"{CASOS}lote/", cuerpo)
    assert respuesta.status_code == 400
    assert respuesta.json()["codigo"] == "lote_invalido"


def test_repetir_un_lote_con_su_clave_no_lo_duplica(mp):
    clave = {"Idempotency-Key": "lote-1"}
    primero = mp.post(f"{CASOS}lote/", {"elementos": [DATOS]}, **clave)
    segundo = mp.post(f"{CASOS}lote/", {"elementos": [DATOS]}, **clave)
    assert primero.json() == segundo.json()
    assert mp.post(f"{CASOS}lote/", {"elementos": [DATOS, DATOS]}, **clave).status_code == 422
    assert Caso.objects.count() == 1


def test_con_codigo_externo_el_segundo_envio_actualiza(mp):
    uno = DATOS | {"codigo_externo": "MP-1"}
    (alta,) = mp.post(f"{CASOS}lote/", {"elementos": [uno]}).json()["resultados"]
    dos = uno | {"dependencia": "Primera Fiscalía"}
    (cambio,) = mp.post(f"{CASOS}lote/", {"elementos": [dos]}).json()["resultados"]
    assert (alta["estado"], cambio["estado"]) == (201, 200)
    assert cambio["uuid"] == alta["uuid"]
    assert cambio["version"] == alta["version"] + 1
    assert Caso.objects.get().dependencia == "Primera Fiscalía"
    (marca,) = mp.get("/api/v1/codigos-externos/?codigo=MP-1").json()["resultados"]
    assert marca["objeto"] == alta["uuid"]


def test_si_otra_persona_lo_cambio_la_fuente_tiene_que_leer_antes(mp):
    uno = DATOS | {"codigo_externo": "MP-1"}
    mp.post(f"{CASOS}lote/", {"elementos": [uno]})
    caso = Caso.objects.get()
    otra = crear_usuario("rosa", "analista", "")
    acciones.editar_caso(caso=caso, datos={"dependencia": "Z"}, version=1, por=otra)
    envio = {"elementos": [uno | {"dependencia": "Y"}]}
    (choque,) = mp.post(f"{CASOS}lote/", envio).json()["resultados"]
    assert (choque["estado"], choque["error"]["codigo"]) == (412, "version_cambiada")
    envio["elementos"][0]["version"] = 2
    (bien,) = mp.post(f"{CASOS}lote/", envio).json()["resultados"]
    assert bien["estado"] == 200


def test_el_codigo_es_de_cada_fuente_y_el_alta_simple_no_pisa(mp):
    pj = Sistema("sistema-pj", "pj", "08")
    cuerpo = DATOS | {"codigo_externo": "X-1"}
    assert mp.post(CASOS, cuerpo).status_code == 201
    assert pj.post(CASOS, cuerpo).status_code == 201
    repetido = mp.post(CASOS, cuerpo)
    assert repetido.status_code == 409
    assert repetido.json()["codigo"] == "codigo_externo_repetido"
    assert Caso.objects.count() == 2
    assert len(pj.get("/api/v1/codigos-externos/").json()["resultados"]) == 1


@pytest.mark.parametrize("codigo", ["", " ", "x" * 81, 7, [], None])
def test_un_codigo_externo_que_no_lo_es(mp, codigo):
    estado = mp.post(CASOS, DATOS | {"codigo_externo": codigo}).status_code
    assert estado == (201 if codigo is None else 400)


@pytest.mark.django_db(transaction=True)
def test_dos_envios_simultaneos_del_mismo_codigo_hacen_un_caso():
    mp = Sistema("sistema-mp", "mp", "08")
    cuerpo = {"elementos": [DATOS | {"codigo_externo": "MP-9"}]}

    def enviar(_):
        try:
            return mp.post(f"{CASOS}lote/", cuerpo).json()["resultados"][0]["estado"]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as hilos:
        estados = sorted(hilos.map(enviar, range(4)))
    assert estados == [200, 200, 200, 201]
    assert Caso.objects.count() == CodigoExterno.objects.count() == 1


def test_cada_mensaje_aceptado_deja_un_acuse_que_cualquiera_comprueba(mp):
    respuesta = mp.post(CASOS, DATOS)
    acuse = mp.get(f"/api/v1/acuses/{respuesta['Acuse']}/").json()
    assert acuse["huella"] == hashlib.sha256(json.dumps(DATOS).encode()).hexdigest()
    assert acuse["objeto"] == respuesta.json()["uuid"]
    llave = mp.get(f"/api/v1/acuses/llaves/{acuse['llave']}/").json()
    publica = Ed25519PublicKey.from_public_bytes(base64.b64decode(llave["publica"]))
    publica.verify(base64.b64decode(acuse["firma"]), acuse["firmado"].encode())
    assert acuse["huella"] in acuse["firmado"]
    guardado = Acuse.objects.get()
    assert comprobar(guardado)
    guardado.huella = "0" * 64
    assert not comprobar(guardado)


def test_lo_rechazado_y_lo_que_hace_una_persona_no_dejan_acuse(mp, client):
    assert not mp.post(CASOS, {"materia": "x"}).has_header("Acuse")
    client.force_login(crear_usuario("ana", "analista", "08"))
    por_persona = client.post(CASOS, DATOS, content_type="application/json")
    assert por_persona.status_code == 201
    assert not por_persona.has_header("Acuse")
    assert Acuse.objects.count() == 0


def test_un_acuse_ajeno_no_se_ve_y_una_llave_retirada_sigue_comprobando(mp):
    acuse = mp.post(CASOS, DATOS)["Acuse"]
    pj = Sistema("sistema-pj", "pj", "08")
    assert pj.get(f"/api/v1/acuses/{acuse}/").status_code == 404
    crear_llave()
    assert LlaveDeFirma.objects.filter(retirada_en=None).count() == 1
    assert len(mp.get("/api/v1/acuses/llaves/").json()["resultados"]) == 2
    assert comprobar(Acuse.objects.get())
    assert LLAVES_DE_FIRMA.pendientes() == 0


def solicitud(sistema, numero="506-2026-77"):
    caso = sistema.post(CASOS, DATOS).json()["uuid"]
    sistema.post("/api/v1/lugares/", {"caso": caso, "rol": "registro", "ubigeo": "080101"})
    return {
        "caso": caso,
        "institucion": "mp",
        "tipo": "carpeta_fiscal",
        "numero": numero,
        "motivo": "Parece el mismo hecho",
    }


def test_pedir_un_enlace_responde_igual_exista_o_no_el_otro_caso(mp, caso_de_loreto):
    hay, no_hay = (mp.post(ENLACES, solicitud(mp, n)).json() for n in ("506-2026-77", "999-2026-1"))
    propios = {"uuid", "caso", "numero", "registrado_en"}
    assert {c: v for c, v in hay.items() if c not in propios} == {
        c: v for c, v in no_hay.items() if c not in propios
    }
    assert caso_de_loreto[0].codigo not in json.dumps(hay)


def test_quien_lleva_el_caso_acepta_y_los_dos_lados_ven_solo_el_codigo(mp, caso_de_loreto, client):
    caso, luna = caso_de_loreto
    pedida = mp.post(ENLACES, solicitud(mp)).json()
    client.force_login(luna)
    (recibida,) = client.get(ENLACES).json()["resultados"]
    assert recibida["caso"] is None
    assert recibida["enlazado_con"] is None
    aceptada = client.post(
        f"{ENLACES}{pedida['uuid']}/aceptar/", {"respuesta": "Sí"}, "application/json"
    )
    propio = Caso.objects.get(uuid=pedida["caso"])
    assert aceptada.json()["enlazado_con"]["codigo"] == propio.codigo
    leida = mp.get(f"{ENLACES}{pedida['uuid']}/").json()
    assert leida["enlazado_con"] == {"codigo": caso.codigo, "entidad": None, "estado": "enviado"}
    assert mp.get(f"{CASOS}{caso.uuid}/").status_code == 404
    assert enlaces_de(propio)[0][1] == caso
    assert enlaces_de(caso)[0][1] == propio
    otra_vez = client.post(f"{ENLACES}{pedida['uuid']}/rechazar/", {}, "application/json")
    assert otra_vez.status_code == 409


def test_quien_no_lleva_el_caso_no_responde(mp, caso_de_loreto):
    pedida = SolicitudDeEnlace.objects.get(uuid=mp.post(ENLACES, solicitud(mp)).json()["uuid"])
    with pytest.raises(SinPermisoError):
        responder_enlace(
            solicitud=pedida, acepta=True, respuesta="", por=crear_usuario("leo", "analista", "16")
        )
    with pytest.raises(SinPermisoError):
        responder_enlace(solicitud=pedida, acepta=True, respuesta="", por=mp.cuenta)
    ajeno = Sistema("sistema-pj", "pj", "15")
    assert ajeno.get(f"{ENLACES}{pedida.uuid}/").status_code == 404


def test_nadie_se_responde_a_si_mismo_ni_retira_lo_de_otra_institucion(caso_de_loreto):
    caso, luna = caso_de_loreto
    otro = crear_caso(registro="160101", estado="enviado", registrado_por=luna)
    datos = {
        "institucion": Entidad.objects.get(pk="mp"),
        "tipo": "carpeta_fiscal",
        "numero": "506-2026-77",
        "motivo": "Parece el mismo hecho",
    }
    pedida = pedir_enlace(caso=otro, datos=datos, por=luna)
    with pytest.raises(SinPermisoError):
        responder_enlace(solicitud=pedida, acepta=True, respuesta="", por=luna)
    with pytest.raises(SinPermisoError):
        retirar_enlace(solicitud=pedida, por=crear_usuario("leo", "analista", "16"))
    with pytest.raises(SinPermisoError):
        pedir_enlace(caso=otro, datos=datos, por=crear_usuario("vera", "validador", ""))
    with pytest.raises(FueraDeAmbitoError):
        pedir_enlace(caso=otro, datos=datos, por=crear_usuario("ana", "analista", "08"))


def test_no_se_piden_enlaces_sin_tope(mp, caso_de_loreto, monkeypatch):
    monkeypatch.setattr(intercambio, "PEDIDOS_POR_DIA", 1)
    assert mp.post(ENLACES, solicitud(mp)).status_code == 201
    segunda = mp.post(ENLACES, solicitud(mp, "1-2026-1"))
    assert (segunda.status_code, segunda.json()["codigo"]) == (409, "tope_del_dia")


def test_la_retira_quien_la_pidio_y_no_se_repite_pendiente(mp, caso_de_loreto):
    datos = solicitud(mp)
    pedida = mp.post(ENLACES, datos).json()
    assert mp.post(ENLACES, datos).status_code == 400
    assert mp.post(f"{ENLACES}{pedida['uuid']}/retirar/").json()["estado"] == "retirada"
    assert mp.post(ENLACES, datos).status_code == 201
    with pytest.raises(EstadoInvalidoError):
        responder_enlace(
            solicitud=SolicitudDeEnlace.objects.get(uuid=pedida["uuid"]),
            acepta=True,
            respuesta="",
            por=caso_de_loreto[1],
        )


def test_quien_solo_lee_no_retira_ni_responde_por_ninguna_puerta(mp, caso_de_loreto, client):
    caso, luna = caso_de_loreto
    pedida = SolicitudDeEnlace.objects.get(uuid=mp.post(ENLACES, solicitud(mp)).json()["uuid"])
    lectora = crear_usuario("lea", "direccion", "")
    lectora.entidad = mp.cuenta.entidad
    lectora.save()
    client.force_login(lectora)
    retirar = f"/casos/enlaces/{pedida.uuid}/retirar/"
    pagina = client.get("/casos/enlaces/").content.decode()
    assert pedida.numero in pagina
    assert retirar not in pagina
    client.post(retirar)
    assert client.post(f"{ENLACES}{pedida.uuid}/retirar/").status_code == 403
    pedida.refresh_from_db()
    assert pedida.estado == "pendiente"
    Designacion.objects.filter(usuario=luna).update(rol="comisionado")
    with pytest.raises(SinPermisoError):
        responder_enlace(
            solicitud=pedida, acepta=True, respuesta="", por=Usuario.objects.get(pk=luna.pk)
        )
    escribe = crear_usuario("ema", "enlace_institucional", "08")
    escribe.entidad = mp.cuenta.entidad
    escribe.save()
    client.force_login(escribe)
    assert retirar in client.get("/casos/enlaces/").content.decode()
    client.post(retirar)
    pedida.refresh_from_db()
    assert pedida.estado == "retirada"


def test_en_pantalla_se_pide_se_acepta_y_se_ve_el_codigo(caso_de_loreto, client):
    caso, luna = caso_de_loreto
    ana = crear_usuario("ana", "analista", "08")
    propio = crear_caso(registro="080101", estado="enviado")
    client.force_login(ana)
    url = f"/casos/{propio.uuid}/enlaces/"
    vacio = client.post(url, {"tipo": "carpeta_fiscal"})
    assert vacio.status_code == 422
    datos = {
        "institucion": "mp",
        "tipo": "carpeta_fiscal",
        "numero": "506 -2026-77",
        "motivo": "Mismo hecho",
    }
    assert client.post(url, datos).status_code == 302
    pedida = SolicitudDeEnlace.objects.get()
    client.force_login(luna)
    pagina = client.get("/casos/enlaces/").content.decode()
    assert caso.codigo in pagina
    assert propio.codigo not in pagina
    client.post(f"/casos/enlaces/{pedida.uuid}/aceptar/", {"respuesta": "De acuerdo"})
    assert propio.codigo in client.get(f"/casos/{caso.uuid}/enlaces/").content.decode()
    client.force_login(ana)
    assert caso.codigo in client.get(url).content.decode()
    assert caso.codigo in client.get("/casos/enlaces/").content.decode()
    assert client.get(f"/casos/{caso.uuid}/").status_code == 404
