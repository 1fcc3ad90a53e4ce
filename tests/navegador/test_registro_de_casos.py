"""El registro en un navegador: el camino entero sólo con teclado, y cuánto cuesta.

La medida: un caso con una víctima, desde «Registrar caso» hasta enviado, contando cada tecla, a 40
palabras por minuto (200 teclas por minuto). Menos de tres minutos son 600 teclas.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from casos.models import Caso
from casos.reglas.completo import LISTA_DE_CONFORMIDAD
from tests.fabricas.casos import crear_caso

pytestmark = pytest.mark.django_db(transaction=True)
TECLAS_POR_MINUTO = 200


class Teclado:
    """Escribe con el teclado y cuenta cada tecla, como una persona."""

    def __init__(self, pagina: Page) -> None:
        self.pagina = pagina
        self.teclas = 0

    def tecla(self, nombre: str, veces: int = 1) -> None:
        for _ in range(veces):
            self.pagina.keyboard.press(nombre)
            self.teclas += 1

    def escribir(self, texto: str) -> None:
        self.pagina.keyboard.type(texto)
        self.teclas += len(texto)

    def ir_a(self, selector: str, maximo: int = 60) -> None:
        """Tabula hasta el control, contando cada tabulación."""
        for _ in range(maximo):
            if self.pagina.evaluate("s => document.activeElement.matches(s)", selector):
                return
            self.tecla("Tab")
        raise AssertionError(f"no se llega a {selector} con el tabulador")

    def elegir(self, selector: str, texto: str) -> None:
        """En una lista, se escribe el comienzo de la opción."""
        self.ir_a(selector)
        self.escribir(texto)

    def marcar(self, selector: str, pasos: int = 0) -> None:
        """En un grupo de radios: espacio, y flechas hasta la opción."""
        self.ir_a(selector)
        self.tecla("Space")
        self.tecla("ArrowDown", pasos)

    def fecha(self, nombre: str, *partes: str) -> None:
        """Día, mes y año, con tabulador entre ellos."""
        self.ir_a(f"[name={nombre}_dia]")
        for i, parte in enumerate(partes):
            if i:
                self.tecla("Tab")
            self.escribir(parte)

    def aceptar(self, direccion: str) -> None:
        """Intro acepta; en la página siguiente, el cursor espera o se salta a él."""
        with self.pagina.expect_navigation(url=re.compile(direccion), wait_until="load"):
            self.tecla("Enter")
        self.saltar()

    def saltar(self) -> None:
        """«Saltar al contenido»: dos teclas, si el cursor no espera ya en el primer campo."""
        if self.pagina.evaluate("document.activeElement !== document.body"):
            return
        self.ir_a(".saltar", maximo=80)
        self.tecla("Enter")
        self.pagina.wait_for_function("document.activeElement.id === 'contenido'")

    def seguir(self, selector: str, direccion: str) -> None:
        """Va a un enlace o botón y lo acepta."""
        self.ir_a(selector)
        self.aceptar(direccion)


def abrir_y_denunciar(t: Teclado) -> None:
    """Buscar, abrir el caso y llenar la denuncia."""
    t.pagina.goto("/casos/nuevo/")
    t.saltar()
    t.fecha("fecha", "10", "3", "2026")
    t.elegir("[name=ubigeo_provincia]", "Cusco")
    expect(t.pagina.locator("[name=ubigeo_distrito] option")).not_to_have_count(1)
    t.elegir("[name=ubigeo_distrito]", "Wanchaq")
    t.ir_a("main form[method=get] button")
    with t.pagina.expect_navigation(url=re.compile(r"nuevo/\?"), wait_until="load"):
        t.tecla("Enter")  # el navegador salta solo a los resultados
    t.seguir("form[action$='registrar/'] button", "seccion/denuncia")
    t.marcar("[name=materia]")
    t.marcar("[name=origen]")
    t.elegir("[name=fuente]", "Poli")
    t.elegir("[name=denunciante]", "Madre")
    t.seguir("[value=continuar]", "seccion/hechos")
    t.seguir("[value=continuar]", "seccion/operativo")
    t.seguir("main .botones a.boton", "seccion/victimas")


def registrar_victima(t: Teclado) -> None:
    """Una víctima con sus dimensiones y su estado."""
    t.seguir("a[href$='victima/nueva/']", "victima/nueva")
    t.elegir("[name=sexo]", "Mujer")
    t.ir_a("[name=edad]")
    t.escribir("17")
    for nombre, texto in (
        ("nacionalidad", "Per"),
        ("educacion", "Secundaria,"),
        ("captacion", "Oferta"),
        ("medio", "Eng"),
        ("vinculo", "Persona"),
        ("alcance", "Nac"),
        ("finalidad", "Expl"),
        ("lugar_explotacion", "Bar"),
        ("hallazgo", "Resc"),
    ):
        t.elegir(f"[name={nombre}]", texto)
    t.seguir("[value=seccion]", "seccion/victimas")
    t.seguir("a[href$='estado/nueva/']", "estado/nueva")
    t.elegir("[name=victima]", "TRATA")
    t.elegir("[name=estado]", "Presu")
    t.fecha("fecha", "11", "3", "2026")
    t.elegir("[name=organo]", "Poli")
    t.seguir("[value=seccion]", "seccion/victimas")


def test_un_caso_con_una_victima_cabe_en_tres_minutos_de_teclado(pagina, entrar):
    entrar(pagina, "analista", prefijos=["08"])
    t = Teclado(pagina)
    abrir_y_denunciar(t)
    registrar_victima(t)
    t.seguir("main .botones a[href$='ficha/']", "ficha/")
    t.seguir("main .botones a[href$='revisar/']", "revisar/")
    expect(pagina.get_by_text("Está completo")).to_be_visible()
    t.ir_a("form[action$='enviar/'] button")
    t.aceptar(r"/casos/[0-9a-f-]+/$")
    caso = Caso.objects.get()
    assert caso.estado == "enviado"
    assert caso.lugares.get().ubigeo_id == "080108"
    minutos = t.teclas / TECLAS_POR_MINUTO
    print(f"{t.teclas} teclas: {minutos:.1f} minutos")
    assert minutos < 3


def test_lo_escrito_se_guarda_solo_y_sigue_en_otro_navegador(abrir_pagina, entrar):
    primera = abrir_pagina()
    ana = entrar(primera, "analista", prefijos=["08"])
    caso = crear_caso(registro="080101", estado="borrador")
    ruta = f"/casos/{caso.uuid}/victima/nueva/"
    primera.goto(ruta)
    primera.locator("[name=edad]").fill("16")
    expect(primera.get_by_text("Borrador guardado a las")).to_be_visible(timeout=8000)
    primera.context.close()
    segunda = abrir_pagina(ancho=360)
    entrar(segunda, ana)
    segunda.goto(ruta)
    expect(segunda.get_by_text("Recuperamos lo que escribiste")).to_be_visible()
    expect(segunda.locator("[name=edad]")).to_have_value("16")


def test_quien_valida_recorre_la_lista_y_da_conformidad(pagina, entrar):
    entrar(pagina, "validador")
    caso = crear_caso(registro="080101", estado="enviado")
    pagina.goto("/casos/colas/?cola=por-validar")
    pagina.get_by_role("link", name=caso.codigo).click()
    pagina.goto(f"/casos/{caso.uuid}/validar/")
    for punto in LISTA_DE_CONFORMIDAD:
        pagina.locator(f"#p-{punto.codigo}").check()
    pagina.get_by_role("button", name="Dar conformidad").click()
    pagina.wait_for_url("**/colas/**")
    caso.refresh_from_db()
    assert caso.estado == "conforme"


@pytest.mark.parametrize("ancho", [360, 1280])
def test_las_paginas_del_registro_son_accesibles_y_no_desbordan(
    abrir_pagina, entrar, sin_faltas_graves, sin_desborde, ancho
):
    pagina = abrir_pagina(ancho=ancho)
    entrar(pagina, "analista", prefijos=["08"])
    caso = crear_caso(registro="080101", victimas=2, estado="borrador")
    for ruta in (
        "/casos/",
        "/casos/colas/",
        "/casos/nuevo/",
        "/casos/importar/",
        f"/casos/{caso.uuid}/ficha/",
        f"/casos/{caso.uuid}/seccion/denuncia/",
        f"/casos/{caso.uuid}/seccion/victimas/",
        f"/casos/{caso.uuid}/victima/nueva/",
        f"/casos/{caso.uuid}/revisar/",
    ):
        pagina.goto(ruta)
        sin_faltas_graves(pagina)
        sin_desborde(pagina)


def test_sin_javascript_tambien_se_registra(abrir_pagina, entrar):
    pagina = abrir_pagina(con_js=False)
    entrar(pagina, "analista", prefijos=["08"])
    caso = crear_caso(registro="080101", estado="borrador", victimas=0)
    pagina.goto(f"/casos/{caso.uuid}/victima/nueva/")
    pagina.locator("[name=sexo]").select_option("mujer")
    pagina.locator("[name=edad]").fill("20")
    pagina.get_by_role("button", name="Guardar", exact=True).click()
    pagina.wait_for_url("**/seccion/victimas/")
    assert caso.victimas.get().grupo_edad == "18-29"
