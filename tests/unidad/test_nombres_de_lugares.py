"""De un nombre escrito de cualquier manera a su código INEI."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trata.territorio.nombres import Lugar, clave_orden, indice, leer_lugares, normalizar


@pytest.mark.parametrize(
    ("escrito", "codigo"),
    [
        ("CUZCO", "08"),
        ("Cusco", "08"),
        ("ANCASH", "02"),
        ("Áncash", "02"),
        ("ÁNCASH", "02"),
        ("LIMA METROPOLITANA", "15"),
        ("LIMA REGIÓN", "15"),
        ("Prov. Const. del Callao", "07"),
        ("  san   martin ", "22"),
        ("Huanuco", "10"),
    ],
)
def test_un_departamento_se_reconoce_como_lo_escriba_la_fuente(escrito: str, codigo: str) -> None:
    assert indice().departamento(escrito) == codigo


@pytest.mark.parametrize(
    ("escrito", "departamento", "codigo"),
    [
        ("NAZCA", "11", "1103"),
        ("COLLAO", "21", "2105"),
        ("MOQUEGUA", "18", "1801"),
        ("CUZCO", "08", "0801"),
        ("SAN ROMÁN", "21", "2111"),
        ("FERRENAFE", "14", "1402"),
        ("FERREÑAFE", "14", "1402"),
    ],
)
def test_una_provincia_se_busca_dentro_de_su_departamento(
    escrito: str, departamento: str, codigo: str
) -> None:
    assert indice().provincia(escrito, departamento) == codigo


def test_oxapampa_no_es_de_junin_aunque_la_serie_lo_diga() -> None:
    assert indice().provincia("OXAPAMPA", "12") is None
    assert indice().provincia("OXAPAMPA", "19") == "1903"


def test_un_distrito_homonimo_se_distingue_por_su_provincia() -> None:
    santa_rosa = {lugar.codigo for lugar in leer_lugares() if lugar.nombre == "Santa Rosa"}
    encontrados = {
        indice().distrito("SANTA ROSA", lugar.codigo)
        for lugar in leer_lugares()
        if len(lugar.codigo) == 4
    } - {None}
    assert len(santa_rosa) > 5
    assert santa_rosa <= encontrados


@pytest.mark.parametrize("escrito", ["", "   ", "CUZCO-CALCA-WANCHAQ", "Región", "Lim"])
def test_lo_que_no_consta_no_se_adivina(escrito: str) -> None:
    assert indice().departamento(escrito) is None


def test_cada_nombre_oficial_se_encuentra_a_si_mismo() -> None:
    for lugar in leer_lugares():
        assert indice().buscar(lugar.nombre, dentro_de=lugar.padre) == lugar.codigo


def test_hay_25_departamentos_196_provincias_y_1891_distritos() -> None:
    cifras = [len(lugar.codigo) for lugar in leer_lugares()]
    assert (cifras.count(2), cifras.count(4), cifras.count(6)) == (25, 196, 1891)


def test_callao_tiene_el_codigo_del_inei_y_no_el_de_reniec() -> None:
    assert indice().lugares["07"] == Lugar("07", "Callao", indice().lugares["07"].poblacion)
    assert indice().lugares["24"].nombre == "Tumbes"


def test_el_orden_es_el_del_espanol() -> None:
    nombres = ["Ucayali", "Zuñiga", "Zunza", "Áncash", "Amazonas", "Ñahuimpuquio", "Oyón", "Nasca"]
    assert sorted(nombres, key=clave_orden) == [
        "Amazonas",
        "Áncash",
        "Nasca",
        "Ñahuimpuquio",
        "Oyón",
        "Ucayali",
        "Zunza",
        "Zuñiga",
    ]


@given(st.sampled_from(leer_lugares()), st.booleans(), st.sampled_from(["", " ", "  ", "."]))
def test_mayusculas_espacios_y_signos_no_cambian_el_resultado(
    lugar: Lugar, mayusculas: bool, borde: str
) -> None:
    escrito = borde + (lugar.nombre.upper() if mayusculas else lugar.nombre.lower()) + borde
    assert indice().buscar(escrito, dentro_de=lugar.padre) == lugar.codigo


@given(st.text(max_size=40))
def test_normalizar_es_idempotente(texto: str) -> None:
    assert normalizar(normalizar(texto)) == normalizar(texto)
