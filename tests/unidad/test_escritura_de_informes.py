"""El texto de una sección: lo que se admite, lo que se rechaza y en qué línea."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trata.informes.documento import Lista, Parrafo, Titulo
from trata.informes.escritura import bloques_de, limpiar, revisar
from trata.informes.reglas import INFORME
from trata.informes.vista_de_texto import vista_de_texto

VALORES = {"pais.sexo.pct": "79,6\u00a0%", "pais.sexo.n": "426", "pais.sexo.base": "1\u00a0535"}


def codigos(texto: str) -> list[tuple[int, str]]:
    return [(r.linea, r.codigo) for r in revisar(texto, VALORES)]


@pytest.mark.parametrize(
    ("texto", "esperado"),
    [
        ("Son {{ pais.sexo.pct }} de {{ pais.sexo.base }}.", []),
        ("uno\ndos {{ pais.sexo.pc }}", [(2, "campo_desconocido")]),
        ("a {{ pais.sexo.pct }", [(1, "llaves_sueltas")]),
        ("a {% for x in y %}", [(1, "llaves_sueltas")]),
        ("Fueron 79,6 % mujeres", [(1, "cifra_a_mano")]),
        ("Fueron 79.6% mujeres", [(1, "cifra_a_mano")]),
        ("Fueron 79,6 por ciento mujeres", [(1, "cifra_a_mano")]),
        ("El 12,5 % del presupuesto", [(1, "porcentaje_a_mano")]),
        ("Hubo 426 víctimas", [(1, "entero_a_mano")]),
        ("Hubo 1 535 víctimas", [(1, "entero_a_mano")]),
        ("Entre 2017 y 2021, DS 009-2021-IN, Ley 28950, el 27/07/2021", []),
        ("{{ 7*7 }}", [(1, "campo_desconocido")]),
    ],
)
def test_cada_reparo_dice_su_linea(texto, esperado):
    assert codigos(texto) == esperado


def test_un_campo_parecido_se_sugiere():
    [reparo] = revisar("{{ pais.sexo.pc }}", VALORES)
    assert "¿Querías «pais.sexo.pct»?" in str(reparo)
    assert str(reparo).startswith("Línea 1: ")


def test_subtitulos_vinetas_y_parrafos():
    assert bloques_de("## Uno\n- a\n- b\n\ntexto <b>\n- c") == (
        Titulo("Uno"), Lista(("a", "b")), Parrafo("texto <b>"), Lista(("c",)),
    )  # fmt: skip


def test_los_signos_que_esconden_texto_se_quitan():
    assert limpiar("a\u202eb\u200bc\x00\r\nd  \n\n") == "abc\nd"


@given(st.text(max_size=200))
def test_limpiar_dos_veces_es_limpiar_una(texto):
    assert limpiar(limpiar(texto)) == limpiar(texto)


@given(st.text(alphabet="<>&\"'/ab={}%scriptonerx \n#-", max_size=120))
def test_nada_de_lo_escrito_se_vuelve_etiqueta(texto):
    html = vista_de_texto(texto, VALORES)
    sin_lo_nuestro = html
    for etiqueta in ("h3", "p", "ul", "li", "mark"):
        sin_lo_nuestro = sin_lo_nuestro.replace(f"</{etiqueta}>", "").replace(f"<{etiqueta}>", "")
    sin_lo_nuestro = sin_lo_nuestro.replace('<mark class="campo-malo">', "")
    assert "<" not in sin_lo_nuestro


def test_la_vista_senala_las_cifras_vivas_y_las_que_no_existen():
    html = vista_de_texto("Son {{ pais.sexo.pct }} y {{ <img> }}", VALORES)
    assert "79,6\u00a0%</mark>" in html or "79,6&nbsp;%</mark>" in html
    assert "campo-malo" in html
    assert "<img" not in html


def test_un_informe_nacional_no_lleva_region():
    datos = {"tipo": "anual", "anio": 2021, "periodo_id": 1, "espacio_id": 8}
    assert [r.codigo for r in INFORME if r.incumple(datos)] == ["region_de_mas"]
    assert not [r.codigo for r in INFORME if r.incumple(datos | {"espacio_id": None})]
