"""Informes, Comisión, trabajos, avisos y catálogos por la API: lo mismo que en pantalla."""

import io
import json
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from casos import acciones as de_casos
from casos.vocabulario import vocabularios
from politica.comision import acciones as de_comision
from tests.fabricas.casos import crear_caso, crear_usuario
from tests.fabricas.integracion import token_para
from trata.agregados.acciones import marcar, procesar_marcas
from trata.comun import lectores
from trata.cuentas.models import Entidad
from trata.informes.models import Informe
from trata.integracion import avisos, htcds
from trata.integracion.models import Convenio, Entrega, Suscripcion
from trata.trabajos.acciones import encargar
from trata.trabajos.models import Salida

pytestmark = pytest.mark.django_db
RAIZ = "/api/v1"


def entrar(usuario):
    cliente = Client()
    cliente.force_login(usuario)
    return cliente


def enviar(cliente, metodo, ruta, cuerpo, **cabeceras):
    return getattr(cliente, metodo)(
        f"{RAIZ}{ruta}", json.dumps(cuerpo), content_type="application/json", headers=cabeceras
    )


def test_la_comision_se_lee_se_convoca_y_se_sigue(vera, clara):
    api = entrar(vera)
    convocada = enviar(
        api,
        "post",
        "/comision/sesiones/",
        {"fecha": "2026-06-10T10:00:00-05:00", "puntos": ["Avance | DGSD"]},
    )
    assert convocada.status_code == 201, convocada.content
    assert convocada.json()["agenda"] == [{"orden": 1, "texto": "Avance", "expone": "DGSD"}]
    acuerdo = enviar(
        api,
        "post",
        "/comision/acuerdos/",
        {
            "sesion": convocada.json()["uuid"],
            "texto": "Remitir el informe",
            "responsable": "mimp",
            "plazo": "2026-07-01",
        },
    )
    assert acuerdo.status_code == 201, acuerdo.content
    uuid = acuerdo.json()["uuid"]
    sin_texto = enviar(
        api, "patch", f"/comision/acuerdos/{uuid}/", {"estado": "en_proceso"}, **{"If-Match": '"1"'}
    )
    assert sin_texto.status_code == 400
    seguido = enviar(
        api,
        "patch",
        f"/comision/acuerdos/{uuid}/",
        {"estado": "en_proceso", "texto_de_seguimiento": "Se envió el oficio", "texto": "Otro"},
        **{"If-Match": '"1"'},
    )
    assert seguido.json()["estado"] == "en_proceso"
    assert seguido.json()["texto"] == "Remitir el informe"
    lector = entrar(clara)
    vencidos = lector.get(f"{RAIZ}/comision/acuerdos/?situacion=vencidos").json()["resultados"]
    assert [a["uuid"] for a in vencidos] == [uuid]
    assert enviar(lector, "post", "/comision/acuerdos/", {}).status_code == 403
    for ruta in ("composiciones", "obligaciones"):
        assert lector.get(f"{RAIZ}/comision/{ruta}/").json()["resultados"]


def test_la_misma_cantidad_de_consultas_con_una_sesion_y_con_veinte(
    vera, django_assert_max_num_queries
):
    api = entrar(vera)
    for n in range(20):
        de_comision.convocar_sesion(
            datos={"tipo": "ordinaria", "fecha": timezone.now() + timedelta(days=n)},
            agenda=["Uno"],
            por=None,
        )
    api.get(f"{RAIZ}/comision/sesiones/")
    with django_assert_max_num_queries(9):
        assert len(api.get(f"{RAIZ}/comision/sesiones/").json()["resultados"]) == 20


def test_los_informes_son_los_de_la_pantalla(luis, vera):
    Informe.objects.create(tipo="boletin", anio=2025, registrado_por=vera)
    api = entrar(luis)
    (informe,) = api.get(f"{RAIZ}/informes/?tipo=boletin").json()["resultados"]
    assert informe["versiones"] == []
    assert api.get(f"{RAIZ}/informes/{informe['uuid']}/documento/").status_code == 404


def test_un_trabajo_ajeno_no_se_ve_ni_se_cancela(ana, bruno):
    trabajo = encargar(tipo="agregados.revisar", datos={}, por=ana)
    url = f"{RAIZ}/trabajos/{trabajo.uuid}/"
    assert entrar(bruno).get(url).status_code == 404
    assert entrar(bruno).post(f"{url}cancelar/").status_code == 404
    propio = entrar(ana)
    assert "datos" not in propio.get(url).json()
    assert propio.post(f"{url}cancelar/").json()["estado"] == "cancelado"
    assert propio.get(f"{url}archivo/").status_code == 404
    assert propio.post(f"{RAIZ}/trabajos/").status_code == 403


