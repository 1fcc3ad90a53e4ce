"""La mitad protegida en un navegador: se revela con motivo, se oculta sola, cabe en el teléfono."""

import io
import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from casos.acciones.adjuntos import subir_adjunto
from casos.acciones.apertura import abrir_caso
from casos.acciones.identidad import aportar_dato, poner_reserva
from casos.acciones.paradero import guardar_paradero, pedir_paradero
from casos.acciones.procedencia import declarar_dato
from casos.models import Caso, Implicado, PosibleDuplicado
from tests.fabricas.identidad import caso_de, con_identidad
from tests.navegador.conftest import crear_usuario
from trata.cuentas.models import Autorizacion

pytestmark = pytest.mark.django_db(transaction=True)
MOTIVO = "Coordinar la declaración de mañana con la UDAVIT"
# Para mirar las pantallas: CAPTURAS=/una/carpeta pytest tests/navegador/test_identidad.py
CAPTURAS = os.environ.get("CAPTURAS", "")


def mirar(pagina: Page, nombre: str) -> None:
    """Guarda la pantalla a 360 y a 1920 si se pidió."""
    if not CAPTURAS:
        return
    for ancho in (360, 1920):
        pagina.set_viewport_size({"width": ancho, "height": 900})
        pagina.screenshot(path=Path(CAPTURAS) / f"{nombre}-{ancho}.png", full_page=True)
    pagina.set_viewport_size({"width": 1280, "height": 900})


