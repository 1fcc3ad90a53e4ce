"""La cobertura provincial frente a una cuenta lenta; y los documentos repetidos de una lista."""

from hypothesis import given
from hypothesis import strategies as st

from regiones.consultas import cobertura
from regiones.importador import repetidos
from regiones.models import EspacioRegional

PROVINCIAS = [f"{d:02d}{p:02d}" for d in range(1, 6) for p in range(1, 5)] + [
    "0701",
    "1501",
    "1502",
]
REGIONALES = ["01", "02", "03", "04", "05", "07", "15", "1501"]


def espacio(codigo, nivel):
    return EspacioRegional(codigo=codigo, nivel=nivel, ubigeo_id=codigo, region=codigo)


@given(st.sets(st.sampled_from(PROVINCIAS)), st.sets(st.sampled_from(REGIONALES)))
def test_cada_provincia_cae_en_una_situacion_y_las_cuentas_suman(redes, regionales):
    espacios = [espacio(c, "provincial") for c in redes]
    espacios += [espacio(c, "regional") for c in regionales]
    hallada = cobertura.clasificar([(p, p) for p in PROVINCIAS], espacios)
    partes = [len(hallada.en(s)) for s in cobertura.TITULOS]
    assert sum(partes) == len(PROVINCIAS)
    assert hallada.con_red == len(redes)
    esperadas = 0
    for p in PROVINCIAS:
        unica = sum(q[:2] == p[:2] for q in PROVINCIAS) == 1
        propia = p in regionales or (unica and p[:2] in regionales)
        esperadas += propia and p not in redes
    assert len(hallada.en(cobertura.CON_REGIONAL)) == esperadas
    assert hallada.total == len(PROVINCIAS) - esperadas


@given(st.sets(st.sampled_from(PROVINCIAS)))
def test_lima_provincias_no_cuenta_la_provincia_de_lima(redes):
    hallada = cobertura.clasificar(
        [(p, p) for p in PROVINCIAS], [espacio(c, "provincial") for c in redes]
    )
    lima = EspacioRegional(codigo="lima-provincias", ubigeo_id="15", excluye="1501")
    parte = cobertura.de_un_espacio(hallada, lima)
    assert [p.codigo for p in parte.provincias] == ["1502"]


@given(st.lists(st.tuples(st.sampled_from(["dni", "ce"]), st.sampled_from("abcde")), max_size=30))
def test_se_dicen_todas_las_filas_con_documento_repetido_y_ninguna_mas(documentos):
    filas = [
        {"tipo_documento": t, "documento": d, "renglon": n}
        for n, (t, d) in enumerate(documentos, 2)
    ]
    esperados = {n for n, par in enumerate(documentos, 2) if documentos.count(par) > 1}
    assert {f.renglon for f in repetidos(filas)} == esperados