@pytest.fixture
def convenio(adela):
    hoy = timezone.localdate()
    return Convenio.objects.create(
        entidad=Entidad.objects.get(pk="mp"),
        documento="Sintético",
        finalidad="Prueba",
        desde=hoy,
        hasta=hoy + timedelta(days=30),
    )


def test_los_avisos_se_llevan_por_la_api(adela, ana, convenio, settings):
    settings.AVISOS_A_LA_RED_INTERNA = True
    api = entrar(adela)
    cuerpo = {
        "convenio": str(convenio.uuid),
        "direccion": "http://127.0.0.1:9/x",
        "sucesos": ["caso.cambiado"],
    }
    alta = enviar(api, "post", "/avisos/suscripciones/", cuerpo)
    assert alta.status_code == 201, alta.content
    assert alta.json()["secreto"].startswith("whsec_")
    (leida,) = api.get(f"{RAIZ}/avisos/suscripciones/").json()["resultados"]
    assert "secreto" not in leida
    suscripcion = Suscripcion.objects.get()
    entrega = Entrega.objects.create(
        suscripcion=suscripcion, clave="x", suceso="caso.cambiado", cuerpo="{}", estado="muerta"
    )
    url = f"{RAIZ}/avisos/entregas/{entrega.mensaje}/reenviar/"
    assert api.post(url).json()["estado"] == "pendiente"
    assert (
        api.post(f"{RAIZ}/avisos/suscripciones/{leida['uuid']}/detener/").json()["activa"] is False
    )
    assert entrar(ana).get(f"{RAIZ}/avisos/entregas/").status_code == 403
    settings.AVISOS_A_LA_RED_INTERNA = False
    interna = enviar(api, "post", "/avisos/suscripciones/", cuerpo)
    assert interna.json()["codigo"] == "destino_prohibido"


def sucesos_de(objeto):
    return [
        s.datos["suceso"]
        for s in Salida.objects.filter(efecto="integracion.suceso").order_by("id")
        if s.datos["objeto"] == str(objeto)
    ]


def test_cambiar_un_caso_o_una_parte_se_avisa_una_vez_por_version(ana, convenio):
    caso = crear_caso(registro="080101", estado="borrador")
    de_casos.editar_caso(caso=caso, datos={"dependencia": "Z"}, version=1, por=ana)
    victima = caso.victimas.get()
    de_casos.editar_parte(parte=victima, datos={"edad": 23}, version=1, por=ana)
    assert sucesos_de(caso.uuid) == ["caso.cambiado", "caso.cambiado"]
    Suscripcion.objects.create(
        convenio=convenio, direccion="https://x.pe/", sucesos=["caso.cambiado"], secreto_cifrado="x"
    )
    for salida in Salida.objects.filter(efecto="integracion.suceso"):
        avisos.repartir(salida.datos)
        avisos.repartir(salida.datos)
    assert Entrega.objects.count() == 2
    assert set(json.loads(Entrega.objects.first().cuerpo)["data"]) == {"objeto", "version"}


def test_recalcular_el_tablero_se_avisa_a_lo_mas_una_vez_por_minuto(db):
    for _ in range(3):
        marcar(objetos=[crear_caso(registro="080101", estado="enviado").pk])
        procesar_marcas()
    avisados = Salida.objects.filter(clave__startswith="tablero.recalculado").count()
    assert avisados in {1, 2}  # dos si cambió el minuto


def test_los_catalogos_llevan_version_vigencia_y_equivalencias(clara):
    api = entrar(clara)
    lista = {c["codigo"]: c for c in api.get(f"{RAIZ}/catalogos/").json()}
    assert set(lista) == set(vocabularios())
    uno = api.get(f"{RAIZ}/catalogos/finalidad/").json()
    assert uno["version"] == lista["finalidad"]["version"]
    assert len(uno["version"]) == 12
    rotulos = {
        e["codigo"]: e["valor"] for e in uno["equivalencias"] if e["estandar"] == "datos_abiertos"
    }
    propia = vocabularios()["finalidad"]
    for categoria in propia.categorias:
        sube = propia.por_codigo.get(propia.sube(categoria.codigo))
        assert rotulos.get(categoria.codigo, "") == (sube.item if sube else "")
    assert date.fromisoformat(uno["rige_desde"]) <= timezone.localdate()
    assert api.get(f"{RAIZ}/catalogos/no-existe/").status_code == 404


