"""Los tableros en un navegador: se filtra con un clic, también sin JavaScript."""

from datetime import date

import pytest

from casos.models import Caso
from tests.fabricas.casos import crear_caso
from trata.agregados.acciones import marcar, procesar_marcas

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def registro() -> None:
    """Nueve casos de 2024 en Cusco y Lima."""
    for i in range(9):
        crear_caso(
            registro=("080101", "150101", "080801")[i % 3],
            victimas=1 + i % 2,
            victima={"sexo": "mujer" if i % 3 else "hombre"},
            fecha_de_registro=date(2024, 1 + i, 5),
            estado="enviado",
        )
    marcar(objetos=Caso.objects.values_list("pk", flat=True))
    procesar_marcas()


@pytest.mark.parametrize("con_js", [True, False], ids=["con-js", "sin-js"])
def test_pulsar_una_barra_filtra_todo_y_la_ficha_lo_quita(abrir_pagina, entrar, registro, con_js):
    pagina = abrir_pagina(con_js=con_js)
    entrar(pagina, "direccion")
    pagina.goto("/tablero/?anio=2024")
    total = pagina.locator(".cifra--principal .cifra__numero").inner_text()
    pagina.locator("#figura-sexo svg a[aria-label^='Mujer']:visible").click()
    assert "sexo=mujer" in pagina.url
    filtrado = pagina.locator(".cifra--principal .cifra__numero").inner_text()
    assert int(filtrado) < int(total)
    assert f"Ver la lista: {filtrado}" in pagina.inner_text("main")
    pagina.locator(".fichas a").first.click()
    assert pagina.locator(".cifra--principal .cifra__numero").inner_text() == total


def test_de_la_figura_a_la_lista_y_al_caso_con_el_mismo_numero(pagina, entrar, registro):
    entrar(pagina, "direccion")
    pagina.goto("/tablero/?anio=2024&departamento=08")
    n = pagina.locator(".cifra--principal .cifra__numero").inner_text()
    pagina.locator("#figura-fin .figura__enlace").click()
    assert pagina.locator("main [role=status]").inner_text().startswith(n)
    assert pagina.locator("tbody tr").count() == int(n)


def test_las_paginas_fuera_del_menu_son_accesibles_y_caben(
    abrir_pagina, entrar, registro, sin_faltas_graves, sin_desborde
):
    pagina = abrir_pagina()
    entrar(pagina, "direccion")
    for ruta in (
        "/?anio=2021&departamento=08&medida=tasa",
        "/figura/fin/?anio=2021",
        "/tablero/?anio=2024&departamento=08&sexo=mujer",
        "/tablero/?anio=2024&unidad=casos",
        "/tablero/lista/?anio=2024",
        "/tablero/cruce/?anio=2024&filas=captacion&columnas=fin&mostrar=fila",
        "/tablero/comparar/?anio=2024&departamento=08&contra_departamento=15&contra_anio=2024",
        "/estadisticas/corridas/",
        "/estadisticas/serie/subir/",
    ):
        assert pagina.goto(ruta).status == 200, ruta
        sin_faltas_graves(pagina)
        pagina.set_viewport_size({"width": 320, "height": 640})
        sin_desborde(pagina)
        pagina.set_viewport_size({"width": 1280, "height": 900})


def test_la_foto_se_elige_sin_javascript(abrir_pagina, entrar):
    pagina = abrir_pagina(ancho=360, con_js=False)
    entrar(pagina, "comisionado")
    pagina.goto("/?anio=2021")
    assert "79,6\xa0%" in pagina.inner_text("main")
    pagina.select_option("#id_departamento", "08")
    pagina.click("text=Ver >> nth=0")
    assert "30 de 32" in pagina.inner_text("main")


def test_recalcular_muestra_su_avance(pagina, entrar, registro):
    entrar(pagina, "direccion")
    pagina.goto("/estadisticas/corridas/")
    pagina.click("text=Recalcular todo")
    assert pagina.locator("progress").count() == 1
    assert "Recálculo completo" in pagina.inner_text("main")
