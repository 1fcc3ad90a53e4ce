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
    [
        ("ana", "casos:colas"),
        ("carmen", "regiones:lista"),
        ("dario", "inicio"),
        ("augusto", "auditoria:inicio"),
        ("adela", "cuentas:usuarios"),
    ],
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


def test_un_menu_largo_abre_lo_suyo_y_donde_estas_y_uno_corto_va_entero(todos):
    de_dario = menu_para(todos["dario"], reverse("regiones:acuerdos"))
    assert [s["titulo"] for s in de_dario if s["abierta"]] == ["El país", "Regiones"]
    assert len(de_dario) > 5
    corto = menu_para(todos["augusto"], "/")
    assert len(corto) > 1
    assert all(s["abierta"] for s in corto)
