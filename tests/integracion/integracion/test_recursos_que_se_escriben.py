"""Lo que otro sistema escribe además de casos: Comisión, informes, regiones, y en bloque."""

import json
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from politica.comision import acciones as de_comision
from politica.comision.models import Acuerdo, Asistencia, Seguimiento, Sesion
from regiones.models import Capacitacion, EspacioRegional, TemaDeCapacitacion
from tests.fabricas.casos import crear_usuario
from tests.fabricas.integracion import token_para
from trata.comun.errores import SinPermisoError
from trata.cuentas.models import Entidad
from trata.informes.models import Comentario, Informe, TextoDeSeccion

pytestmark = pytest.mark.django_db
RAIZ = "/api/v1"


class Api:
    """Un cliente con sesión, o con credencial si se le da un token."""

    def __init__(self, usuario=None, token=""):
        self.cliente = Client(headers={"Authorization": f"Token {token}"} if token else None)
        if usuario is not None:
            self.cliente.force_login(usuario)

    def get(self, ruta):
        return self.cliente.get(f"{RAIZ}{ruta}")

    def enviar(self, metodo, ruta, cuerpo=None, **cabeceras):
        return getattr(self.cliente, metodo)(
            f"{RAIZ}{ruta}",
            json.dumps(cuerpo or {}),
            content_type="application/json",
            headers={c.replace("_", "-"): v for c, v in cabeceras.items()},
        )

    def post(self, ruta, cuerpo=None, **cabeceras):
        return self.enviar("post", ruta, cuerpo, **cabeceras)


@pytest.fixture
def sesion(db):
    return de_comision.convocar_sesion(
        datos={"fecha": timezone.now() - timedelta(days=3)}, agenda=["Uno | DGSD"], por=None
    )


def test_una_sesion_de_la_comision_se_lleva_entera_por_la_api(vera, clara, sesion):
    api, ruta = Api(vera), f"/comision/sesiones/{sesion.uuid}/"
    cambio = api.enviar("patch", ruta, {"lugar": "Sala 2"}, If_Match='"1"')
    assert (cambio.status_code, cambio.json()["lugar"]) == (200, "Sala 2")
    assert cambio.json()["agenda"] == [{"orden": 1, "texto": "Uno", "expone": "DGSD"}]
    assert api.enviar("patch", ruta, {"lugar": "x"}, If_Match='"1"').status_code == 412
    puestos = list(Asistencia.objects.filter(sesion=sesion).values_list("miembro_id", flat=True))
    ajeno = api.post(f"{ruta}asistencia/", {"presentes": [{"miembro": "nadie"}]})
    assert (ajeno.status_code, ajeno.json()["codigo"]) == (400, "miembro_ajeno")
    presentes = [{"miembro": m, "por": "Alterno"} for m in puestos]
    leida = api.post(f"{ruta}asistencia/", {"presentes": presentes}).json()
    assert all(a["asistio"] for a in leida["asistencias"])
    assert api.post(f"{ruta}cerrar/", {"desarrollo": "Se trató todo."}).status_code == 428
    vieja = api.post(f"{ruta}cerrar/", {"desarrollo": "Se trató todo."}, If_Match='"1"')
    assert vieja.status_code == 412
    cerrada = api.post(f"{ruta}cerrar/", {"desarrollo": "Se trató todo."}, If_Match='"2"')
    assert (cerrada.status_code, cerrada.json()["estado"]) == (200, "realizada")
    tarde = api.post(f"{ruta}suspender/", {"desarrollo": "No"}, If_Match='"3"')
    assert (tarde.status_code, tarde.json()["codigo"]) == (409, "sesion_cerrada")
    assert api.get(f"{ruta}acta/").status_code == 404
    assert not api.get(ruta).json()["tiene_acta"]
    Sesion.objects.get().acta.save("x", ContentFile(b"%PDF-1.4"))
    assert b"".join(Api(clara).get(f"{ruta}acta/")) == b"%PDF-1.4"
    for verbo in ("asistencia", "cerrar", "suspender"):
        assert Api(clara).post(f"{ruta}{verbo}/", {}).status_code == 403


def test_representantes_obligaciones_y_vencimientos(vera, clara):
    api = Api(vera)
    datos = {"entidad": "mimp", "tipo": "titular", "nombre": "Persona Sintética"}
    datos |= {"resolucion": "RM 1-2026", "desde": "2026-01-10"}
    primera = api.post("/comision/representantes/", datos)
    assert primera.status_code == 201, primera.content
    api.post("/comision/representantes/", datos | {"desde": "2026-06-01"})
    anterior = api.get(f"/comision/representantes/{primera.json()['uuid']}/").json()
    assert anterior["hasta"] == "2026-05-31"
    codigo = api.get("/comision/obligaciones/").json()["resultados"][0]["codigo"]
    rendicion = {"anio": 2026, "documento": "Informe 7", "fecha": "2026-03-01"}
    assert api.post(f"/comision/obligaciones/{codigo}/rendir/", rendicion).status_code == 201
    lector = Api(clara)
    lista = lector.get("/comision/vencimientos/?anio=2026").json()
    hecha = next(v for v in lista if v["obligacion"] == codigo)
    assert hecha["rendicion"]["documento"] == "Informe 7"
    assert not hecha["esta_vencido"]
    assert {v["anio"] for v in lector.get("/comision/vencimientos/?anio=٢٠٢٦").json()} == {
        timezone.localdate().year
    }
    assert lector.post(f"/comision/obligaciones/{codigo}/rendir/", rendicion).status_code == 403
    assert lector.post("/comision/representantes/", datos).status_code == 403


