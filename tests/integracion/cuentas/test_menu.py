"""El menú empieza por el trabajo de cada quien."""

import pytest
from django.urls import reverse

from trata.cuentas.contexto import menu_para
from trata.cuentas.navegacion import MENU
from trata.cuentas.roles import ROLES


def test_cada_rol_empieza_en_una_seccion_que_existe_y_puede_abrir(todos):
    titulos = {seccion.titulo for seccion in MENU}
    assert {rol.empieza_en for rol in ROLES.values()} <= titulos
    for nombre, persona in todos.items():
        menu = menu_para(persona, "/")
        abre_algo = persona.rol.empieza_en in {s["titulo"] for s in menu}
        assert not abre_algo or menu[0]["titulo"] == persona.rol.empieza_en, nombre


@pytest.mark.parametrize(
    ("nombre", "vista"),
    [("ana", "casos:colas"), ("carmen", "regiones:lista"), ("dario", "inicio")],
)
def test_al_entrar_cada_quien_llega_a_su_trabajo(todos, client, nombre, vista):
    client.force_login(todos[nombre], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("cuentas:entrada")).url == reverse(vista)


def test_ordenar_el_menu_no_quita_ni_agrega_entradas(todos):
    for persona in todos.values():
        vistas = {e["url"] for s in menu_para(persona, "/") for e in s["entradas"]}
        esperadas = {
            reverse(e.vista) for s in MENU for e in s.entradas if persona.tiene_permiso(e.permiso)
        }
        assert vistas == esperadas
