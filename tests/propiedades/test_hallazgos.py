"""Los hallazgos redactados por regla: qué dicen, qué callan y si sus números son los del dato."""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trata.agregados.prudencia import POCOS
from trata.comun import formato
from trata.informes.hallazgos import gestion, serie
from trata.informes.hallazgos.base import Parte
from trata.informes.reglas import campos_citados
from trata.informes.textos import con_cifras, opciones

CAUSAS = re.compile(
    r"\b(porque|debido|causa|causas|gracias|motivad|provoc|origin|ocasion|consecuencia|"
    r"resultado de|por eso|por ello|se explica|gener[oó]|impuls|logr[oó] que|influ)",
    re.IGNORECASE,
)
ANIO = 2021
conteos = st.integers(0, 5000)
series = st.dictionaries(st.integers(2015, ANIO), conteos, max_size=7)
territorios = st.dictionaries(
    st.sampled_from([f"Región {i}" for i in range(25)]), conteos, max_size=25
)


@st.composite
def partes(draw, clave="pais.x"):
    de = draw(st.integers(0, 3000))
    return Parte(clave, "son mujeres", "Perú, 2021", draw(st.integers(0, de)), de, "registros PNP")


def dichos(hallazgos) -> list[str]:
    """Las frases con sus campos puestos; falla si una cita algo que no trae."""
    frases = []
    for h in hallazgos:
        citables = opciones({c.clave: c for c in h.cifras})
        assert set(campos_citados(h.plantilla)) <= set(citables), h
        frases.append(con_cifras(h.plantilla, {c.clave: c for c in h.cifras}))
    return frases


def es_correcta(frase: str) -> None:
    """Termina en punto, no explica causas, y todo porcentaje de parte lleva su base y unidad."""
    assert frase.endswith("."), frase
    assert not CAUSAS.search(frase), frase
    assert "{{" not in frase
    assert "desconocido" not in frase
    for porcentaje in re.finditer(r"[\d,]+\u00a0%", frase):
        cola = frase[porcentaje.end() :]
        con_base = re.search(r"^[^.%]*\([\d\u00a0]+ de [\d\u00a0]+ [a-z]", cola)
        es_cambio = re.match(r"^ frente a", cola)
        assert con_base or es_cambio, frase


# --- propiedades ---------------------------------------------------------------------------------
@given(series, st.booleans())
def test_la_tendencia_dice_el_signo_de_los_datos_y_nunca_compara_lo_incompleto(valores, parcial):
    tramo = {ANIO: "enero a setiembre"} if parcial else {}
    [frase] = dichos(serie.tendencia(serie.Serie("pais", "Perú", valores, tramo), ANIO))
    es_correcta(frase)
    n, previo = valores.get(ANIO), valores.get(ANIO - 1)
    dice_algo = re.search(r"aumento de|disminución de| más que | menos que ", frase) is not None
    if n is None:
        assert "no trae ninguna fila" in frase
        assert "0" not in frase.replace("2021", "")
    elif parcial or previo is None or n == previo:
        assert not dice_algo
    else:
        sube = "aumento de" in frase or " más que " in frase
        assert dice_algo
        assert sube == (n > previo)
        if min(n, previo) < POCOS:
            assert "%" not in frase
        else:
            assert formato.variacion(n, previo).lstrip("+\u2212") in frase


@given(series)
def test_ser_la_mas_alta_se_dice_solo_si_lo_es(valores):
    [frase] = dichos(serie.tendencia(serie.Serie("pais", "Perú", valores), ANIO))
    previos = [n for a, n in valores.items() if a < ANIO]
    if "más alta" in frase:
        assert valores[ANIO] > max(previos)
    if "más baja" in frase:
        assert valores[ANIO] < min(previos)


@given(territorios, st.randoms())
def test_el_orden_no_depende_del_orden_en_que_llega_y_los_empates_se_dicen(valores, azar):
    total = sum(valores.values())
    frases = dichos(serie.ranking(valores, total, "Perú, 2021"))
    revuelto = list(valores.items())
    azar.shuffle(revuelto)
    assert frases == dichos(serie.ranking(dict(revuelto), total, "Perú, 2021"))
    if not total:
        assert frases == []
        return
    [frase] = frases
    es_correcta(frase)
    mayor = max(valores.values())
    primeros = sorted(t for t, n in valores.items() if n == mayor)
    assert formato.porcentaje(mayor, total) in frase
    if len(primeros) == 1:
        assert frase.startswith(f"{primeros[0]} tiene más")
    else:
        assert "empatan" in frase


@given(territorios)
def test_la_tasa_mas_alta_es_la_mas_alta(valores):
    poblacion = {t: 10_000 + 1000 * i for i, t in enumerate(sorted(valores))}
    frases = dichos(serie.tasas(valores, poblacion, "2021"))
    medibles = {t: Fraction(n, poblacion[t]) for t, n in valores.items() if n >= 10}
    assert bool(frases) == bool(medibles)
    for frase in frases:
        es_correcta(frase)
        mejor = max(medibles.values())
        assert formato.tasa(mejor, 1) in frase


