"""La API de regiones: mismo ámbito, mismas reglas y mismos códigos que la pantalla."""

from datetime import date

import pytest
from rest_framework.test import APIClient

from regiones.models import Capacitacion, EspacioRegional, PlanRegional, Sesion
from tests.fabricas import regiones as fabrica
from tests.fabricas.cuentas import usuario

pytestmark = pytest.mark.django_db
RAIZ = "/api/v1/regiones"


@pytest.fixture
def carmen():
    return usuario("coordinador_regional", prefijos=("08",))


@pytest.fixture
def api(carmen):
    cliente = APIClient()
    cliente.force_authenticate(carmen)
    return cliente


SESION = {
    "tipo": "ordinaria",
    "convocada_el": "2026-03-01",
    "fecha": "2026-03-15",
    "modalidad": "presencial",
    "agenda": ["Uno"],
}


def test_carmen_ve_cusco_y_no_loreto(api):
    codigos = {e["codigo"] for e in api.get(f"{RAIZ}/espacios/").data["resultados"]}
    assert codigos == {"cusco"}
    assert api.get(f"{RAIZ}/espacios/loreto/").status_code == 404
    assert api.get(f"{RAIZ}/espacios/loreto/sesiones/").status_code == 404


def test_escribir_en_otra_region_es_404(api):
    for ruta, datos in (
        ("sesiones", SESION),
        ("planes", {"nombre": "P", "anio_fin": 2030, "etapa": "formulado"}),
        ("capacitaciones", {"nombre": "C"}),
    ):
        respuesta = api.post(f"{RAIZ}/espacios/loreto/{ruta}/", datos, format="json")
        assert respuesta.status_code == 404
    respuesta = api.patch(
        f"{RAIZ}/espacios/loreto/", {"presidencia": "x"}, format="json", HTTP_IF_MATCH='"1"'
    )
    assert respuesta.status_code == 404
    assert not Sesion.objects.exists()


def test_quien_solo_lee_recibe_403_al_escribir():
    cliente = APIClient()
    cliente.force_authenticate(usuario("comisionado"))
    assert cliente.get(f"{RAIZ}/espacios/loreto/").status_code == 200
    respuesta = cliente.post(f"{RAIZ}/espacios/loreto/sesiones/", SESION, format="json")
    assert respuesta.status_code == 403


def test_convocar_por_la_api_y_repetir_con_la_misma_clave(api):
    ruta = f"{RAIZ}/espacios/cusco/sesiones/"
    for _ in range(2):
        respuesta = api.post(ruta, SESION, format="json", HTTP_IDEMPOTENCY_KEY="clave-1")
        assert respuesta.status_code == 201
    assert Sesion.objects.count() == 1


def test_las_reglas_dan_los_mismos_codigos_que_la_pantalla(api):
    respuesta = api.post(
        f"{RAIZ}/espacios/cusco/sesiones/",
        SESION | {"convocada_el": "2026-04-01"},
        format="json",
    )
    assert respuesta.status_code == 400
    codigos = {f["codigo"] for f in respuesta.data["campos"]["fecha"]}
    assert codigos == {"sesion_antes_de_convocatoria"}
    respuesta = api.post(
        f"{RAIZ}/espacios/cusco/planes/",
        {"nombre": "P", "anio_inicio": 2024, "anio_fin": 2020, "etapa": "formulado"},
        format="json",
    )
    assert {f["codigo"] for f in respuesta.data["campos"]["anio_fin"]} == {"fin_antes_de_inicio"}


def test_cambiar_un_plan_pide_la_version(api):
    plan = PlanRegional.objects.get(espacio__codigo="cusco")
    ruta = f"{RAIZ}/espacios/cusco/planes/{plan.uuid}/"
    assert api.patch(ruta, {"anio_fin": 2023}, format="json").status_code == 428
    respuesta = api.patch(ruta, {"anio_fin": 2023}, format="json", HTTP_IF_MATCH='"9"')
    assert respuesta.status_code == 412
    respuesta = api.patch(ruta, {"anio_fin": 2023}, format="json", HTTP_IF_MATCH='"1"')
    assert respuesta.status_code == 200
    assert respuesta.data["version"] == 2


def test_registrar_una_capacitacion_con_sus_temas(api):
    respuesta = api.post(
        f"{RAIZ}/espacios/cusco/capacitaciones/",
        {
            "nombre": "Curso",
            "publico": "pnp",
            "anio": 2026,
            "estado": "realizada",
            "forma": "totales",
            "total_declarado": 40,
            "temas": ["trata-de-personas", "ciberdelincuencia"],
            "macrorregiones": ["cusco"],
        },
        format="json",
    )
    assert respuesta.status_code == 201, respuesta.data
    capacitacion = Capacitacion.objects.get()
    assert capacitacion.temas.count() == 2
    assert "nombre_cifrado" not in str(api.get(f"{RAIZ}/capacitaciones/").data)


def test_la_comparacion_dice_lo_mismo_que_la_pantalla(api, carmen):
    cusco = fabrica.espacio()
    todas = [fabrica.integrante(cusco, f"Institución {n}", carmen) for n in range(3)]
    fabrica.sesion_con_asistencia(cusco, {todas[0]: "presente"}, carmen, fecha=date(2026, 3, 1))
    datos = api.get(f"{RAIZ}/comparacion/?anio=2026").data
    (fila,) = datos["espacios"]
    assert (fila["espacio"], fila["integrantes"], fila["sesiones"]) == ("cusco", 3, 0)
    assert fila["provincias"] == 13


def test_cuesta_lo_mismo_con_una_capacitacion_que_con_veinte(
    api, carmen, django_assert_num_queries
):
    def crear(n):
        for _ in range(n):
            Capacitacion.objects.create(
                espacio=EspacioRegional.objects.get(codigo="cusco"),
                nombre="Curso",
                publico="pnp",
                anio=2026,
                estado="realizada",
                forma="lista",
                registrado_por=carmen,
            )

    crear(1)
    api.get(f"{RAIZ}/capacitaciones/")
    with django_assert_num_queries(5):
        api.get(f"{RAIZ}/capacitaciones/")
    crear(19)
    with django_assert_num_queries(5):
        assert len(api.get(f"{RAIZ}/capacitaciones/").data["resultados"]) == 20