@pytest.fixture
def acuerdo(sesion):
    datos = {"texto": "Remitir el informe", "plazo": timezone.localdate()}
    datos["responsable"] = Entidad.objects.get(pk="mimp")
    return de_comision.registrar_acuerdo(sesion=sesion, datos=datos, por=None)


def test_la_entidad_responsable_dice_que_hizo_y_no_cambia_el_estado(acuerdo, paula, pedro, client):
    cuenta = crear_usuario("sistema-mimp", "sistema", "")
    cuenta.entidad = Entidad.objects.get(pk="mimp")
    cuenta.save()
    ruta = f"/comision/acuerdos/{acuerdo.uuid}/aportar/"
    sistema = Api(token=token_para(cuenta, alcances=("politica_leer", "reportes_escribir")))
    dicho = sistema.post(ruta, {"texto": "Se remitió con oficio 12"})
    assert dicho.status_code == 201, dicho.content
    assert dicho.json()["estado"] == "pendiente"
    assert [s["texto"] for s in dicho.json()["seguimientos"]] == ["Se remitió con oficio 12"]
    assert sistema.post(ruta, {"texto": " "}).status_code == 400
    corta = Api(token=token_para(cuenta, alcances=("politica_leer",)))
    assert corta.post(ruta, {"texto": "x"}).status_code == 403
    assert Api(pedro).post(ruta, {"texto": "x"}).status_code == 403
    pagina, boton = reverse("comision:acuerdo", args=[acuerdo.uuid]), "aportar/"
    client.force_login(pedro)
    assert boton not in client.get(pagina).content.decode()
    client.post(reverse("comision:aportar", args=[acuerdo.uuid]), {"texto": "No es mío"})
    client.force_login(paula)
    assert boton in client.get(pagina).content.decode()
    client.post(reverse("comision:aportar", args=[acuerdo.uuid]), {"texto": "En pantalla"})
    client.post(reverse("comision:aportar", args=[acuerdo.uuid]), {"texto": ""})
    assert list(Seguimiento.objects.values_list("texto", flat=True)) == [
        *("Se remitió con oficio 12", "En pantalla")
    ]
    Acuerdo.objects.update(estado="sin_efecto")
    assert Api(paula).post(ruta, {"texto": "Tarde"}).status_code == 409
    assert boton not in client.get(pagina).content.decode()


def test_de_la_entidad_responsable_solo_aporta_quien_reporta_por_ella(acuerdo, paula):
    companera = crear_usuario("z", "analista", "08")
    companera.entidad = paula.entidad
    companera.save()
    with pytest.raises(SinPermisoError):
        de_comision.aportar_seguimiento(acuerdo=acuerdo, texto="x", por=companera)
    de_comision.aportar_seguimiento(acuerdo=acuerdo, texto="x", por=paula)


@pytest.fixture
def informe(vera):
    return Informe.objects.create(tipo="boletin", anio=2025, registrado_por=vera)


def test_un_informe_se_redacta_se_observa_y_se_aprueba_por_la_api(informe, vera, dario, clara):
    api, ruta = Api(vera), f"/informes/{informe.uuid}/"
    secciones = api.get(f"{ruta}secciones/").json()
    assert [s["version"] for s in secciones] == [0] * len(secciones)
    una = f"{ruta}secciones/{secciones[0]['clave']}/"
    assert api.get(una).json()["campos"]
    assert api.get(f"{ruta}secciones/no-esta/").status_code == 404
    texto = {"texto": "Un párrafo sin cifras."}
    assert api.enviar("patch", una, texto).status_code == 428
    escrita = api.enviar("patch", una, texto, If_Match='"0"')
    assert escrita.status_code == 200, escrita.content
    assert escrita.json()["texto"] == "Un párrafo sin cifras."
    assert api.enviar("patch", una, {"texto": "Otro"}, If_Match='"0"').status_code == 412
    a_mano = api.enviar(
        "patch", una, {"texto": "Hubo {{ nada.existe }} víctimas."}, If_Match=escrita["ETag"]
    )
    assert (a_mano.status_code, list(a_mano.json()["campos"])) == (400, ["texto"])
    assert TextoDeSeccion.objects.get().texto == "Un párrafo sin cifras."
    observado = Api(dario).post(f"{ruta}comentarios/", {"clave": "general", "texto": "Falta algo"})
    assert observado.status_code == 201, observado.content
    assert api.post(f"{ruta}mover/", {"paso": "enviar"}).status_code == 428
    enviado = api.post(f"{ruta}mover/", {"paso": "enviar"}, If_Match='"1"')
    assert (enviado.status_code, enviado.json()["estado"]) == (200, "en_revision")
    vieja = Api(dario).post(f"{ruta}mover/", {"paso": "aprobar"}, If_Match='"1"')
    assert vieja.status_code == 412
    falta = Api(dario).post(f"{ruta}mover/", {"paso": "aprobar"}, If_Match='"2"')
    assert (falta.status_code, falta.json()["codigo"]) == (409, "falta_algo")
    comentario = f"{ruta}comentarios/{observado.json()['uuid']}/resolver/"
    assert api.post(comentario).json()["resuelto_en"]
    propia = api.post(f"{ruta}mover/", {"paso": "aprobar"}, If_Match='"2"')
    assert propia.status_code == 403
    aprobado = Api(dario).post(f"{ruta}mover/", {"paso": "aprobar"}, If_Match='"2"')
    assert aprobado.json()["estado"] == "aprobado"
    publicado = Api(dario).post(f"{ruta}mover/", {"paso": "publicar"}, If_Match='"3"')
    assert publicado.status_code == 200, publicado.content
    assert publicado.json()["versiones"][0]["folio"]
    assert api.get(f"{ruta}documento/").status_code == 200


