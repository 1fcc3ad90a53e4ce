"""Leer por la API: campos, inclusiones, orden, páginas, CSV y etiquetas; siempre en el ámbito."""

import csv
import io
import json
from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casos.api.serializers import CasoSerializer, serializador_de
from casos.api.urls import RECURSOS
from casos.api.views import DEL_CASO, INCLUIBLES, CasoViewSet
from casos.models import Asignacion, Caso, CasoLugar, Victima
from tests.fabricas.casos import crear_caso, crear_usuario
from tests.fabricas.integracion import token_para
from tests.fabricas.marcas import caso_con_marcas
from trata.comun import lectura, paginacion
from trata.comun.lectura import Lectura, plan_de
from trata.cuentas.models import Entidad, Usuario
from trata.cuentas.permisos import Permiso

pytestmark = pytest.mark.django_db
CASOS = "/api/v1/casos/"


@pytest.fixture
def api(client):
    client.force_login(crear_usuario("ana", "analista", "08"))
    return client


def sembrar(cuantos, **extras):
    return [crear_caso(registro="080101", estado="enviado", **extras) for _ in range(cuantos)]


def paginas(api, ruta):
    while ruta:
        pagina = api.get(ruta).json()
        yield pagina
        ruta = pagina["siguiente"]


def test_campos_deja_solo_lo_pedido_tambien_en_lo_incluido(api):
    sembrar(1)
    pagina = api.get(CASOS, {"campos": "codigo,victimas.sexo", "incluir": "victimas"}).json()
    (caso,) = pagina["resultados"]
    assert set(caso) == {"codigo", "victimas"}
    assert caso["victimas"] == [{"sexo": "mujer"}]


@pytest.mark.parametrize(
    ("parametro", "valor"),
    [
        ("campos", "hechos,identidades"),
        ("campos", "registrado_por"),
        ("campos", "victimas.sexo"),
        ("incluir", "identidades"),
        ("incluir", "victimas__caso"),
        ("orden", "hechos"),
        ("orden", "-victimas__edad"),
        ("orden", "alcances"),
        ("cursor", "zzz"),
        ("cursor", "WzEsMl0"),
        ("cursor", "WzEsImEiLDBd"),
        ("cursor", "x" * 900),
        ("cursor", urlsafe_b64encode(json.dumps(["a" * 600, 1, 0]).encode()).decode()),
        ("color", "azul"),
    ],
)
def test_lo_que_no_existe_es_un_400_que_dice_que_si(api, parametro, valor):
    sembrar(1)
    respuesta = api.get(CASOS, {parametro: valor})
    assert respuesta.status_code == 400, respuesta.content
    assert respuesta["Content-Type"] == "application/problem+json"
    assert respuesta.json()["codigo"] in {"parametro_desconocido", "cursor_invalido"}


def test_incluir_no_hace_una_consulta_por_caso(api):
    def consultas(incluir):
        with CaptureQueriesContext(connection) as hechas:
            pagina = api.get(CASOS, {"incluir": incluir, "limite": 100}).json()
        return len(hechas), len(pagina["resultados"])

    sembrar(1)
    todas = ",".join(INCLUIBLES)
    consultas(todas)  # lo que se recuerda entre pedidos
    con_uno = consultas(todas)
    sembrar(19, victimas=2)
    assert consultas(todas) == (con_uno[0], 20)
    assert con_uno[0] - consultas("")[0] == len(INCLUIBLES)


def test_lo_incluido_es_lo_mismo_que_su_propio_recurso(api):
    (caso,) = sembrar(1, victimas=2)
    incluidas = api.get(f"{CASOS}{caso.uuid}/", {"incluir": "victimas,lugares"}).json()
    for nombre, ruta in (("victimas", "victimas"), ("lugares", "lugares")):
        propias = api.get(f"/api/v1/{ruta}/", {"caso": str(caso.uuid), "orden": "registrado_en"})
        assert incluidas[nombre] == propias.json()["resultados"]
    victima = api.get(f"/api/v1/victimas/{incluidas['victimas'][0]['uuid']}/?incluir=caso").json()
    lista = api.get(CASOS).json()["resultados"][0]
    assert victima["caso"] == lista


def test_la_lista_por_columnas_dice_lo_mismo_que_la_ficha_por_objetos(api):
    (caso,) = sembrar(1, hora_de_registro="10:30", hechos="Relato")
    en_lista = api.get(CASOS).json()["resultados"][0]
    assert en_lista == api.get(f"{CASOS}{caso.uuid}/").json()
    assert en_lista["hechos"] == ""


