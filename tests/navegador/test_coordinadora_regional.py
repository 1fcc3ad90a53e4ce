"""La coordinadora de Cusco: su región en una pantalla, convoca, lleva el acta en vivo y la baja."""

import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from docx import Document
from playwright.sync_api import Page, expect

from regiones.demostracion import cargar
from regiones.models import EncuentroMacrorregional, EspacioRegional, PlanAnual, Sesion
from trata.cuentas.demostracion import crear_usuarios

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def carmen(abrir_pagina, entrar):
    crear_usuarios(lambda _: None)
    cargar(lambda _: None)
    pagina = abrir_pagina()
    entrar(pagina, "coordinador_regional", prefijos=["08"])
    return pagina


def convocar(pagina: Page, hoy: date) -> None:
    """Una fecha imposible se rechaza en su sitio; corregida, convoca."""
    pagina.get_by_role("link", name="Convocar sesión").click()
    pagina.get_by_label("Ordinaria", exact=True).check()
    pagina.get_by_label("Fecha de convocatoria").fill((hoy + timedelta(days=9)).isoformat())
    pagina.get_by_label("Fecha de la sesión").fill(hoy.isoformat())
    pagina.get_by_label("Presencial").check()
    pagina.get_by_label("Puntos de agenda").fill("Avance del plan\nAcuerdos vencidos")
    pagina.quejas.perdonar("422")
    pagina.get_by_role("button", name="Convocar").click()
    assert pagina.get_by_role("alert").get_by_text("no puede ser anterior").count()
    pagina.get_by_label("Fecha de convocatoria").fill((hoy - timedelta(days=9)).isoformat())
    pagina.get_by_role("button", name="Convocar").click()


def instalar_con_acuerdo(pagina: Page) -> None:
    """Pasa lista hasta el quórum, instala y toma un acuerdo."""
    for numero in range(8):
        boton = pagina.get_by_role("button", name="Presente", exact=True).nth(numero)
        with pagina.expect_response(lambda r: r.request.method == "GET"):
            boton.click()
        expect(pagina.locator(".quorum__numero")).to_contain_text(f"{numero + 1} de 14")
    assert pagina.get_by_text("Hay quórum").count()
    pagina.get_by_role("button", name="Instalar la sesión").click()
    pagina.get_by_label("Acuerdo", exact=True).fill("Instalar la red de una provincia más")
    pagina.get_by_label("Otro responsable").fill("Secretaría técnica")
    pagina.get_by_role("button", name="Tomar acuerdo").click()
    assert pagina.get_by_role("link", name="Instalar la red de una provincia más").count()


def test_lee_su_region_convoca_lleva_el_acta_y_sale_con_el_documento(
    carmen, sin_faltas_graves, sin_desborde
):
    pagina = carmen
    pagina.goto("/regiones/cusco/?anio=2021")
    assert pagina.get_by_role("heading", level=1).inner_text() == "Cusco"
    for hecho in ("669", "julio de 2021", "2018–2022", "426 de 535"):
        assert pagina.get_by_text(hecho).count(), hecho
    sin_faltas_graves(pagina)
    pagina.set_viewport_size({"width": 320, "height": 640})
    sin_desborde(pagina)
    pagina.set_viewport_size({"width": 1280, "height": 900})

    hoy = localdate()
    convocar(pagina, hoy)
    sin_faltas_graves(pagina)
    instalar_con_acuerdo(pagina)
    with pagina.expect_download() as bajada:
        pagina.get_by_role("link", name="Acta (DOCX)").click()
    texto = "\n".join(
        p.text for p in Document(io.BytesIO(bajada.value.path().read_bytes())).paragraphs
    )
    assert "Instalar la red de una provincia más" in texto
    pagina.get_by_role("button", name="Cerrar la sesión").click()
    assert Sesion.objects.filter(estado="realizada", presentes=8, fecha=hoy).count() == 1


def test_sus_pantallas_son_accesibles_caben_y_lo_ajeno_no_existe(
    carmen, sin_faltas_graves, sin_desborde
):
    pagina = carmen
    cusco = EspacioRegional.objects.get(codigo="cusco")
    rutas = [
        reverse("regiones:espacio", args=[cusco.uuid]),
        reverse("regiones:plan_anual", args=[PlanAnual.objects.get(espacio=cusco).uuid]),
        reverse("regiones:capacitacion_nueva"),
        reverse("regiones:encuentro", args=[EncuentroMacrorregional.objects.first().uuid]),
        reverse("regiones:informe", args=["cusco", localdate().year]),
    ]
    for ruta in rutas:
        assert pagina.goto(ruta).status == 200, ruta
        sin_faltas_graves(pagina)
        pagina.set_viewport_size({"width": 320, "height": 640})
        sin_desborde(pagina)
        pagina.set_viewport_size({"width": 1280, "height": 900})
    pagina.quejas.perdonar("404")
    assert pagina.goto("/regiones/loreto/").status == 404
