"""El ciclo entero en un navegador, y las pantallas accesibles y a su medida."""

from pathlib import Path

import pytest
from django.urls import reverse

from politica import demostracion
from politica.comision import demostracion as demostracion_de_comision
from politica.models import Reporte
from tests.fabricas.politica import periodo_abierto, planeamiento, punto_focal, secretaria
from trata.cuentas import demostracion as cuentas
from trata.cuentas.models import Usuario

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def vera(transactional_db):
    return secretaria()


@pytest.fixture
def reporte(vera):
    periodo = periodo_abierto(por=vera)
    return Reporte.objects.get(periodo=periodo, servicio="S28")


def llenar_el_borrador(focal) -> None:
    """Un denominador en cero se rechaza y nada se pierde."""
    focal.goto(reverse("politica:mis_reportes") + "?periodo=2031-semestre_1")
    focal.get_by_role("link", name="Servicio de fortalecimiento de capacidades dirigida").click()
    focal.get_by_label("Numerador").fill("30")
    focal.get_by_label("Denominador").fill("0")
    focal.get_by_role("button", name="Guardar borrador").click()
    focal.get_by_role("heading", name="Hay un problema").wait_for()
    assert focal.get_by_label("Numerador").input_value() == "30", "nada se pierde"
    focal.get_by_label("Denominador").fill("120")
    focal.get_by_label("Qué se hizo en el periodo").fill(
        "Se capacitó a operadores de seis regiones."
    )
    focal.get_by_role("button", name="Guardar borrador").click()
    focal.get_by_text("Borrador guardado.").first.wait_for()


def enviar_con_evidencia(focal, acta: Path) -> None:
    """Con un archivo que lo respalda."""
    acta.write_bytes(b"%PDF-1.4\n%acta de prueba\n")
    focal.get_by_role("link", name="Añadir evidencia").click()
    focal.get_by_label("Archivo").set_input_files(acta)
    focal.get_by_role("button", name="Guardar evidencia").click()
    focal.get_by_role("link", name="acta.pdf").wait_for()
    focal.get_by_role("button", name="Guardar y enviar").click()
    focal.get_by_text("Reporte enviado a la Secretaría Técnica.").first.wait_for()


def observar(revisa) -> None:
    """La Secretaría pide corregir el valor de un indicador."""
    revisa.goto(reverse("politica:mis_reportes"))
    revisa.get_by_role("region", name="Esperan tu revisión").get_by_role("link").first.click()
    revisa.get_by_role("link", name="Observar").click()
    revisa.get_by_label("Observación a: Valor de S28.1").fill("Falta Puno en el denominador.")
    revisa.get_by_role("button", name="Enviar observaciones").click()
    revisa.get_by_text("Observaciones enviadas a la entidad.").first.wait_for()


def corregir_y_reenviar(focal, ruta: str) -> None:
    """La observación está en su sitio; se corrige y vuelve."""
    focal.goto(ruta)
    focal.get_by_text("Falta Puno en el denominador.").wait_for()
    focal.get_by_label("Denominador").fill("150")
    focal.get_by_role("button", name="Guardar y enviar").click()
    focal.get_by_text("Reporte enviado a la Secretaría Técnica.").first.wait_for()


def test_el_ciclo_de_un_reporte_de_punta_a_punta(abrir_pagina, entrar, vera, reporte, tmp_path):
    ruta = reverse("politica:reporte", args=[reporte.uuid])
    focal, revisa = abrir_pagina(), abrir_pagina()
    for pagina, quien in ((focal, punto_focal()), (revisa, vera)):
        entrar(pagina, quien)
        pagina.quejas.perdonar("422")
        pagina.quejas.perdonar("Service Worker")

    llenar_el_borrador(focal)
    enviar_con_evidencia(focal, tmp_path / "acta.pdf")
    observar(revisa)
    corregir_y_reenviar(focal, ruta)
    revisa.goto(ruta)
    revisa.get_by_role("button", name="Validar").click()
    revisa.get_by_text("Reporte validado.").first.wait_for()
    ogpp = abrir_pagina()
    ogpp.quejas.perdonar("Service Worker")
    entrar(ogpp, planeamiento())
    ogpp.goto(ruta)
    ogpp.get_by_role("button", name="Dar conformidad").click()
    ogpp.get_by_text("Conformidad registrada.").first.wait_for()
    reporte.refresh_from_db()
    assert (reporte.estado, reporte.avances.get().valor) == ("conforme", 20)
    assert reporte.evidencias.count() == 1


RUTAS = (
    "/politica/", "/politica/?periodo=2023-semestre_1", "/politica/objetivos/OP2/",
    "/politica/servicios/S07/", "/politica/indicadores/OP2.1/", "/politica/entidades/mimp/",
    "/politica/retrasos/", "/politica/comparar/", "/politica/reportes/",
    "/politica/cifras-del-registro/", "/politica/catalogo/", "/comision/", "/comision/acuerdos/",
    "/comision/miembros/", "/comision/calendario/",
)  # fmt: skip


@pytest.mark.lenta
@pytest.mark.parametrize(("ancho", "rutas"), [(360, RUTAS), (1440, RUTAS[1:5])])
def test_las_paginas_son_accesibles_y_caben(
    abrir_pagina, entrar, transactional_db, sin_faltas_graves, sin_desborde, ancho, rutas
):
    cuentas.crear_usuarios(lambda _: None)
    demostracion.poblar(lambda _: None)
    demostracion_de_comision.poblar(lambda _: None)
    pagina = abrir_pagina(ancho=ancho)
    pagina.quejas.perdonar("Service Worker")
    entrar(pagina, Usuario.objects.get(username="vera"))
    for ruta in rutas:
        pagina.goto(ruta)
        sin_faltas_graves(pagina)
        sin_desborde(pagina)


def test_el_mapa_se_recorre_con_el_teclado_y_sin_javascript(abrir_pagina, entrar, vera):
    pagina = abrir_pagina(ancho=360, con_js=False)
    entrar(pagina, vera)
    pagina.goto("/politica/?periodo=2023-semestre_1")
    enlace = pagina.locator("a.baldosa").first
    enlace.focus()
    pagina.keyboard.press("Enter")
    pagina.get_by_role("heading", level=1).wait_for()
    assert "/politica/servicios/S01/" in pagina.url
    pagina.go_back()
    assert pagina.get_by_role("link", name="Servicio control de flujo migratorio").count() >= 1