@pytest.mark.parametrize("lo_lleva", [False, True])
@pytest.mark.parametrize("recurso", sorted({*INCLUIBLES} - {"migrantes", "vinculos"}))
def test_cada_parte_se_lee_igual_por_columnas_que_por_objetos(api, recurso, lo_lleva):
    ana = Usuario.objects.get(username="ana")
    caso, *_ = caso_con_marcas(crear_usuario("otra", "analista", "08"), registro="080101")
    if lo_lleva:
        Asignacion.objects.create(caso=caso, usuario=ana, es_responsable=True)
    hogar = Entidad.objects.get(codigo="prueba-canario")
    caso.atenciones.create(tipo="acogida", entidad=hogar, victima=caso.victimas.get())
    ruta = f"/api/v1/{RECURSOS[INCLUIBLES[recurso]]}/"
    lista = api.get(ruta).json()["resultados"]
    assert lista
    for parte in lista:
        assert parte == api.get(f"{ruta}{parte['uuid']}/").json()
    assert api.get(CASOS, {"incluir": recurso}).json()["resultados"][0][recurso] == lista[::-1]


def test_el_relato_solo_sale_a_quien_lleva_el_caso(api):
    (caso,) = sembrar(1, hechos="Relato")
    ana = Caso._meta.get_field("registrado_por").related_model.objects.get(username="ana")
    Asignacion.objects.create(caso=caso, usuario=ana, es_responsable=True)
    assert api.get(CASOS).json()["resultados"][0]["hechos"] == "Relato"


def test_lo_que_django_convierte_al_leer_no_va_por_la_consulta_preparada(api, monkeypatch):
    sembrar(1)
    pedir = {"incluir": "victimas,lugares"}
    antes = api.get(CASOS, pedir).json()
    monkeypatch.setattr(lectura, "_preparada", None)
    monkeypatch.setattr(Lectura, "es_tal_cual", False)
    assert api.get(CASOS, pedir).json() == antes


def test_lo_ajeno_no_sale_por_ninguna_inclusion(api):
    ajeno = crear_caso(registro="160101", estado="enviado")
    sembrar(1)
    cuerpo = api.get(CASOS, {"incluir": ",".join(INCLUIBLES)}).content.decode()
    assert str(ajeno.uuid) not in cuerpo
    assert ajeno.codigo not in cuerpo


def test_lo_incluido_se_recorta_aunque_la_fila_se_viera(rf):
    """`incluir=caso` vuelve a preguntar el alcance: no se fía de que la parte se vea."""
    propio, ajeno = sembrar(1)[0], crear_caso(registro="160101", estado="enviado")
    pedido = rf.get("/")
    pedido.user = crear_usuario("ana", "analista", "08")
    lectura = Lectura(
        serializador_de("victima"), {"request": pedido}, inclusiones={"caso": DEL_CASO}
    )
    filas = list(lectura.preparar(Victima.objects.order_by("pk")))
    leidos = [f["caso"] and f["caso"]["codigo"] for f in lectura.escribir(filas)]
    assert leidos == [propio.codigo, None]
    assert ajeno.victimas.count() == 1


def test_incluir_pide_el_permiso_de_lo_incluido(api, monkeypatch):
    sembrar(1)
    cerrada = replace(CasoViewSet.inclusiones["notas"], permiso=Permiso.AUDITORIA_VER)
    monkeypatch.setitem(CasoViewSet.inclusiones, "notas", cerrada)
    assert api.get(CASOS, {"incluir": "victimas"}).status_code == 200
    assert api.get(CASOS, {"incluir": "victimas,notas"}).status_code == 403


def test_quien_cambia_solo_la_ficha_no_se_lee_por_columnas():
    """Una máscara puesta en `to_representation` no puede saltarse leyendo por columnas."""

    class ConMascara(CasoSerializer):
        def to_representation(self, instance):
            return super().to_representation(instance) | {"codigo": ""}

    assert plan_de(CasoSerializer) is not None
    assert plan_de(ConMascara) is None


def test_una_pagina_no_pasa_de_su_tope(api, monkeypatch):
    monkeypatch.setattr(paginacion, "MAXIMO", 2)
    sembrar(3)
    assert len(api.get(CASOS, {"limite": 3}).json()["resultados"]) == 2


@pytest.mark.parametrize("orden", ["", "fecha_de_registro", "-fecha_de_registro", "-codigo"])
def test_las_paginas_recorren_todo_una_vez_y_de_vuelta(api, orden):
    sembrar(4)
    for i, caso in enumerate(sembrar(6)):
        fecha = None if i % 3 == 0 else date(2026, 1, 1 + i % 2)
        Caso.objects.filter(pk=caso.pk).update(fecha_de_registro=fecha)
    ruta = f"{CASOS}?limite=3&orden={orden}"
    ida = list(paginas(api, ruta))
    codigos = [c["codigo"] for p in ida for c in p["resultados"]]
    assert len(codigos) == len(set(codigos)) == 10
    vuelta, ruta = [], ida[-1]["anterior"]
    while ruta:
        pagina = api.get(ruta).json()
        vuelta = [c["codigo"] for c in pagina["resultados"]] + vuelta
        ruta = pagina["anterior"]
    ultima = [c["codigo"] for c in ida[-1]["resultados"]]
    assert vuelta + ultima == codigos
    if orden.endswith("fecha_de_registro"):
        fechas = [c["fecha_de_registro"] for p in ida for c in p["resultados"]]
        con = [f for f in fechas if f]
        assert con == sorted(con, reverse=orden.startswith("-"))
        assert fechas[len(con) :] == [None, None]