@pytest.fixture
def escena() -> Caso:
    """Dos casos de Cusco con personas de fábula, una institución que contradice y una reserva."""
    ana = crear_usuario("analista", prefijos=["08"], username="ana_n", nombres="Ana de Prueba")
    mateo = crear_usuario("enlace_institucional", prefijos=["08"], username="mateo_n")
    caso = caso_de(ana, victimas=3)
    nina = caso.victimas.get(numero=3)
    nina.edad, nina.grupo_edad = 15, "12-17"
    nina.save()
    Implicado.objects.create(caso=caso, numero=1, seudonimo=f"{caso.codigo}-I1", grupo_edad="30-59")
    primera = con_identidad(caso, ana, correo="fabula@ejemplo.pe")
    segunda = con_identidad(caso, ana, 2, nombres="Supuesta", documento="00000018")
    con_identidad(caso, ana, 3, nombres="Imaginaria", documento_de="madre", telefono="900000019")
    abrir_caso(caso=caso, motivo=MOTIVO, por=mateo)
    aportar_dato(
        identidad=primera,
        campo="segundo_apellido",
        valor="Guamán Fábula",
        fuente="Disposición fiscal de prueba n.º 3",
        por=mateo,
    )
    poner_reserva(
        identidad=segunda,
        reserva=True,
        sustento="Disposición fiscal de prueba n.º 4",
        version=segunda.version,
        por=ana,
    )
    otro = caso_de(ana)
    con_identidad(otro, ana, documento="", nombres="Rosaura Fictisia")
    declarar_dato(
        caso=caso,
        persona=nina,
        campo="edad",
        valor="16",
        fuente="Pericia de edad de prueba n.º 5",
        por=mateo,
    )
    paradero = guardar_paradero(
        victima=caso.victimas.get(numero=1), direccion="Calle de Fábula 3", por=ana
    )
    pedir_paradero(paradero=paradero, motivo=MOTIVO, por=ana)
    archivo = io.BytesIO(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<<>>\n%%EOF\n")
    subir_adjunto(caso=caso, archivo=archivo, clase="denuncia", por=ana)
    return caso


def cabe(pagina: Page, nombre: str, sin_faltas_graves, sin_desborde) -> None:
    """La página abierta es accesible y cabe en 320 px."""
    mirar(pagina, nombre)
    sin_faltas_graves(pagina)
    pagina.set_viewport_size({"width": 320, "height": 640})
    sin_desborde(pagina)
    pagina.set_viewport_size({"width": 1280, "height": 900})


def paginas_de(escena: Caso) -> dict[str, str]:
    """Todas las de la mitad protegida, por nombre."""
    nina = escena.identidades.get(victima__numero=3)
    return {
        "nina": f"/casos/{escena.uuid}/identidades/{nina.uuid}/",
        "escribir": f"/casos/{escena.uuid}/identidades/otra/",
        "archivos": f"/casos/{escena.uuid}/archivos/",
        "duplicados": "/casos/duplicados/",
        "par": f"/casos/duplicados/{PosibleDuplicado.objects.first().uuid}/",
        "archivo": f"/casos/{escena.uuid}/archivos/{escena.adjuntos.get().uuid}/",
        "relacionados": f"/casos/{escena.uuid}/relacionados/",
        "dichos": f"/casos/{escena.uuid}/dichos/",
        "paradero": f"/casos/{escena.uuid}/paradero/{escena.victimas.get(numero=1).uuid}/",
        "autorizaciones": "/cuentas/autorizaciones/",
        "reserva": f"/casos/{escena.uuid}/identidades/{nina.uuid}/reserva/",
        "caso": f"/casos/{escena.uuid}/",
        "buscar": "/casos/personas/buscar/",
    }


def revelar_y_esconder(pagina: Page, sin_faltas_graves) -> None:
    """Con motivo se ve; al dejar la pantalla, los datos se van."""
    pagina.get_by_label("¿Para qué lo necesitas?").first.fill(MOTIVO)
    pagina.get_by_role("button", name="Ver los datos de").click()
    expect(pagina.get_by_text("Inventada")).to_be_visible()
    mirar(pagina, "revelada")
    sin_faltas_graves(pagina)
    pagina.evaluate(
        "Object.defineProperty(document, 'hidden', {get: () => true});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    expect(pagina.get_by_text("Inventada")).to_have_count(0)
    expect(pagina.get_by_role("button", name="Ver los datos de")).to_be_visible()


def test_se_revela_con_motivo_se_oculta_y_todo_cabe(
    abrir_pagina, entrar, escena, sin_faltas_graves, sin_desborde
):
    pagina = abrir_pagina()
    entrar(pagina, crear_usuario("analista", username="ana_n"))
    pagina.goto(f"/casos/{escena.uuid}/identidades/")
    mirar(pagina, "cuaderno")
    sin_faltas_graves(pagina)
    pagina.get_by_role("link", name=f"Ver la identidad de {escena.codigo}-V1").click()
    expect(pagina.get_by_text("No coincide", exact=True)).to_be_visible()
    assert "Inventada" not in pagina.content()
    cabe(pagina, "persona", sin_faltas_graves, sin_desborde)
    revelar_y_esconder(pagina, sin_faltas_graves)
    for nombre, ruta in paginas_de(escena).items():
        pagina.goto(ruta)
        cabe(pagina, nombre, sin_faltas_graves, sin_desborde)
    pagina.get_by_label("Nombres y apellidos").fill("guaman inbentada rosaura")
    pagina.get_by_label("¿Para qué lo necesitas?").fill(MOTIVO)
    pagina.get_by_role("button", name="Buscar").last.click()
    expect(pagina.get_by_role("link", name=f"{escena.codigo}-V1")).to_be_visible()
    mirar(pagina, "hallados")


def test_quien_no_lleva_el_caso_lo_abre_con_motivo_y_el_relevo_se_hace_en_un_paso(
    abrir_pagina, entrar, escena, sin_faltas_graves, sin_desborde
):
    pagina = abrir_pagina()
    entrar(pagina, crear_usuario("validador", username="vera_n", nombres="Vera"))
    pagina.goto(f"/casos/{escena.uuid}/")
    pagina.get_by_role("link", name="Abrir el caso").click()
    mirar(pagina, "abrir")
    sin_faltas_graves(pagina)
    pagina.get_by_label("¿Para qué lo necesitas?").fill("Validar el registro que se envió")
    pagina.get_by_role("button", name="Abrir el caso").click()
    expect(pagina.get_by_text("Quedó anotado")).to_be_visible()
    for nombre, ruta in {
        "relevo": "/casos/relevo/",
        "por_decidir": "/cuentas/autorizaciones/",
        "decidir": f"/cuentas/autorizaciones/{Autorizacion.objects.get().uuid}/",
        "alertas": "/auditoria/alertas/",
    }.items():
        pagina.goto(ruta)
        mirar(pagina, nombre)
        sin_faltas_graves(pagina)
        pagina.set_viewport_size({"width": 320, "height": 640})
        sin_desborde(pagina)
        pagina.set_viewport_size({"width": 1280, "height": 900})
