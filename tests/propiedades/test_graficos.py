"""Propiedades de los gráficos: cualquier dato da un dibujo válido, proporcional y completo."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.referencia.lector_svg import SVG, defectos, formas, leer
from trata.graficos import (
    Actividad,
    Avance,
    Banda,
    Barra,
    Celda,
    Elemento,
    Estado,
    Fila,
    Hito,
    Nodo,
    Punto,
    Region,
    Serie,
    Tramo,
    agrupadas,
    apiladas,
    arbol,
    avances,
    barras,
    chispa,
    clasificar,
    cobertura,
    embudo,
    gantt,
    gofre,
    linea_de_tiempo,
    lineas,
    mapa_departamentos,
    matriz,
    mosaico,
    piramide,
)
from trata.graficos.escalas import marcas
from trata.graficos.proporcion import repartir

TEXTOS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "",
            '<script>alert("x")</script> & «Ñandú»',
            "👩‍👧 niñas",
            "ضحايا الاتجار",
            "\x00\x08\ud800",
        ]
    ),
)
VALORES = st.one_of(
    st.none(),
    st.just(0),
    st.integers(0, 10**9),
    st.floats(0, 10**9),
    st.sampled_from([float("nan"), float("inf"), 10**18, Fraction(1, 3)]),
)
ESTADOS = st.sampled_from(list(Estado))
ANCHOS = st.sampled_from([320, 600, 960])
BARRA = st.builds(Barra, TEXTOS, VALORES, VALORES, TEXTOS, ESTADOS, st.booleans(), st.booleans())
BARRAS = st.lists(BARRA, max_size=7)
PUNTO = st.builds(Punto, st.sampled_from([str(a) for a in range(2010, 2026)]), VALORES,
                  st.just("?a=1"), ESTADOS)  # fmt: skip
SERIES = st.lists(st.builds(Serie, TEXTOS, st.lists(PUNTO, max_size=9).map(tuple)), max_size=4)
REGIONES = st.lists(
    st.builds(Region, st.sampled_from(["01", "07", "15", "25", "99"]), VALORES, TEXTOS,
              st.just("/x"), ESTADOS, VALORES, VALORES),
    max_size=6,
)  # fmt: skip
DIAS = st.dates(date(2018, 1, 1), date(2026, 12, 31))
ACTIVIDADES = st.lists(
    st.builds(
        lambda n, d, largo, a: Actividad(n, d, d + timedelta(days=largo), a),
        TEXTOS, DIAS, st.integers(0, 900), VALORES,
    ),
    max_size=6,
)  # fmt: skip
HITOS = st.lists(st.builds(Hito, TEXTOS, st.none() | DIAS, TEXTOS, TEXTOS, TEXTOS), max_size=6)
NODOS = st.recursive(
    st.builds(Nodo, TEXTOS, TEXTOS),
    lambda h: st.builds(Nodo, TEXTOS, TEXTOS, TEXTOS, st.lists(h, max_size=3).map(tuple)),
    max_leaves=8,
)
CELDAS = st.integers(1, 5).flatmap(
    lambda n: st.lists(
        st.lists(st.builds(Celda, VALORES, TEXTOS, ESTADOS), min_size=n, max_size=n),
        min_size=1, max_size=5,
    )
)  # fmt: skip
DIBUJOS = {
    barras: BARRAS,
    agrupadas: SERIES,
    lineas: SERIES,
    apiladas: st.lists(st.builds(Fila, TEXTOS, st.lists(BARRA, max_size=4).map(tuple)), max_size=1),
    piramide: st.lists(
        st.builds(Tramo, TEXTOS, VALORES, VALORES, TEXTOS, TEXTOS, ESTADOS), max_size=8
    ),
    mapa_departamentos: REGIONES,
    mosaico: REGIONES,
    gofre: st.lists(BARRA, max_size=4),
    embudo: BARRAS,
    avances: st.lists(
        st.builds(Avance, TEXTOS, VALORES, VALORES, st.sampled_from(list(Banda)), TEXTOS),
        max_size=5,
    ),
    gantt: ACTIVIDADES,
    linea_de_tiempo: HITOS,
    arbol: NODOS,
    cobertura: st.lists(
        st.builds(Elemento, TEXTOS, st.sampled_from([True, False, None]), TEXTOS), max_size=9
    ),
}


@pytest.mark.parametrize("dibujar", DIBUJOS, ids=lambda f: f.__name__)
def test_cualquier_dato_da_un_dibujo_valido_dentro_de_su_lienzo(dibujar):
    @settings(max_examples=40, deadline=None)
    @given(datos=DIBUJOS[dibujar], titulo=TEXTOS, ancho=ANCHOS)
    def propiedad(datos, titulo, ancho):
        grafico = dibujar(datos, titulo=titulo, ancho=ancho)
        assert defectos(grafico.svg, textos=False) == []
        assert grafico.descripcion
        assert all(len(f) == len(grafico.tabla.encabezados) for f in grafico.tabla.filas)
        assert dibujar(datos, titulo=titulo, ancho=ancho).svg == grafico.svg

    propiedad()


@settings(max_examples=40, deadline=None)
@given(celdas=CELDAS, ancho=ANCHOS, texto=TEXTOS)
def test_cualquier_matriz_da_un_dibujo_valido(celdas, ancho, texto):
    filas = [f"{texto}{i}" for i in range(len(celdas))]
    columnas = [f"C{i}" for i in range(len(celdas[0]))]
    grafico = matriz(filas, columnas, celdas, titulo=texto, ancho=ancho)
    assert defectos(grafico.svg, textos=False) == []
    assert len(grafico.tabla.filas) == len(celdas)


@settings(max_examples=40, deadline=None)
@given(st.lists(VALORES, max_size=12))
def test_cualquier_chispa_da_un_dibujo_valido(valores):
    assert defectos(chispa(valores, titulo="Evolución").svg) == []


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=8), ANCHOS)
def test_el_largo_de_cada_barra_es_proporcional_a_su_valor(valores, ancho):
    datos = [Barra(f"Fila {i}", v) for i, v in enumerate(valores)]
    raiz = leer(barras(datos, titulo="t", ordenar=False, ancho=ancho).svg)
    largos = [float(r.get("width")) for r in formas(raiz, "rect") if r.get("class") == "g-f-a"]
    assert len(largos) == len(valores)
    mayor = max(valores)
    for largo, valor in zip(largos, valores, strict=True):
        assert largo == pytest.approx(max(largos) * valor / mayor if mayor else 0, abs=0.02)


@given(st.lists(st.integers(0, 10**6), max_size=8))
def test_la_tabla_conserva_todos_los_valores_y_su_suma(valores):
    datos = [Barra(f"Fila {i}", v, sum(valores)) for i, v in enumerate(valores)]
    tabla = barras(datos, titulo="t").tabla
    assert sum(fila[1] for fila in tabla.valores()) == sum(valores)
    assert sorted(fila[0] for fila in tabla.valores()) == sorted(d.etiqueta for d in datos)


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=4))
def test_las_partes_apiladas_llenan_la_barra(valores):
    fila = Fila("x", tuple(Barra(f"P{i}", v) for i, v in enumerate(valores)))
    raiz = leer(apiladas([fila], titulo="t").svg)
    largos = [float(r.get("width")) for r in formas(raiz, "rect") if r.get("height") == "34"]
    assert sum(largos) == pytest.approx(600, abs=0.05)


@given(st.lists(st.floats(0, 10**9), max_size=8), st.integers(1, 200))
def test_el_reparto_suma_siempre_el_total(valores, unidades):
    partes = repartir(valores, unidades)
    assert sum(partes) == (unidades if sum(valores) > 0 else 0)
    assert all(p >= 0 for p in partes)


@given(st.floats(1e-6, 1e12))
def test_las_marcas_del_eje_cubren_el_maximo_desde_cero(maximo):
    eje = marcas(maximo)
    assert eje[0] == 0
    assert eje[-1] >= maximo * (1 - 1e-9)
    assert 2 <= len(eje) <= 7


@given(st.lists(st.integers(0, 500), min_size=1, max_size=60), st.randoms())
def test_las_clases_de_un_mapa_parten_los_valores_sin_solaparse(valores, azar):
    clases = clasificar(valores)
    assert 1 <= len(clases.limites) <= 5
    assert all(a <= b for a, b in clases.limites)
    assert all(x[1] < y[0] for x, y in zip(clases.limites, clases.limites[1:], strict=False))
    for v in valores:
        a, b = clases.limites[clases.indice(v)]
        assert a <= v <= b
    if 0 in valores:
        assert clases.limites[0] == (0, 0)
    azar.shuffle(valores)
    assert clasificar(valores) == clases


def _dispersion(grupos) -> Fraction:
    total = Fraction(0)
    for g in grupos:
        media = Fraction(sum(g), len(g))
        total += sum((x - media) ** 2 for x in g)
    return total


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 60), min_size=1, max_size=9))
def test_las_rupturas_son_las_de_menor_dispersion_posible(valores):
    """Oráculo: se prueban todas las particiones en intervalos."""
    distintos = sorted(set(valores))
    clases = clasificar(valores)
    k = len(clases.limites)
    assert k == min(5, len(distintos))
    elegida = [[v for v in valores if a <= v <= b] for a, b in clases.limites]
    mejor = min(
        _dispersion(
            [v for v in valores if distintos[i] <= v < (distintos + [10**9])[j]]
            for i, j in zip((0, *cortes), (*cortes, len(distintos)), strict=True)
        )
        for cortes in combinations(range(1, len(distintos)), k - 1)
    )
    assert _dispersion(elegida) == mejor


@pytest.mark.parametrize("ancho", [320, 600])
def test_lo_reservado_no_se_puede_leer_ni_en_el_dibujo_ni_en_la_tabla(ancho):
    secreto = 73317
    r = Estado.RESERVADO
    partes = (Barra("a", secreto, estado=r), Barra("b", 2))
    puntos = (Punto("1", 4), Punto("2", secreto, estado=r))
    graficos = [
        barras([Barra("a", secreto, 99999, estado=r), Barra("b", 5)], titulo="t", ancho=ancho),
        lineas(
            [Serie("", (Punto("1", 4), Punto("2", secreto, estado=r)))], titulo="t", ancho=ancho
        ),
        agrupadas([Serie("s", puntos)], titulo="t", ancho=ancho),
        apiladas(
            [Fila("f", (Barra("a", secreto, estado=r), Barra("b", 2)))], titulo="t", ancho=ancho
        ),
        piramide([Tramo("0 a 5", secreto, secreto, estado=r)], titulo="t", ancho=ancho),
        mapa_departamentos(
            [Region("15", secreto, estado=r, numerador=secreto)], titulo="t", ancho=ancho
        ),
        mosaico([Region("15", secreto, estado=r)], titulo="t", ancho=ancho),
        matriz(["a"], ["b"], [[Celda(secreto, estado=r)]], titulo="t", ancho=ancho),
        gofre(partes, titulo="t", ancho=ancho),
        embudo(partes, titulo="t", ancho=ancho),
    ]
    for grafico in graficos:
        for texto in (grafico.svg, grafico.descripcion, str(grafico.tabla)):
            assert "73317" not in texto
            assert "73 317" not in texto.replace("\u00a0", " ")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", " /x"])
def test_una_direccion_peligrosa_no_se_vuelve_enlace(url):
    raiz = leer(barras([Barra("a", 1, url=url)], titulo="t").svg)
    assert list(raiz.iter(f"{SVG}a")) == []


def test_con_enlaces_cada_uno_tiene_nombre_y_el_dibujo_es_un_grupo():
    raiz = leer(barras([Barra("Mujer", 426, 535, "?sexo=m")], titulo="t").svg)
    enlace = next(raiz.iter(f"{SVG}a"))
    assert enlace.get("aria-label") == "Mujer: 426 (79,6\u00a0%)"
    assert raiz.get("role") == "group"
