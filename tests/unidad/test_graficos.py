"""Gráficos: casos con nombre y apellido, la figura, los contornos y la imagen."""

import json
import struct
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.template.loader import render_to_string

from tests.referencia.lector_svg import SVG, defectos
from trata.graficos import (
    Avance,
    Banda,
    Barra,
    Celda,
    Elemento,
    Estado,
    Figura,
    Fila,
    Punto,
    Region,
    Serie,
    Svg,
    adaptable,
    apiladas,
    avances,
    barras,
    cobertura,
    gantt,
    gofre,
    lamina,
    lineas,
    mapa_departamentos,
    mapa_provincias,
    matriz,
)
from trata.graficos.derivar_contornos import dentro, simplificar
from trata.graficos.mapa import CONTORNOS, contornos
from trata.graficos.modelo import Actividad
from trata.graficos.mosaico import LOSETAS
from trata.graficos.muestrario import SINTETICO, muestras
from trata.graficos.png import svg_a_png
from trata.graficos.svg import limpio, partir

SEXO = [Barra("Hombre", 109, 535), Barra("Mujer", 426, 535), Barra("No consta", 0, residual=True)]


@pytest.mark.parametrize("figura", muestras(), ids=lambda f: f.grafico.titulo)
def test_la_lamina_lleva_titular_fuente_y_dibujo_sin_enlaces(figura):
    svg = lamina(figura)
    raiz = ET.fromstring(svg)
    textos = " ".join(e.text or "" for e in raiz.iter(f"{SVG}text"))
    assert figura.titular.split()[0] in textos
    assert "Fuente: Muestrario de TRATA" in textos
    assert SINTETICO[:30] in textos
    assert list(raiz.iter(f"{SVG}a")) == []
    assert len(list(raiz.iter(f"{SVG}svg"))) == 2


@pytest.mark.parametrize("figura", muestras(), ids=lambda f: f.grafico.titulo)
def test_cada_muestra_esta_bien_a_todos_los_anchos(figura):
    g = figura.grafico
    for svg in filter(None, (g.svg, g.mediano, g.compacto, g.extenso)):
        assert defectos(svg) == []
    assert g.compacto or g.ancho == 120
    assert "sintéticos" in figura.notas[0]


def test_la_descripcion_sale_de_los_mismos_datos():
    grafico = barras(SEXO, titulo="Víctimas por sexo")
    assert "Mujer: 426 (79,6\u00a0%); Hombre: 109 (20,4\u00a0%)" in grafico.descripcion
    assert grafico.descripcion in grafico.svg


def test_la_tabla_va_ordenada_con_lo_residual_al_final():
    filas = [[d.texto for d in f] for f in barras(SEXO, titulo="t").tabla.filas]
    assert [f[0] for f in filas] == ["Mujer", "Hombre", "No consta"]
    assert filas[0] == ["Mujer", "426", "79,6\u00a0%"]


def test_sin_datos_lo_dice_y_no_dibuja_ceros():
    grafico = barras([], titulo="t")
    assert grafico.vacio
    assert "No hay datos para este filtro" in grafico.svg


def test_lo_que_falta_deja_un_hueco_y_lo_provisional_va_a_trazos():
    puntos = (
        Punto("2021", 5), Punto("2022", None), Punto("2023", 7),
        Punto("2024", 9, estado=Estado.PROVISIONAL),
    )  # fmt: skip
    grafico = lineas([Serie("", puntos)], titulo="t")
    assert 'stroke-dasharray="2 5"' in grafico.svg
    assert "Sin dato" in grafico.svg
    assert "Provisional: puede cambiar" in grafico.svg
    assert [f[1] for f in grafico.tabla.valores()] == [5, "Sin dato", 7, 9]


def test_se_suman_numeros_de_distinta_clase():
    partes = (Barra("a", Decimal("0.1")), Barra("b", 0.2), Barra("c", Fraction(7, 10)))
    assert gofre(partes, titulo="t").tabla.filas[2][2].texto == "70,0\u00a0%"
    assert apiladas([Fila("f", partes)], titulo="t").tabla.valores()[0][-1] == 1


def test_mas_de_cuatro_series_no_se_aceptan():
    with pytest.raises(ValueError, match="cuatro"):
        lineas([Serie(str(i), ()) for i in range(5)], titulo="t")


def test_una_matriz_descuadrada_no_se_acepta():
    with pytest.raises(ValueError, match="celdas"):
        matriz(["a", "b"], ["c"], [[Celda(1)]], titulo="t")


def test_una_actividad_no_termina_antes_de_empezar():
    with pytest.raises(ValueError, match="antes"):
        gantt([Actividad("x", date(2021, 2, 1), date(2021, 1, 1))], titulo="t")


def test_sin_reporte_no_es_cero_y_la_situacion_se_dice_en_texto():
    grafico = avances([Avance("Meta", None, 10, Banda.SIN_REPORTE)], titulo="t")
    assert "Sin reporte" in grafico.svg
    assert [d.texto for d in grafico.tabla.filas[0]] == [
        "Meta", "Sin dato", "10", "Sin dato", "Sin reporte",
    ]  # fmt: skip


def test_la_cobertura_nombra_a_quienes_faltan():
    datos = [Elemento("Cusco", True), Elemento("Ica", False), Elemento("Puno", None)]
    assert "No tiene: Ica. Sin dato: Puno." in cobertura(datos, titulo="t").descripcion


