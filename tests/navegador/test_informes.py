"""El camino de un informe en el navegador, como lo recorre la Secretaría."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from trata.informes.models import Informe, VersionPublicada
from trata.trabajos.encargos import ejecutar
from trata.trabajos.models import Trabajo

pytestmark = pytest.mark.django_db(transaction=True)


def abierta(abrir_pagina, entrar, rol: str, **datos):
    """Una página de escritorio con la sesión de ese rol."""
    pagina = abrir_pagina(ancho=1280)
    for esperada in ("422", "409", "Service Worker"):
        pagina.quejas.perdonar(esperada)
    return pagina, entrar(pagina, rol, **datos)


@pytest.fixture(autouse=True)
def archivos_aparte(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "archivos"


def publicar(vera, dario, url: str) -> None:
    """De borrador a publicado: una persona envía y otra aprueba y publica."""
    vera.goto(url)
    vera.get_by_role("button", name="Enviar a revisión").click()
    dario.goto(url)
    dario.get_by_role("button", name="Aprobar").click()
    dario.get_by_role("button", name="Publicar y congelar").click()
    dario.get_by_text("Publicado como").first.wait_for()
    for trabajo in Trabajo.objects.filter(tipo="informes.archivar", estado="en_cola"):
        assert ejecutar(trabajo.pk)


def empezar_boletin(vera) -> str:
    """Empieza el boletín de 2021 y devuelve su dirección."""
    vera.goto("/informes/")
    vera.get_by_role("link", name="Boletín estadístico").click()
    vera.get_by_label("Año").fill("2021")
    vera.get_by_role("button", name="Empezar").click()
    vera.get_by_role("heading", level=1, name="Boletín estadístico").wait_for()
    return vera.url


def repartir(dario, url: str, persona) -> None:
    """Darío le da la sección a Vera."""
    dario.goto(url)
    dario.locator('a[href$="/asignar/cifras/"]').click()
    dario.get_by_label("Quién la redacta").select_option(str(persona.pk))
    dario.get_by_label("Para cuándo").fill(str(timezone.localdate() + timedelta(days=3)))
    dario.get_by_role("button", name="Asignar").click()
    dario.get_by_text("Sección asignada.").first.wait_for()


def redactar(vera, sin_faltas_graves) -> None:
    """La cifra se elige de la lista; a mano se rechaza y nada se pierde."""
    vera.goto("/informes/mis-secciones/")
    vera.locator('main a[href$="/texto/cifras/"]').click()
    vera.wait_for_load_state()
    area = vera.get_by_label("Texto de la sección")
    area.fill("Son mujeres el 79,6 % ")
    vera.get_by_text("Línea 1: escribiste 79,6 % a mano").wait_for()
    vera.get_by_role("button", name="Guardar texto").click()
    vera.get_by_role("heading", name="Hay un problema").wait_for()
    assert area.input_value() == "Son mujeres el 79,6 % "
    area.fill("Son mujeres el ")
    vera.get_by_label("Buscar una cifra").press_sequentially("mujeres")
    vera.locator('[data-cita="{{ pais.sexo.pct }}"]').click()
    assert area.input_value() == "Son mujeres el {{ pais.sexo.pct }}"
    vera.locator("#vista-del-texto mark", has_text="79,6").wait_for()
    sin_faltas_graves(vera)
    vera.get_by_text("Borrador guardado a las").wait_for()
    vera.get_by_role("button", name="Guardar texto").click()
    vera.get_by_text("Texto guardado.").first.wait_for()


def comentar_y_publicar(vera, dario, url: str) -> VersionPublicada:
    """Un comentario abierto impide aprobar."""
    dario.goto(url)
    dario.locator('a[href$="/comentar/cifras/"]').click()
    dario.get_by_label("Comentario").fill("¿Y la fuente?")
    dario.get_by_role("button", name="Comentar").click()
    vera.goto("/informes/mis-secciones/")
    vera.get_by_role("button", name="Está lista").click()
    vera.goto(url)
    vera.get_by_role("button", name="Enviar a revisión").click()
    dario.goto(url)
    dario.get_by_role("button", name="Aprobar").click()
    dario.get_by_text("hay un comentario sin resolver").first.wait_for()
    dario.get_by_role("button", name="Marcar como resuelto").click()
    dario.get_by_role("button", name="Aprobar").click()
    dario.get_by_role("button", name="Publicar y congelar").click()
    dario.get_by_text("Publicado como INF-").first.wait_for()
    return VersionPublicada.objects.get()


def bajar_el_pdf(dario, version: VersionPublicada) -> Path:
    """Los archivos se preparan aparte y aparecen solos."""
    dario.get_by_role("link", name=version.folio, exact=True).click()
    dario.get_by_text("Se están preparando").wait_for()
    assert ejecutar(Trabajo.objects.get(tipo="informes.archivar").pk)
    with dario.expect_download() as bajada:
        dario.get_by_role("link", name="PDF", exact=True).click()
    return bajada.value.path()


def verificar_sin_cuenta(publico, direccion: str, copia: Path) -> None:
    """Cualquiera, desde el teléfono, con la dirección del QR."""
    publico.goto(direccion)
    publico.get_by_role("heading", name="Este informe es auténtico").wait_for()
    publico.locator("input[type=file]").set_input_files(copia)
    publico.get_by_role("button", name="Comprobar", exact=True).click()
    publico.get_by_text("Tu copia es idéntica").wait_for()


def corregir(vera, dario, url: str) -> None:
    """Otra versión del mismo número, con su motivo."""
    dario.goto(url)
    dario.get_by_role("link", name="Corregir: abrir otra versión").click()
    dario.get_by_label("Motivo").fill("Faltaba una frase")
    dario.get_by_role("button", name="Corregir un informe publicado").click()
    vera.goto(f"{url}texto/cifras/")
    vera.get_by_label("Texto de la sección").fill("Son {{ pais.sexo.pct }} y una frase más.")
    vera.get_by_role("button", name="Guardar texto").click()
    publicar(vera, dario, url)


def test_el_camino_entero_de_un_informe(
    abrir_pagina, entrar, sin_faltas_graves, sin_desborde, transactional_db
):
    vera, persona = abierta(
        abrir_pagina, entrar, "validador", username="vera", nombres="Vera", email="v@ejemplo.pe"
    )
    dario, _ = abierta(abrir_pagina, entrar, "direccion", username="dario", nombres="Darío")
    url = empezar_boletin(vera)
    sin_faltas_graves(vera)
    repartir(dario, url, persona)
    redactar(vera, sin_faltas_graves)
    primera = comentar_y_publicar(vera, dario, url)
    copia = bajar_el_pdf(dario, primera)
    sin_faltas_graves(dario)

    publico = abrir_pagina(ancho=360)
    publico.quejas.perdonar("Service Worker")
    verificar = f"/informes/verificar/{primera.clave}/"
    verificar_sin_cuenta(publico, verificar, copia)
    sin_faltas_graves(publico)
    sin_desborde(publico)

    corregir(vera, dario, url)
    publico.goto(verificar)
    publico.get_by_role("heading", name="Es auténtico, pero fue reemplazado").wait_for()
    publico.get_by_text("Faltaba una frase").wait_for()
    dario.goto(f"{url}version/1/cambios/?frente_a=2")
    dario.locator("ins", has_text="y una frase más.").wait_for()
    assert Informe.objects.get().versiones.count() == 2
