"""La API de la política: mismo alcance, mismas reglas y mismos códigos que la pantalla."""

import pytest
from rest_framework.test import APIClient

from politica.models import Reporte
from tests.fabricas.politica import periodo_abierto, punto_focal, secretaria

pytestmark = pytest.mark.django_db
RAIZ = "/api/v1/politica"


def cliente(quien) -> APIClient:
    api = APIClient()
    api.force_authenticate(quien)
    return api


@pytest.fixture
def paula(db):
    return punto_focal()


@pytest.fixture
def reporte(db) -> Reporte:
    periodo = periodo_abierto(por=secretaria())
    return Reporte.objects.get(periodo=periodo, servicio="S28")


def test_el_arbol_se_lee_entero_y_los_vacios_van_vacios():
    api = cliente(secretaria())
    cuenta = {
        nombre: len(api.get(f"{RAIZ}/{nombre}/?limite=500").json()["resultados"])
        for nombre in ("objetivos", "lineamientos", "servicios", "indicadores")
    }
    assert cuenta == {"objetivos": 3, "lineamientos": 19, "servicios": 42, "indicadores": 43}
    assert api.get(f"{RAIZ}/servicios/S08/").json()["titulo"] == ""
    ficha = api.get(f"{RAIZ}/indicadores/S04.1/").json()
    assert ficha["logros"] == [{"anio": 2023, "valor": "72.000000"}]


def test_la_entidad_solo_ve_lo_suyo(paula, reporte):
    api = cliente(paula)
    assert api.get(f"{RAIZ}/servicios/S04/").status_code == 404
    assert {s["codigo"] for s in api.get(f"{RAIZ}/servicios/").json()["resultados"]} == {
        "S28", "S29", "S34", "S38", "S39", "S42",
    }  # fmt: skip
    ajeno = Reporte.objects.get(periodo=reporte.periodo, servicio="S04")
    assert api.get(f"{RAIZ}/reportes/{ajeno.uuid}/").status_code == 404
    assert api.post(f"{RAIZ}/reportes/{ajeno.uuid}/enviar/").status_code == 404


def test_se_cambia_con_if_match_y_se_envia(paula, reporte):
    api, ruta = cliente(paula), f"{RAIZ}/reportes/{reporte.uuid}/"
    cuerpo = {
        "narrativa": "Se capacitó",
        "avances": [{"indicador": "S28.1", "numerador": "30", "denominador": "120"}],
    }
    assert api.patch(ruta, cuerpo, format="json").status_code == 428
    assert api.patch(ruta, cuerpo, format="json", headers={"If-Match": '"9"'}).status_code == 412
    respuesta = api.patch(ruta, cuerpo, format="json", headers={"If-Match": '"1"'})
    assert respuesta.status_code == 200, respuesta.json()
    assert respuesta["ETag"] == '"2"'
    assert respuesta.json()["avances"][0]["valor"] == "25.000000"
    enviado = api.post(f"{ruta}enviar/")
    assert (enviado.status_code, enviado.json()["estado"]) == (200, "enviado")


def test_el_mismo_error_con_el_mismo_codigo_y_campo(paula, reporte):
    cuerpo = {"avances": [{"indicador": "S28.1", "numerador": "30", "denominador": "0"}]}
    respuesta = cliente(paula).patch(
        f"{RAIZ}/reportes/{reporte.uuid}/", cuerpo, format="json", headers={"If-Match": '"1"'}
    )
    assert respuesta.status_code == 400
    campos = respuesta.json()["campos"]
    assert "denominador_cero" in {e["codigo"] for e in campos["S28_1-denominador"]}


def test_no_se_crean_reportes_ni_se_salta_la_validacion(paula, reporte):
    assert cliente(paula).post(f"{RAIZ}/reportes/", {}, format="json").status_code == 403
    ruta = f"{RAIZ}/reportes/{reporte.uuid}/"
    cuerpo = {"estado": "validado", "entidad": "mtpe"}
    cliente(paula).patch(ruta, cuerpo, format="json", headers={"If-Match": '"1"'})
    reporte.refresh_from_db()
    assert (reporte.estado, reporte.entidad_id) == ("borrador", "mimp")
    assert cliente(secretaria()).patch(ruta, {}, format="json").status_code == 403


def test_la_lista_cuesta_lo_mismo_con_1_y_con_40(reporte, django_assert_num_queries):
    api = cliente(secretaria("otra"))
    ruta = f"{RAIZ}/reportes/?anio=2031"
    assert len(api.get(ruta).json()["resultados"]) == 41
    with django_assert_num_queries(8):
        api.get(ruta)
    Reporte.objects.filter(periodo=reporte.periodo).exclude(pk=reporte.pk).delete()
    with django_assert_num_queries(8):
        api.get(ruta)
