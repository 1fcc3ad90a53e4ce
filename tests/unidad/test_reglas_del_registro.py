"""Cada regla del registro, con el dato que la incumple y el que no."""

from datetime import date, timedelta

import pytest

from casos import reglas
from casos.reglas.predicados import hoy
from trata.comun.reglas import faltas

NACIO = date(2008, 6, 15)


def codigos(lista, **datos):
    return {(f.codigo, f.campo) for f in faltas(lista, datos)}


CASOS = [
    (reglas.CASO, {"materia": "inventada"}, ("valor_fuera_de_catalogo", "materia")),
    (reglas.CASO, {"fecha_del_hecho": hoy() + timedelta(1)}, ("fecha_futura", "fecha_del_hecho")),
    (reglas.CASO, {"fecha_del_hecho": date(1, 1, 1)}, ("fecha_muy_antigua", "fecha_del_hecho")),
    (
        reglas.CASO,
        {"fecha_del_hecho": date(2026, 5, 2), "fecha_fin_del_hecho": date(2026, 5, 1)},
        ("fin_antes_de_inicio", "fecha_fin_del_hecho"),
    ),
    (reglas.CASO, {"denunciante": "otro"}, ("falta_decir_cual", "denunciante_otro")),
    (
        reglas.CASO,
        {"denunciante": "madre", "denunciante_otro": "tía"},
        ("sobra_decir_cual", "denunciante_otro"),
    ),
    (reglas.CASO, {"hechos": "llamó al 987654321"}, ("parece_identidad", "hechos")),
    (reglas.CASO, {"hechos": "a\x07b"}, ("caracteres_de_control", "hechos")),
    (reglas.CLAVE_EXTERNA, {"tipo": "sidpol", "numero": "12A"}, ("numero_mal_formado", "numero")),
    (reglas.CLAVE_EXTERNA, {}, ("falta_institucion", "institucion")),
    (reglas.LUGAR, {"rol": "captacion", "pais": "pe"}, ("falta_lugar", "ubigeo")),
    (
        reglas.LUGAR,
        {"rol": "captacion", "pais": "bo", "ubigeo_id": "08"},
        ("ubigeo_fuera_del_peru", "ubigeo"),
    ),
    (
        reglas.LUGAR,
        {"rol": "captacion", "pais": "pe", "ubigeo_id": "8"},
        ("ubigeo_mal_formado", "ubigeo"),
    ),
    (reglas.LUGAR, {"rol": "registro", "pais": "bo"}, ("registro_fuera_del_peru", "pais")),
    (reglas.VICTIMA, {"edad": 121}, ("edad_imposible", "edad")),
    (reglas.VICTIMA, {"edad": 95}, ("edad_poco_probable", "edad")),
    (reglas.VICTIMA, {"forma_edad": "exacta"}, ("falta_edad", "edad")),
    (reglas.VICTIMA, {"edad": 15, "grupo_edad": "18-29"}, ("grupo_no_corresponde_a_edad",) * 1),
    (
        reglas.VICTIMA,
        {"medios_adicionales": ["engano"]},
        ("adicional_sin_principal", "medios_adicionales"),
    ),
    (
        reglas.VICTIMA,
        {"medio": "engano", "medios_adicionales": ["engano"]},
        ("adicional_repetido", "medios_adicionales"),
    ),
    (reglas.VICTIMA, {"materia": "tim", "medio": "engano"}, ("victima_fuera_de_materia",) * 1),
    (reglas.VICTIMA, {"edad": 15, "menor_de_14": "si"}, ("menor_de_14_no_corresponde",) * 1),
    (reglas.MIGRANTE, {"materia": "trata"}, ("migrante_fuera_de_materia", "pais_de_origen")),
    (
        reglas.ESTADO_DE_VICTIMA,
        {"estado": "acreditada", "organo": "policia"},
        ("acredita_otro_organo", "organo"),
    ),
    (
        reglas.IMPLICADO,
        {"condicion": "acusado", "sentencia_firme": "si"},
        ("firmeza_sin_sentencia",),
    ),
]


@pytest.mark.parametrize(("lista", "datos", "falta"), CASOS)
def test_el_dato_malo_levanta_su_regla(lista, datos, falta):
    encontradas = codigos(lista, **datos)
    if len(falta) == 2:
        assert falta in encontradas
    else:
        assert falta[0] in {c for c, _ in encontradas}


def test_una_victima_coherente_no_levanta_nada():
    assert (
        codigos(
            reglas.VICTIMA,
            sexo="mujer",
            forma_edad="nacimiento",
            fecha_nacimiento=NACIO,
            precision_nacimiento="dia",
            edad=17,
            grupo_edad="12-17",
            caso_fecha_del_hecho=date(2026, 3, 1),
            materia="trata",
            medio="engano",
            medios_adicionales=["amenaza"],
        )
        == set()
    )


@pytest.mark.parametrize(
    ("precision", "edad", "hay_falta"),
    [("dia", 17, False), ("dia", 18, True), ("anio", 17, False), ("anio", 16, True)],
)
def test_la_edad_concuerda_con_el_nacimiento_segun_su_precision(precision, edad, hay_falta):
    nacimiento = NACIO if precision == "dia" else date(2008, 1, 1)
    encontradas = codigos(
        reglas.VICTIMA,
        fecha_nacimiento=nacimiento,
        precision_nacimiento=precision,
        edad=edad,
        caso_fecha_del_hecho=date(2026, 3, 1),
    )
    assert (("edad_no_corresponde_a_nacimiento", "edad") in encontradas) is hay_falta


@pytest.mark.parametrize(
    ("edad", "falta_el_medio"), [(17, False), (18, True), (0, False), (None, True)]
)
def test_el_medio_es_obligatorio_salvo_en_ninas_ninos_y_adolescentes(edad, falta_el_medio):
    encontradas = codigos(reglas.VICTIMA_COMPLETA, materia="trata", edad=edad)
    assert (("falta_medio", "medio") in encontradas) is falta_el_medio


def test_en_la_duda_se_presume_nina_o_nino_y_no_se_exige_medio():
    datos = {"materia": "trata", "forma_edad": "presuncion_nna"}
    assert ("falta_medio", "medio") not in codigos(reglas.VICTIMA_COMPLETA, **datos)
    assert reglas.grupo_calculado(datos) == "no_determinado"


def test_un_caso_de_trafico_pide_migrante_y_no_victima():
    encontradas = {c for c, _ in codigos(reglas.CASO_COMPLETO, materia="tim")}
    assert "falta_migrante" in encontradas
    assert "falta_victima" not in encontradas


def test_el_grupo_se_deduce_de_la_edad_o_del_nacimiento():
    assert reglas.grupo_calculado({"edad": 17}) == "12-17"
    assert (
        reglas.grupo_calculado(
            {"fecha_nacimiento": NACIO, "caso_fecha_de_registro": date(2026, 7, 1)}
        )
        == "18-29"
    )
    assert reglas.grupo_calculado({}) == ""


@pytest.mark.parametrize(
    ("tipo", "numero", "malo"),
    [("dni", "1234567", True), ("dni", "12345678", False), ("ce", "00 123 4567", False)],
)
def test_la_forma_del_documento(tipo, numero, malo):
    assert reglas.documento_mal_formado(tipo, numero) is malo


def test_el_numero_externo_se_normaliza():
    assert reglas.normalizar_clave(" 0123-2026 - 0-jr ") == "0123-2026-0-JR"