def test_las_equivalencias_con_htcds_son_las_de_la_exportacion(clara):
    """Lo publicado por código es lo que sale al exportar, y lo que no sale se dice."""
    api, publicados = entrar(clara), set()
    for codigo, lista in vocabularios().items():
        uno = api.get(f"{RAIZ}/catalogos/{codigo}/").json()
        for estandar in uno["estandares"]:
            campo = next(c for c in htcds.campos() if c.nombre == estandar["campo"])
            dichas = {
                e["codigo"]: e["valor"]
                for e in uno["equivalencias"]
                if (e["estandar"], e["campo"]) == ("htcds", campo.nombre)
            }
            assert set(dichas) | set(estandar["sin_equivalente"]) == set(lista.por_codigo)
            assert not set(dichas) & set(estandar["sin_equivalente"])
            assert "UNMigration/HTCDS" in estandar["fuente"]
            datos = {"finalidad": "explotacion_laboral", "origen": "derivacion"}
            for valor, nuestro in ((v, c) for c, v in dichas.items()):
                if campo.corresponde(datos | {campo.de: nuestro}):
                    hecho = campo.traducir(datos | {campo.de: nuestro})
                    assert valor in (hecho if isinstance(hecho, list) else [hecho])
            publicados.add(campo.nombre)
    con_lista = {c.nombre for c in htcds.campos() if c.valores or c.forma}
    assert con_lista - publicados == {"cas_Status"}  # los estados de un caso no son un catálogo
    sin = api.get(f"{RAIZ}/catalogos/lugar_explotacion/").json()["estandares"]
    assert {e["campo"] for e in sin} == {"vic_ForcedLabourIndustry", "vic_TypeOfSexExploitation"}


def test_una_credencial_sin_el_alcance_no_llega_ni_por_inclusion(ana):
    cuenta = crear_usuario("sistema-x", "sistema", "")
    token = token_para(cuenta, alcances=("agregados_leer",))
    for ruta in ("casos/", "casos/?incluir=victimas", "informes/", "comision/acuerdos/"):
        respuesta = Client().get(f"{RAIZ}/{ruta}", headers={"Authorization": f"Token {token}"})
        assert respuesta.status_code == 403, ruta
    for ruta in ("catalogos/", "entidades/", "avisos/sucesos/", "ubigeos/", "trabajos/"):
        respuesta = Client().get(f"{RAIZ}/{ruta}", headers={"Authorization": f"Token {token}"})
        assert respuesta.status_code == 200, ruta


@pytest.mark.parametrize(
    ("crudo", "estado"),
    [
        (b"[]", 400),
        (b'"x"', 400),
        (b"{", 400),
        (b'{"materia": NaN}', 400),
        (b'{"materia": "a", "materia": "b"}', 400),
        (b'{"materia": "trata", "materia": "trata"}', 400),
        (b'{"sobra":' * 25 + b"1" + b"}" * 25, 400),
        (b'{"dependencia": "\\u0000"}', 400),
        (b'{"dependencia": "\\ud800"}', 400),
        (b'{"dependencia": "\xff"}', 400),
        (b'{"a":' * 3000 + b"1" + b"}" * 3000, 400),
        (b"[" * 200_000, 400),
        (b'{"hechos": "' + b"x" * 2_600_000 + b'"}', 413),
    ],
    ids=lambda v: str(v)[:24],
)
def test_un_cuerpo_imposible_se_rechaza_con_su_forma(ana, crudo, estado):
    respuesta = entrar(ana).post(f"{RAIZ}/casos/", crudo, content_type="application/json")
    assert respuesta.status_code == estado, respuesta.content[:200]
    assert set(respuesta.json()) == {"codigo", "mensaje", "campos"}


GRANDE = b'{"hechos": "' + b"x" * 2_600_000 + b'"}'


def test_el_lector_de_json_tiene_su_propio_tope_de_tamano():
    with pytest.raises(lectores.CuerpoGrandeError):
        lectores.JsonAcotado().parse(io.BytesIO(GRANDE))


def test_sin_ese_tope_queda_el_de_la_casa_entera(ana, monkeypatch):
    monkeypatch.setattr(lectores, "BYTES_MAXIMOS", 10_000_000)
    ruta, pedido = f"{RAIZ}/casos/", {"content_type": "application/json"}
    assert entrar(ana).post(ruta, GRANDE, **pedido).status_code == 413
