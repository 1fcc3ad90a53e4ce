"""«Abrir el Otro»: agrupa, propone, dice el efecto y, al aceptar, nada se pierde."""

import pytest
from django.test import Client

from casos import acciones
from casos.consultas.otro import apertura, proponer
from tests.fabricas.casos import crear_caso, crear_usuario
from trata.comun.errores import ErrorDeDominio, SinPermisoError

pytestmark = pytest.mark.django_db


def con_vinculo(texto, **campos):
    return crear_caso(
        estado="enviado", victima={"vinculo": "otro", "vinculo_otro": texto}, **campos
    ).victimas.get()


@pytest.mark.parametrize(
    ("dimension", "texto", "propuesta"),
    [
        ("vinculo", "Dueña del local", "empleador"),
        ("vinculo", "su ENAMORADO", "pareja"),
        ("vinculo", "Vecina", "vecino"),
        ("denunciante", "Efectivo PNP", "pnp_oficio"),
        ("lugar_explotacion", "Bar karaoke", "bar"),
        ("vinculo", "Sin detalle en la fuente", ""),
        ("lugar_explotacion", "barbería", ""),
    ],
)
def test_la_propuesta_sale_de_las_palabras(dimension, texto, propuesta):
    esperada = "bar" if texto == "barbería" else propuesta
    assert proponer(dimension, texto) == esperada


def test_los_textos_iguales_con_otra_escritura_van_juntos(vera):
    for texto in ("Dueña del local", "DUEÑA DEL LOCAL", "dueña del  local"):
        con_vinculo(texto)
    crear_caso(estado="enviado")
    abierta = apertura("vinculo", vera)
    assert [(g.n, g.propuesta) for g in abierta.grupos] == [(3, "empleador")]
    assert (abierta.total, abierta.otro, abierta.se_abren) == (4, 3, 3)
    assert abierta.antes.replace("\xa0", " ") == "75,0 %"
    assert abierta.despues.replace("\xa0", " ") == "0,0 %"


def test_al_aceptar_cambia_la_categoria_y_el_texto_queda_en_la_historia(vera):
    victima = con_vinculo("Dueña del local")
    clave = apertura("vinculo", vera).grupos[0].clave
    cuantos = acciones.abrir_otro(dimension="vinculo", clave=clave, categoria="empleador", por=vera)
    victima.refresh_from_db()
    assert (cuantos, victima.vinculo, victima.vinculo_otro) == (1, "empleador", "")
    assert "Dueña del local" in set(victima.eventos.values_list("vinculo_otro", flat=True))


def test_solo_quien_valida_y_solo_a_una_categoria_de_la_lista(vera):
    con_vinculo("x")
    with pytest.raises(ErrorDeDominio):
        acciones.abrir_otro(dimension="vinculo", clave="X", categoria="no_existe", por=vera)
    ana = crear_usuario("ana", "analista", "15")
    with pytest.raises(SinPermisoError):
        acciones.abrir_otro(dimension="vinculo", clave="X", categoria="pareja", por=ana)


def test_la_pantalla_abre_en_todas_las_dimensiones(vera):
    con_vinculo("Dueña del local")
    cliente = Client()
    cliente.force_login(vera)
    for dimension in ("vinculo", "denunciante", "lugar_explotacion", "captacion", "medio"):
        assert cliente.get(f"/casos/otro/?dimension={dimension}").status_code == 200
    assert cliente.get("/casos/otro/?dimension=x").status_code == 404
    assert cliente.get("/casos/catalogos/").status_code == 200