def test_el_mapa_dibuja_las_25_aunque_lleguen_menos_y_muestra_el_callao_en_su_recuadro():
    grafico = mapa_departamentos([Region("15", 8), Region("07", 3)], titulo="t")
    assert len(grafico.tabla.filas) == 25
    assert grafico.svg.count(">Callao: 3<") == 2
    assert "Sin dato: 23." in grafico.descripcion


def test_un_codigo_desconocido_no_se_pierde():
    grafico = mapa_departamentos([Region("99", 4, "En el extranjero")], titulo="t")
    assert "En el extranjero" in [f[0].texto for f in grafico.tabla.filas]
    assert "Sin lugar en el mapa: 1." in grafico.descripcion


def test_el_mapa_de_provincias_tiene_196():
    assert len(mapa_provincias([Region("1501", 8)], titulo="t").tabla.filas) == 196


def test_los_contornos_son_25_y_196_y_pesan_menos_de_150_kb():
    datos = contornos()
    assert len(datos["departamentos"]) == 25
    assert len(datos["provincias"]) == 196
    assert {c[:2] for c in datos["provincias"]} == set(datos["departamentos"])
    assert CONTORNOS.stat().st_size < 150_000
    assert (CONTORNOS.parent / "FUENTE.md").exists()
    assert json.loads(CONTORNOS.read_text(encoding="utf-8")) == datos
    for forma in datos["provincias"].values():
        x0, y0, x1, y1 = forma["b"]
        assert 0 <= x0 < x1 <= datos["ancho"]
        assert 0 <= y0 < y1 <= datos["alto"]


def test_el_mosaico_tiene_una_loseta_por_departamento_y_ninguna_encima_de_otra():
    assert set(LOSETAS) == set(contornos()["departamentos"])
    assert len({(c, f) for _, c, f in LOSETAS.values()}) == 25


def test_simplificar_conserva_los_extremos_y_quita_lo_que_no_se_ve():
    arco = [(0.0, 0.0), (5.0, 0.01), (10.0, 0.0), (10.0, 10.0)]
    assert simplificar(arco, 1.0) == [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)]
    assert dentro(1, 1, [(0, 0), (4, 0), (4, 4), (0, 4)])
    assert not dentro(5, 1, [(0, 0), (4, 0), (4, 4), (0, 4)])


def test_el_texto_peligroso_se_escapa_una_sola_vez():
    assert limpio('<a href="x">&\x00') == "&lt;a href=&quot;x&quot;&gt;&amp;"


def test_un_texto_largo_se_parte_y_se_recorta_sin_perder_el_primero():
    assert partir("Servidumbre", 400) == ["Servidumbre"]
    lineas_ = partir("uno dos tres cuatro cinco seis siete ocho", 80, lineas=2)
    assert len(lineas_) == 2
    assert lineas_[1].endswith("…")


def test_la_figura_escapa_su_texto_y_no_el_dibujo():
    figura = Figura(
        titular="<script>x</script>", grafico=adaptable(barras, SEXO, titulo="Víctimas & sexo"),
        subtitulo="2021", fuente="PNP", notas=("Nota",), enlace="/casos/",
    )  # fmt: skip
    html = render_to_string("_componentes/figura.html", {"figura": figura})
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert html.count("<svg ") == 3
    assert "Víctimas &amp; sexo" in html
    assert "&amp;amp;" not in html
    assert " style=" not in html
    assert html.count("<tr>") == 4
    assert isinstance(figura.grafico.svg, Svg)


def test_el_png_mide_lo_que_el_dibujo_a_la_escala_pedida():
    grafico = barras(SEXO, titulo="t")
    png = svg_a_png(grafico.svg, escala=2, margen=10)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    ancho, alto = struct.unpack(">II", png[16:24])
    assert ancho == pytest.approx(2 * (600 + 20), abs=3)
    assert alto > 200


def test_lo_que_no_es_un_svg_no_se_convierte():
    with pytest.raises(ValueError, match="SVG"):
        svg_a_png("<p>hola</p>")


def test_ningun_modulo_de_graficos_importa_django():
    for archivo in Path("trata/graficos").glob("*.py"):
        texto = archivo.read_text(encoding="utf-8")
        assert "import django" not in texto
        assert "from django" not in texto


@pytest.mark.parametrize(
    ("dentro_", "queja"),
    [
        ('<rect x="590" y="0" width="40" height="5"/>', "fuera"),
        ('<rect x="nan" y="0" width="4" height="5"/>', "no finito"),
        ('<rect x="1" y="0" width="4" height="5" style="fill:red"/>', "prohibido"),
        ('<rect x="1" y="0" width="4" height="5" onclick="x()"/>', "guion"),
        ('<script xmlns="http://www.w3.org/2000/svg">x</script>', "prohibido"),
        ('<text x="1" y="20" font-size="9">x</text>', "menor de 12"),
        ('<g id="a-t"/>', "repetidos"),
        ('<a href="/x"><rect width="2" height="2"/></a>', "sin nombre"),
    ],
)
def test_el_lector_de_svg_descubre_cada_defecto(dentro_, queja):
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 100" role="img" '
        'aria-labelledby="a-t a-d"><title id="a-t">t</title><desc id="a-d">d</desc>{}</svg>'
    )
    assert defectos(svg.format("")) == []
    assert any(queja in d for d in defectos(svg.format(dentro_)))


def test_la_galeria_muestra_todas_las_figuras(client, db):
    html = client.get("/_componentes/graficos/").content.decode()
    assert html.count('<figure class="figura"') == len(muestras())
    assert " style=" not in html