def test_la_lista_en_csv_no_lleva_formulas(api):
    (caso,) = sembrar(1, dependencia="=2+2")
    for pedido in ({"headers": {"Accept": "text/csv"}}, {"data": {"format": "csv"}}):
        respuesta = api.get(CASOS, **pedido)
        assert respuesta["Content-Type"].startswith("text/csv")
        (fila,) = csv.DictReader(io.StringIO(respuesta.content.decode("utf-8-sig")))
        assert fila["codigo"] == caso.codigo
        assert fila["dependencia"] == "'=2+2"
        assert fila["registrado_en"] == api.get(f"{CASOS}{caso.uuid}/").json()["registrado_en"]
    sembrar(1)
    assert 'rel="next"' in api.get(CASOS, {"format": "csv", "limite": 1})["Link"]


def test_un_error_nunca_sale_en_csv_ni_en_html(api):
    for formato in ("text/csv", "text/html"):
        respuesta = api.get(f"{CASOS}?orden=x", headers={"Accept": formato})
        assert respuesta["Content-Type"] == "application/problem+json"
        assert set(respuesta.json()) == {"codigo", "mensaje", "campos"}
    assert api.get(CASOS, headers={"Accept": "text/html"}).status_code == 406
    no_hay = api.get(CASOS, {"format": "xml"})
    assert (no_hay.status_code, no_hay["Content-Type"]) == (406, "application/problem+json")


def test_quien_ya_tiene_lo_mismo_recibe_304(api):
    (caso,) = sembrar(1)
    for ruta in (CASOS, f"{CASOS}{caso.uuid}/", "/api/v1/ubigeos/08/", "/api/v1/categorias/"):
        primera = api.get(ruta)
        repetida = api.get(ruta, headers={"If-None-Match": primera["ETag"]})
        assert (repetida.status_code, repetida.content) == (304, b""), ruta
    CasoLugar.objects.filter(caso=caso).update(ubigeo_id="080104")
    con_lugares = f"{CASOS}{caso.uuid}/?incluir=lugares"
    antes = api.get(con_lugares)
    CasoLugar.objects.filter(caso=caso).update(ubigeo_id="080105")
    assert api.get(con_lugares, headers={"If-None-Match": antes["ETag"]}).status_code == 200


def test_la_etiqueta_leida_sirve_de_if_match(api):
    (caso,) = sembrar(1)
    Caso.objects.filter(pk=caso.pk).update(estado="borrador")
    etiqueta = api.get(f"{CASOS}{caso.uuid}/")["ETag"]
    cambio = {"data": {"dependencia": "Comisaría"}, "content_type": "application/json"}
    url = f"{CASOS}{caso.uuid}/"
    assert api.patch(url, **cambio).status_code == 428
    assert api.patch(url, **cambio, headers={"If-Match": '"9"'}).status_code == 412
    assert api.patch(url, **cambio, headers={"If-Match": etiqueta}).status_code == 200


def test_la_cuota_frena_y_lo_dice_en_las_cabeceras(api, settings):
    settings.CUOTAS_DE_API = {"persona": 2, "sistema": 2, "anonima": 2}
    ruta = "/api/v1/ubigeos/08/"
    primera = api.get(ruta)
    assert primera["RateLimit-Limit"] == "2"
    assert primera["RateLimit-Remaining"] == "1"
    respuestas = [api.get(ruta) for _ in range(4)]  # la ventana puede renovarse una vez
    frenada = next(r for r in respuestas if r.status_code == 429)
    assert frenada["Content-Type"] == "application/problem+json"
    assert frenada.json()["codigo"] == "throttled"
    assert 1 <= int(frenada["Retry-After"]) <= 61
    assert frenada["RateLimit-Remaining"] == "0"


def test_cada_cuenta_gasta_la_suya_y_la_de_un_sistema_es_otra(api, bruno, settings):
    settings.CUOTAS_DE_API = {"persona": 3, "sistema": 5, "anonima": 1}
    ruta, cuenta = "/api/v1/ubigeos/08/", crear_usuario("sistema-x", "sistema", "")
    assert 429 in {api.get(ruta).status_code for _ in range(8)}
    otra = Client()
    otra.force_login(bruno)
    de_sistema = Client(headers={"Authorization": f"Token {token_para(cuenta)}"}).get(ruta)
    assert (de_sistema.status_code, de_sistema["RateLimit-Limit"]) == (200, "5")
    assert otra.get(ruta).status_code == 200
