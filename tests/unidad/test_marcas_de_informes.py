"""Negritas, cursivas y notas al pie de los textos que escriben las personas."""

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trata.informes.documento import Documento, Lista, Parrafo, Seccion, Titulo, a_datos, de_datos
from trata.informes.escritura import bloques_de, revisar
from trata.informes.marcas import notas_de, numerar, plano, tiene_marcas, tramos_de
from trata.informes.textos import con_textos
from trata.informes.vista_de_texto import vista_de_texto


def formas(texto: str) -> list[str]:
    """Cada tramo con una letra por forma: F, C, N o nada."""
    return [
        "".join(letra for letra, es in zip("FCN", (t.fuerte, t.cursiva, t.nota), strict=True) if es)
        + f":{t.texto}"
        for t in tramos_de(texto)
    ]


@pytest.mark.parametrize(
    ("texto", "esperado"),
    [
        ("a **b** c", [":a ", "F:b", ": c"]),
        ("*b*", ["C:b"]),
        ("***x***", ["FC:x"]),
        ("**b *c* d**", ["F:b ", "FC:c", "F: d"]),
        ("dice[nota: Oficio 12] más", [":dice", "N:1", ": más"]),
        ("a [nota: x][nota: y]", [":a", "N:1", "N:2"]),
        ("2025* y 3*4*5 * no", [":2025* y 3*4*5 * no"]),
        ("**sin cerrar", [":**sin cerrar"]),
        ("[nota: sin cerrar", [":[nota: sin cerrar"]),
        ("** espacios **", [":** espacios **"]),
    ],
)
def test_cada_marca_da_su_tramo_y_lo_que_no_cierra_queda_como_esta(texto, esperado):
    assert formas(texto) == esperado
    assert tiene_marcas(texto) == any(not f.startswith(":") for f in esperado)


def test_sin_marcas_la_nota_se_lee_entre_parentesis():
    assert plano("**Son** 5 [nota: Oficio *12*]") == "Son 5 (Oficio 12)"


@given(st.text(alphabet="ab *[]nota: <\u00a0", max_size=80))
def test_los_tramos_no_pierden_ni_inventan_letras(texto):
    leido = "".join(t.nota or t.texto for t in tramos_de(texto))
    assert [c for c in leido if c in "b<"] == [c for c in texto if c in "b<"]


@given(st.text(alphabet="<>&*[]nota: ab{}", max_size=100))
def test_una_marca_no_abre_la_puerta_a_una_etiqueta(texto):
    html = vista_de_texto(texto, {})
    for propia in ("p", "h3", "ul", "ol", "li", "mark", "strong", "em", "sup"):
        html = html.replace(f"</{propia}>", "").replace(f"<{propia}>", "")
    html = html.replace('<ol class="notas-al-pie">', "").replace('<mark class="campo-malo">', "")
    assert "<" not in html


def test_las_notas_se_numeran_de_corrido_en_todo_el_documento():
    documento = Documento("T", "", "", (Seccion("a", "A", ()), Seccion("b", "B", ())))
    textos = {"a": "uno[nota: x] y [nota: y]", "b": "- **dos**[nota: z]\n- tres\n## *Título*"}
    a, b = con_textos(documento, textos).secciones
    assert notas_de(a.bloques[0].texto) == [("1", "x"), ("2", "y")]
    assert b.bloques == (Lista(("**dos**[nota 3: z]", "tres"), True), Titulo("Título"))


def test_numerar_dos_veces_no_cambia_los_numeros():
    una = numerar("a[nota: x] b[nota: y]", count(1))
    assert numerar(una, count(1)) == una


def test_lo_que_no_lleva_marcas_se_congela_como_antes_y_lo_marcado_vuelve_igual():
    bloques = (*bloques_de("llano\n**fuerte**\n- a\n- *b*"),)
    documento = Documento("T", "", "", (Seccion("a", "A", bloques),))
    datos = a_datos(documento)
    llano, marcado = datos["secciones"][0]["bloques"][:2]
    assert llano == {"texto": "llano", "tipo": "parrafo"}
    assert marcado["marcado"] is True
    assert de_datos(datos) == documento
    assert bloques[0] == Parrafo("llano")


def test_una_marca_sin_cerrar_avisa_sin_impedir_guardar():
    avisos = [r for r in revisar("bien **así**\n**mal\n[nota: mal", {}) if r.es_aviso]
    assert [(r.linea, r.codigo) for r in avisos] == [(2, "marca_suelta"), (3, "marca_suelta")]
    assert [r.codigo for r in revisar("**a[nota: x]**", {})] == ["marca_suelta"]


def test_la_vista_previa_da_forma_y_lista_las_notas():
    html = vista_de_texto("**a** *b*[nota: {{ x }}]", {"x": "5"})
    assert "<strong>a</strong> <em>b</em><sup>1</sup>" in html
    assert (
        '<ol class="notas-al-pie"><li><mark class="campo-vivo" title="x">5</mark></li></ol>' in html
    )