@given(partes("region.x"), partes("pais.x"))
def test_la_brecha_lleva_las_dos_bases_o_se_calla(propia, pais):
    frases = dichos(serie.brecha([(propia, pais, "son mujeres")], "Cusco"))
    if not propia.de or not pais.de:
        assert frases == []
        return
    [frase] = frases
    es_correcta(frase)
    if propia.de < POCOS:
        assert "%" not in frase
        return
    assert propia.cifra.base in frase
    assert pais.cifra.base in frase
    distancia = formato.puntos(Fraction(propia.n, propia.de), Fraction(pais.n, pais.de))
    assert distancia in frase


@given(partes())
def test_con_pocos_registros_una_parte_se_cuenta_y_no_se_divide(parte):
    [frase] = dichos([serie.reparto(parte, "de las víctimas son mujeres", "Mujeres")])
    assert ("%" in frase) == (parte.de >= POCOS)
    assert parte.cifra.base in frase
    if parte.de >= POCOS:
        es_correcta(frase)


@given(partes("calidad.x_otro"), partes("calidad.x_no_consta"))
def test_la_calidad_se_dice_cuando_pesa(otro, no_consta):
    frases = dichos(serie.calidad([("Vínculo", otro, no_consta)]))
    for frase in frases:
        es_correcta(frase)
    pesa = otro.de >= POCOS and 4 * otro.n >= otro.de
    assert any("«otro»" in f for f in frases) == pesa


@given(st.lists(st.integers(0, 20), min_size=6, max_size=6), st.integers(0, 9), st.integers(0, 9))
def test_la_gestion_cuenta_y_nunca_promedia(cuenta, cumplidos, vencidos):
    meta, riesgo, retraso, revision, callados, resto = cuenta
    total = sum(cuenta)
    datos = gestion.Cuenta(
        "I semestre de 2023", total, meta, riesgo, retraso, revision, callados, resto,
        {"OP1": (callados, total), "OP2": (0, 0)},
    )  # fmt: skip
    frases = dichos(gestion.avance(datos))
    frases += dichos(
        gestion.acuerdos("comision", "Acuerdos", "2023", total=cumplidos + vencidos,
                         cumplidos=cumplidos, vencidos=vencidos)
    )  # fmt: skip
    for frase in frases:
        es_correcta(frase)
        assert "promedio" not in frase
    if total:
        assert f"{formato.entero(meta)} de {formato.entero(total)} servicio" in frases[0]
    propuestas = dichos(
        gestion.alternativas(datos, acuerdos_vencidos=vencidos, espacios_sin_plan=0, huecos=0,
                             variables_con_otro=0)
    )  # fmt: skip
    assert bool(propuestas) == bool((callados + retraso if total else 0) + vencidos)
    for frase in propuestas:
        es_correcta(frase)


# --- respuestas conocidas ------------------------------------------------------------------------
def plano(texto: str) -> str:
    return texto.replace("\u00a0", " ").replace("\u2212", "-")


@pytest.mark.parametrize(
    ("valores", "parciales", "esperada"),
    [
        (
            {2017: 725, 2018: 734, 2019: 509, 2020: 372, 2021: 535},
            {},
            "Perú: 535 registros PNP en 2021, un aumento de 43,8 % frente a 2020 (372 registros "
            "PNP).",
        ),
        (
            {2020: 24, 2021: 14},
            {},
            "Perú: 14 registros PNP en 2021, 10 menos que en 2020 (24 registros PNP). Son pocos "
            "registros: no se calcula un porcentaje de cambio.",
        ),
        ({2020: 8, 2021: 1}, {}, "Perú: 1 registro PNP en 2021, 7 menos que en 2020 (8 registros "
         "PNP). Son pocos registros: no se calcula un porcentaje de cambio."),
        (
            {2018: 100, 2019: 90, 2020: 80, 2021: 85},
            {},
            "Perú: 85 registros PNP en 2021, un aumento de 6,3 % frente a 2020 (80 registros PNP).",
        ),
        (
            {2017: 200, 2018: 40, 2019: 50, 2020: 60, 2021: 70},
            {},
            "Perú: 70 registros PNP en 2021, un aumento de 16,7 % frente a 2020 (60 registros "
            "PNP). Es el tercer año seguido de aumento.",
        ),
        (
            {2020: 500, 2021: 384},
            {2021: "enero a setiembre"},
            "Perú: 384 registros PNP en 2021 (enero a setiembre). No está completo: no se compara "
            "con un período entero.",
        ),
        ({2021: 535}, {}, "Perú: 535 registros PNP en 2021. No hay uno anterior con que comparar."),
    ],
)  # fmt: skip
def test_la_tendencia_conocida(valores, parciales, esperada):
    [frase] = dichos(serie.tendencia(serie.Serie("pais", "Perú", valores, parciales), 2021))
    assert plano(frase) == esperada


def test_el_orden_conocido_de_2021():
    valores = {"Lima": 291, "Ayacucho": 40, "Lambayeque": 33, "Cusco": 32, "Áncash": 2}
    [frase] = dichos(serie.ranking(valores, 535, "Perú, 2021"))
    assert plano(frase) == (
        "Lima tiene más, según lugar de registro: 54,4 % (291 de 535 registros PNP). Los tres "
        "primeros (Lima, Ayacucho y Lambayeque) suman 68,0 % (364 de 535 registros PNP)."
    )


def test_una_frase_con_causa_o_sin_base_no_pasa():
    with pytest.raises(AssertionError):
        es_correcta("Subió debido a los controles.")
    with pytest.raises(AssertionError):
        es_correcta("El 79,6\u00a0% son mujeres.")
