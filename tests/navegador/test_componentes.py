"""La galería, la entrada y las páginas de error en un navegador de verdad."""

import pytest

from trata.comun.vistas_galeria import HOJAS
from trata.cuentas.navegacion import Entrada, Seccion
from trata.cuentas.permisos import Permiso

PUBLICAS = [f"/_componentes/{hoja}/" for hoja in HOJAS] + [
    "/accesibilidad/",
    "/cuenta/login/",
    "/cuenta/password/reset/",
]


@pytest.fixture
def servidor(servidor_compartido):
    """Estas pruebas sólo abren sesiones: comparten servidor y base."""
    return servidor_compartido


def test_cada_pagina_publica_es_accesible_y_cabe_en_un_telefono(
    abrir_pagina, sin_faltas_graves, sin_desborde
):
    for ancho in (320, 1920):
        pagina = abrir_pagina(ancho=ancho)
        for ruta in PUBLICAS:
            assert pagina.goto(ruta).status == 200
            assert pagina.locator("h1").count() == 1
            sin_faltas_graves(pagina)
            sin_desborde(pagina)


def test_axe_si_encuentra_una_imagen_sin_texto(pagina, sin_faltas_graves):
    pagina.goto("/accesibilidad/")
    pagina.evaluate("document.querySelector('main').append(document.createElement('img'))")
    with pytest.raises(AssertionError, match="image-alt"):
        sin_faltas_graves(pagina)


def test_la_pagina_de_no_encontrado_es_accesible(pagina, sin_faltas_graves, sin_desborde):
    pagina.quejas.perdonar("404")
    assert pagina.goto("/no-existe/").status == 404
    assert pagina.locator("h1").inner_text() == "No encontramos esta página"
    sin_faltas_graves(pagina)
    sin_desborde(pagina)


def test_el_aviso_de_fuera_hace_fallar(abrir_pagina):
    pagina = abrir_pagina()
    pagina.goto("/accesibilidad/")
    pagina.evaluate("new Image().src = 'https://ejemplo.invalid/x.png'")
    pagina.wait_for_timeout(200)
    assert any("fuera" in queja or "Content Security" in queja for queja in pagina.quejas)
    pagina.quejas.clear()


def test_esc_esc_oculta_la_pantalla_y_un_boton_la_devuelve(pagina, entrar):
    entrar(pagina, "analista")
    pagina.goto("/_componentes/registro/")
    pagina.keyboard.press("Escape")
    assert not pagina.locator(".telon").is_visible()
    telon = pagina.locator(".telon")
    for _ in range(5):  # dos pulsaciones seguidas; una máquina lenta puede separarlas
        pagina.keyboard.press("Escape")
        if telon.is_visible():
            break
    assert telon.is_visible()
    assert "blur" in pagina.locator(".cuerpo").evaluate("e => getComputedStyle(e).filter")
    pagina.get_by_role("button", name="Mostrar pantalla").press("Enter")
    assert pagina.locator(".telon").count() == 0


def test_la_sesion_por_vencer_avisa_y_se_puede_seguir(pagina, entrar):
    entrar(pagina, "analista")
    pagina.clock.install()
    pagina.goto("/_componentes/registro/")
    pagina.clock.fast_forward("24:30")
    assert not pagina.get_by_role("dialog").is_visible()
    pagina.clock.fast_forward("01:00")
    dialogo = pagina.get_by_role("dialog")
    assert "5 minutos" in dialogo.inner_text()
    assert pagina.evaluate("document.activeElement.textContent").strip() == "Seguir conectado"
    with pagina.expect_response("**/sesion/seguir/") as respuesta:
        pagina.get_by_role("button", name="Seguir conectado").click()
    assert respuesta.value.status == 204
    dialogo.wait_for(state="hidden")


