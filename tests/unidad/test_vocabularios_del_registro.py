"""Los vocabularios del registro dicen lo mismo que la serie oficial y suben por un solo camino."""

from datetime import date

from casos.catalogo import errores_de_vocabularios
from casos.vocabulario import (
    Categoria,
    Vocabulario,
    es_dato,
    grupo_de_edad,
    no_son_dato,
    vocabulario,
    vocabularios,
)
from trata.agregados.models import ROLES_DE_LUGAR, HechoVictima
from trata.tableros.registro import NOMBRES_DE_LUGAR, REGISTRO


def test_cada_lugar_de_un_caso_se_cuenta_y_tiene_nombre():
    assert set(NOMBRES_DE_LUGAR) == {REGISTRO, *ROLES_DE_LUGAR}
    columnas = {c.name for c in HechoVictima._meta.fields}
    assert {c for c in columnas if c.startswith("departamento_")} == {
        f"departamento_{rol}" for rol in ROLES_DE_LUGAR
    }


def test_los_vocabularios_no_tienen_errores():
    assert errores_de_vocabularios() == []


def test_las_respuestas_que_no_son_dato_son_seis_y_las_mismas_en_todas_partes():
    assert no_son_dato() == {
        "no",
        "no_consta",
        "no_se_pregunto",
        "prefirio_no_responder",
        "no_aplica",
        "no_determinado",
    }
    for v in vocabularios().values():
        propias = {c.codigo for c in v.categorias if not c.es_dato}
        assert propias <= no_son_dato()


def test_cada_categoria_fina_sube_a_una_publicada():
    for v in vocabularios().values():
        if not v.publicado:
            continue
        publicadas = {c.codigo for c in v.categorias if c.item}
        for c in v.categorias:
            assert v.sube(c.codigo) in publicadas | {""}


def test_un_empleador_cuenta_como_otro_y_no_consta_no_cuenta():
    vinculo = vocabulario("vinculo")
    assert vinculo.sube("empleador") == "otro"
    assert vinculo.sube("conyuge") == "conyuge"
    assert vinculo.sube("no_consta") == ""
    assert "empleador" in vinculo.que_suben_a("otro")


def test_la_correspondencia_respeta_su_vigencia():
    fina = Categoria("x", "X", sube_a="otro", desde=date(2020, 1, 1), hasta=date(2021, 12, 31))
    v = Vocabulario("v", "V", (fina,), por_codigo={"x": fina})
    assert v.sube("x", date(2020, 5, 1)) == "otro"
    assert v.sube("x", date(2019, 5, 1)) == ""
    assert v.sube("x", date(2022, 1, 1)) == ""
    assert v.opciones() == []


def test_los_grupos_de_edad_no_dejan_huecos():
    assert [grupo_de_edad(a) for a in (0, 5, 6, 11, 12, 17, 18, 29, 30, 59, 60, 120)] == [
        "0-5",
        "0-5",
        "6-11",
        "6-11",
        "12-17",
        "12-17",
        "18-29",
        "18-29",
        "30-59",
        "30-59",
        "60-mas",
        "60-mas",
    ]
    assert grupo_de_edad(None) == ""
    assert grupo_de_edad(-1) == ""


def test_es_dato_distingue_lo_vacio_de_lo_respondido():
    assert es_dato("mujer")
    assert not es_dato("")
    assert not es_dato(None)
    assert not es_dato("no_consta")
