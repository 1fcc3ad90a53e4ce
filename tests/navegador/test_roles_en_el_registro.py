"""El registro visto por cada rol: el camino entero de lo que le toca, y lo que no se le ofrece.

Un caso pasa por todas las manos en un solo recorrido: la analista lo corrige y lo envía, el enlace
agrega lo de su institución, quien valida lo observa y da conformidad, la dirección lo asigna y lo
anula. Que los demás roles no llegan a ningún caso se prueba, sin navegador, en
`tests/integracion/casos/test_quien_puede_que.py`.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from casos.models import Asignacion, Atencion, Caso, VictimaEstado
from casos.reglas.completo import LISTA_DE_CONFORMIDAD
from tests.fabricas.casos import crear_caso
from trata.cuentas.demostracion import PERSONAJES, crear_personaje
from trata.cuentas.models import Usuario

pytestmark = pytest.mark.django_db(transaction=True)
LEE = {"Archivos", "Enlaces", "Fuentes", "Relacionados"}
POR_NOMBRE = {p.username: p for p in PERSONAJES}


def personaje(nombre: str) -> Usuario:
    crear_personaje(POR_NOMBRE[nombre])
    return Usuario.objects.get(username=nombre)


def acciones_de(pagina: Page) -> set[str]:
    """Lo que el encabezado del caso ofrece a quien mira."""
    textos = pagina.locator(".encabezado__acciones a").all_inner_texts()
    return {t.strip() for t in textos}


def abrir(pagina: Page, caso: Caso) -> str:
    """Abre el caso diciendo para qué, si no lo lleva."""
    base = f"/casos/{caso.uuid}/"
    pagina.goto(base)
    pagina.get_by_role("link", name="Abrir el caso").click()
    pagina.get_by_label("¿Para qué lo necesitas?").fill("Coordinar la atención de esta semana")
    pagina.get_by_role("button", name="Abrir el caso").click()
    expect(pagina.get_by_text("Quedó anotado")).to_be_visible()
    return base


def la_analista_envia(pagina: Page, caso: Caso) -> None:
    """Su borrador está completo."""
    pagina.goto("/casos/colas/")
    pagina.get_by_role("link", name=caso.codigo).click()
    assert acciones_de(pagina) == LEE | {
        *("Seguir escribiendo", "Identidades", "Imprimir", "Anular")
    }
    pagina.get_by_role("link", name="Seguir escribiendo").click()
    pagina.get_by_role("link", name="Revisar y enviar").click()
    pagina.get_by_role("button", name="Enviar a validación").click()
    expect(pagina.get_by_text("Enviaste el caso")).to_be_visible()
    assert "Anular" not in acciones_de(pagina)


def el_enlace_agrega_lo_suyo(pagina: Page, caso: Caso, mateo: Usuario) -> None:
    """El paso de la víctima y una atención, y nada más."""
    base = f"/casos/{caso.uuid}/"
    abrir(pagina, caso)
    assert acciones_de(pagina) == LEE | {"Agregar atención", "Identidades"}
    pagina.goto(f"{base}seccion/victimas/")
    assert pagina.get_by_role("link", name="Agregar víctima").count() == 0
    pagina.get_by_role("link", name="Agregar paso").click()
    pagina.get_by_label("Víctima").select_option(index=1)
    pagina.get_by_label("Estado", exact=True).select_option("identificada")
    pagina.locator("[name=fecha_dia]").fill("20/04/2026")
    pagina.get_by_label("Quién lo determinó").select_option("fiscalia")
    pagina.get_by_label("Documento o indicios").fill("Disposición fiscal n.º 3")
    pagina.get_by_role("button", name="Guardar", exact=True).click()
    expect(pagina).to_have_url(re.compile("seccion/victimas/$"))
    assert VictimaEstado.objects.get().estado == "identificada"
    pagina.goto(f"{base}seccion/atencion/")
    pagina.get_by_role("link", name="Agregar atención").click()
    pagina.get_by_label("Tipo de atención").select_option("legal")
    pagina.get_by_label("Entidad").select_option("mp")
    pagina.get_by_role("button", name="Guardar", exact=True).click()
    expect(pagina).to_have_url(re.compile("seccion/atencion/$"))
    assert Atencion.objects.get().registrado_por == mateo


def quien_valida_observa(pagina: Page, caso: Caso) -> None:
    """Devuelve el caso con una observación en un campo."""
    pagina.goto("/casos/colas/")
    pagina.get_by_role("link", name=caso.codigo).click()
    assert acciones_de(pagina) >= {"Validar", "Asignar"}
    assert not acciones_de(pagina) & {"Seguir escribiendo", "Anular", "Agregar atención"}
    pagina.get_by_role("link", name="Validar").click()
    pagina.get_by_label("Observación 1: en qué").select_option("denuncia||canal")
    pagina.get_by_label("Qué corregir").first.fill("Precisa por dónde llegó")
    pagina.get_by_role("button", name="Devolver con observaciones").click()
    expect(pagina.get_by_text("Devolviste el caso")).to_be_visible()


def la_analista_corrige(pagina: Page, caso: Caso) -> None:
    """Atiende la observación y vuelve a enviar."""
    pagina.goto("/casos/colas/?cola=observados")
    pagina.get_by_role("link", name=caso.codigo).click()
    pagina.get_by_role("link", name="Seguir escribiendo").click()
    pagina.get_by_role("link", name="Denuncia y fuente").first.click()
    pagina.get_by_role("button", name="Ya lo corregí").click()
    pagina.get_by_label("Por dónde llegó").select_option("presencial")
    pagina.get_by_role("button", name="Guardar y volver al caso").click()
    pagina.get_by_role("link", name="Revisar y enviar").first.click()
    pagina.get_by_role("button", name="Enviar a validación").click()
    expect(pagina.get_by_text("Enviaste el caso")).to_be_visible()


def quien_valida_da_conformidad(pagina: Page, caso: Caso) -> None:
    """Con toda la lista comprobada."""
    pagina.goto(f"/casos/{caso.uuid}/validar/")
    for punto in LISTA_DE_CONFORMIDAD:
        pagina.locator(f"#p-{punto.codigo}").check()
    pagina.get_by_role("button", name="Dar conformidad").click()
    expect(pagina.get_by_text("quedó conforme")).to_be_visible()


def la_direccion_asigna_y_anula(pagina: Page, caso: Caso, mateo: Usuario) -> None:
    """Dice quién lo lleva y, con motivo, lo anula."""
    base = f"/casos/{caso.uuid}/"
    pagina.goto(base)
    assert acciones_de(pagina) >= {"Asignar", "Anular", "Imprimir"}
    assert "Identidades" not in acciones_de(pagina)
    pagina.get_by_role("link", name="Asignar").click()
    pagina.get_by_label("Persona", exact=True).select_option(str(mateo.pk))
    pagina.get_by_role("button", name="Asignar").click()
    expect(pagina.get_by_text("lleva el caso.")).to_be_visible()
    assert caso.asignaciones.vigentes().filter(usuario=mateo).exists()
    pagina.goto(f"{base}anular/")
    pagina.get_by_label("Motivo").fill("Repite otro caso")
    pagina.get_by_role("button", name="Anular el registro").click()
    expect(pagina.get_by_text("Registro anulado")).to_be_visible()


def test_un_caso_pasa_por_todas_las_manos(abrir_pagina, entrar):
    ana, mateo, vera, dario = (personaje(n) for n in ("ana", "mateo", "vera", "dario"))
    caso = crear_caso(registro="080101", estado="borrador", registrado_por=ana)
    Asignacion.objects.create(caso=caso, usuario=ana, es_responsable=True)
    pagina = abrir_pagina()
    for quien, tramo, datos in (
        (ana, la_analista_envia, ()),
        (mateo, el_enlace_agrega_lo_suyo, (mateo,)),
        (vera, quien_valida_observa, ()),
        (ana, la_analista_corrige, ()),
        (vera, quien_valida_da_conformidad, ()),
        (dario, la_direccion_asigna_y_anula, (mateo,)),
    ):
        entrar(pagina, quien)
        tramo(pagina, caso, *datos)
    caso.refresh_from_db()
    assert (caso.estado, caso.conforme_por, caso.anulado_por) == ("anulado", vera, dario)
    assert caso.victimas.count() == 1
