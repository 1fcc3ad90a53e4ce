"""Qué cambió entre dos documentos, frente a un oráculo que compara a la vista."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from trata.informes.comparacion import NO_ESTABA, YA_NO_ESTA, comparar, textos_que_cambian
from trata.informes.documento import Cifra, Cifras, Cuadro, Documento, Parrafo, Seccion

NUMEROS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 9), max_size=6)


def documento(cifras: dict[str, int], celdas: dict[str, int] | None = None, texto: str = "x"):
    lista = tuple(Cifra(k, "Perú", str(v), k, f"{v} de 9", "", v, 9) for k, v in cifras.items())
    filas = tuple((k, str(v)) for k, v in (celdas or {}).items())
    cuadro = Cuadro("Cuadro", ("Región", "n"), filas)
    seccion = Seccion("s", "S", (Parrafo(texto), Cifras(lista), cuadro))
    return Documento("t", "", "hoy", (seccion,))


@given(NUMEROS, NUMEROS)
def test_cambia_lo_que_no_es_igual_y_nada_mas(antes, ahora):
    hallados = {c.clave: (c.publicada, c.actual, c.diferencia) for c in
                comparar(documento(antes), documento(ahora))}  # fmt: skip
    esperados = {}
    for clave in antes | ahora:
        if antes.get(clave) != ahora.get(clave):
            uno, dos = antes.get(clave), ahora.get(clave)
            esperados[clave] = (
                NO_ESTABA if uno is None else f"{uno} ({uno} de 9)",
                YA_NO_ESTA if dos is None else f"{dos} ({dos} de 9)",
                None if uno is None or dos is None else dos - uno,
            )
    assert hallados == esperados


@given(NUMEROS, NUMEROS)
def test_las_celdas_de_los_cuadros_tambien_se_comparan(antes, ahora):
    cambios = comparar(documento({}, antes), documento({}, ahora))
    assert len(cambios) == sum(antes.get(k) != ahora.get(k) for k in antes | ahora)
    assert not any(c.es_cifra for c in cambios)


def test_los_textos_que_cambian_dicen_lo_quitado_y_lo_agregado():
    viejo, nuevo = documento({}, texto="uno"), documento({}, texto="dos")
    [cambio] = textos_que_cambian(viejo, nuevo)
    assert (cambio.quitadas, cambio.agregadas) == (("uno",), ("dos",))
    assert textos_que_cambian(viejo, replace(viejo)) == []
