"""Cada rol abre cada página de su menú: responde, tiene un título, es accesible y cabe."""

import pytest

from trata.cuentas.roles import ROLES

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.lenta]
PERSONAS = [codigo for codigo in ROLES if codigo != "sistema"]
ENLACES = "e => e.map(a => a.getAttribute('href'))"


def test_cada_pagina_del_menu_de_cada_rol_es_accesible_y_cabe_en_un_telefono(
    abrir_pagina, entrar, sin_faltas_graves, sin_desborde
):
    vistas: set[str] = set()
    for rol in PERSONAS:
        pagina = abrir_pagina(ancho=1280)
        entrar(pagina, rol)
        pagina.goto("/cuentas/mi-cuenta/")
        enlaces = pagina.eval_on_selector_all(".lateral .menu a", ENLACES)
        assert enlaces, f"{rol} no tiene menú"
        for ruta in [e for e in enlaces if e not in vistas]:
            vistas.add(ruta)
            respuesta = pagina.goto(ruta)
            assert respuesta.status == 200, f"{rol} en {ruta}: {respuesta.status}"
            assert pagina.locator("h1").count() == 1, ruta
            assert pagina.title().endswith("· TRATA"), ruta
            assert respuesta.headers["cache-control"] == "no-store", ruta
            sin_faltas_graves(pagina)
            pagina.set_viewport_size({"width": 320, "height": 640})
            sin_desborde(pagina)
            pagina.set_viewport_size({"width": 1280, "height": 900})
        pagina.close()
    assert len(vistas) > 10