@pytest.mark.parametrize("quien", ["clara", "luis", "ana"])
def test_quien_no_redacta_no_ve_ni_toca_lo_editorial(informe, quien, request):
    api, ruta = Api(request.getfixturevalue(quien)), f"/informes/{informe.uuid}/"
    for lectura in ("secciones/", "secciones/resumen/", "comentarios/"):
        assert api.get(f"{ruta}{lectura}").status_code == 403
    assert api.post(f"{ruta}comentarios/", {"clave": "general", "texto": "x"}).status_code == 403
    assert api.post(f"{ruta}mover/", {"paso": "enviar"}, If_Match='"1"').status_code == 403
    assert not Comentario.objects.exists()


def test_un_sistema_registra_muchas_capacitaciones_de_su_region_y_de_ninguna_otra(db):
    cuenta = crear_usuario("sistema-gore", "sistema", "08")
    api = Api(token=token_para(cuenta, alcances=("regiones_escribir",)))
    espacio = EspacioRegional.objects.get(ubigeo_id="08", padre=None)
    ajeno = EspacioRegional.objects.get(ubigeo_id="16", padre=None)
    ruta = f"/regiones/espacios/{espacio.codigo}/capacitaciones/lote/"
    una = {"nombre": "Taller", "publico": "operadores", "modalidad": "presencial", "anio": 2026}
    una |= {"temas": [TemaDeCapacitacion.objects.first().pk], "inicio": "2026-02-01"}
    una |= {
        "estado": "programada",
        "fin": "2026-02-02",
        "numero_de_actividades": 1,
        "forma": "totales",
    }
    cuerpo = {"elementos": [una, {"nombre": ""}, una | {"nombre": "Otro"}]}
    hecho = api.post(ruta, cuerpo, Idempotency_Key="gore-1")
    assert hecho.status_code == 200, hecho.content
    estados = [r["estado"] for r in hecho.json()["resultados"]]
    assert estados == [201, 400, 201], hecho.json()
    assert hecho.json()["resultados"][1]["error"]["campos"]
    assert api.post(ruta, cuerpo, Idempotency_Key="gore-1").json() == hecho.json()
    assert Capacitacion.objects.filter(espacio=espacio, nombre__in=["Taller", "Otro"]).count() == 2
    assert api.post(ruta, {"elementos": [una] * 201}).status_code == 400
    otra = f"/regiones/espacios/{ajeno.codigo}/capacitaciones/lote/"
    assert api.post(otra, {"elementos": [una]}).status_code == 404
    lectora = Api(token=token_para(cuenta, alcances=("politica_leer",)))
    assert lectora.post(ruta, {"elementos": [una]}).status_code == 403


def test_sesiones_y_acuerdos_tambien_van_en_lote(vera, sesion):
    api = Api(vera)
    dos = [{"fecha": f"2026-0{m}-10T10:00:00-05:00", "puntos": ["Uno"]} for m in (6, 7)]
    hecho = api.post("/comision/sesiones/lote/", {"elementos": [*dos, {"fecha": "ayer"}]}).json()
    assert [r["estado"] for r in hecho["resultados"]] == [201, 201, 400]
    acuerdo = {"sesion": str(sesion.uuid), "texto": "Remitir", "responsable": "mimp"}
    acuerdo["plazo"] = timezone.localdate().isoformat()
    hechos = api.post("/comision/acuerdos/lote/", {"elementos": [acuerdo, {}]}).json()
    assert [r["estado"] for r in hechos["resultados"]] == [201, 400]
    assert Acuerdo.objects.get().texto == "Remitir"