def test_el_texto_de_otro_solo_se_ve_al_elegirlo(abrir_pagina):
    pagina = abrir_pagina()
    pagina.goto("/_componentes/formularios/")
    oculto = pagina.locator("[data-campo='nuevo-otra_fuente']")
    assert not oculto.is_visible()
    pagina.locator("#id_nuevo-fuente").get_by_label("Otro").check()
    assert oculto.is_visible()
    sin_js = abrir_pagina(con_js=False)
    sin_js.goto("/_componentes/formularios/")
    assert sin_js.locator("[data-campo='nuevo-otra_fuente']").is_visible()


def test_el_resumen_de_errores_recibe_el_foco_y_lleva_al_campo(pagina):
    pagina.goto("/_componentes/formularios/")
    assert pagina.evaluate("document.activeElement.className") == "resumen-errores"
    pagina.get_by_role("link", name="Escribe un correo completo").click()
    assert pagina.evaluate("document.activeElement.id") == "id_correo"


def test_sin_conexion_se_ve_una_pagina_en_espanol(abrir_pagina):
    pagina = abrir_pagina(con_trabajador=True)
    pagina.quejas.perdonar("ERR_INTERNET_DISCONNECTED")
    pagina.goto("/accesibilidad/")
    pagina.evaluate("navigator.serviceWorker.ready.then(() => true)")
    pagina.reload()
    pagina.context.unroute_all()
    pagina.context.set_offline(True)
    pagina.goto("/casos/")
    assert pagina.locator("h1").inner_text() == "No hay conexión"
    assert pagina.locator(".cabecera").evaluate("e => getComputedStyle(e).position") == "sticky"
    pagina.context.set_offline(False)
    pagina.goto("/accesibilidad/")
    assert pagina.locator("h1").inner_text() == "Declaración de accesibilidad"


def test_al_vencer_la_sesion_lo_escrito_viaja_y_la_pantalla_no_queda_a_la_vista(pagina, entrar):
    entrar(pagina, "analista")
    pagina.clock.install()
    pagina.goto("/_componentes/registro/")
    pagina.evaluate(
        """() => {
          const f = document.createElement("form");
          f.method = "post"; f.action = "/casos/nuevo/"; f.dataset.cuidaCambios = "";
          f.innerHTML = '<input name="hechos">';
          document.querySelector("main").append(f);
        }"""
    )
    pagina.locator("[name=hechos]").fill("lo que estaba escribiendo")
    pagina.quejas.perdonar("403")
    with pagina.expect_request(lambda p: p.method == "POST") as pedido:
        pagina.clock.run_for("31:00")
    assert "lo+que+estaba+escribiendo" in pedido.value.post_data


def test_el_menu_del_telefono_funciona_sin_javascript(abrir_pagina, entrar, monkeypatch):
    entradas = (Entrada("Componentes", "galeria", Permiso.TABLERO_VER, "/_componentes/"),)
    monkeypatch.setattr("trata.cuentas.navegacion.MENU", (Seccion("El país", entradas),))
    pagina = abrir_pagina(ancho=360, con_js=False)
    entrar(pagina, "validador")
    pagina.goto("/_componentes/datos/")
    menu = pagina.get_by_role("navigation", name="Menú")
    assert not menu.is_visible()
    pagina.locator(".cajon > summary").click()
    assert menu.is_visible()


def test_con_teclado_el_primer_paso_salta_al_contenido(pagina):
    pagina.goto("/cuenta/login/")
    pagina.keyboard.press("Tab")
    assert pagina.evaluate("document.activeElement.textContent") == "Saltar al contenido"
    pagina.keyboard.press("Enter")
    assert pagina.evaluate("document.activeElement.id") == "contenido"


def test_se_entra_con_usuario_y_contrasena(pagina):
    pagina.goto("/cuenta/login/")
    pagina.get_by_label("Usuario").fill("nadie")
    pagina.get_by_label("Contraseña").fill("no-es")
    pagina.get_by_role("main").get_by_role("button", name="Iniciar sesión").click()
    assert "Error" in pagina.title()
    assert pagina.locator(".resumen-errores").is_visible()
    assert pagina.get_by_label("Usuario").input_value() == "nadie"
