"""El conjunto rotulado de nombres: a cuántos se encuentra y cuántos de los hallados lo son."""

import pytest

from casos.identidad import parecido
from casos.identidad.nombres import Nombre, claves
from casos.identidad.parecido import UMBRAL, comparar_nombres
from tests.fabricas.nombres import conjunto_rotulado

PAREJAS = 600


def medir():
    """(exhaustividad, precisión) de la comparación."""
    ciertas = halladas = falsas = 0
    for nombre, otra, es_la_misma in conjunto_rotulado(PAREJAS):
        propuesta = comparar_nombres(Nombre(*nombre), Nombre(*otra)) >= UMBRAL
        ciertas += es_la_misma
        halladas += propuesta and es_la_misma
        falsas += propuesta and not es_la_misma
    return halladas / ciertas, halladas / (halladas + falsas)


def test_se_encuentra_a_quien_se_escribio_de_otra_manera_y_poco_mas():
    exhaustividad, precision = medir()
    print(f"exhaustividad {exhaustividad:.3f}, precisión {precision:.3f}")
    assert exhaustividad >= 0.95
    assert precision >= 0.97


def test_las_huellas_traen_a_la_mesa_a_casi_todos_los_que_hay_que_comparar():
    """La primera criba cuenta sonidos comunes, sin descifrar: lo que no pasa no se compara."""

    def sonidos(textos):
        return {clave for clase, clave in claves(textos) if clase == "fonetica"}

    ciertas = traidas = 0
    for nombre, otra, es_la_misma in conjunto_rotulado(PAREJAS):
        if es_la_misma:
            buscados = sonidos([" ".join(otra)])
            comunes = len(buscados & sonidos([" ".join(nombre)]))
            ciertas += 1
            traidas += comunes >= max(1, len(buscados) - (1 if len(buscados) <= 2 else 2))
    assert traidas / ciertas >= 0.98


@pytest.mark.parametrize("caida", ["sin_fonetica", "sin_exigir_pareja"])
def test_sin_la_fonetica_o_sin_exigir_pareja_la_medida_cae(monkeypatch, caida):
    """Control negativo: el conjunto distingue un buscador bueno de uno malo."""
    if caida == "sin_fonetica":
        monkeypatch.setattr(parecido, "entre_palabras", lambda a, b: 100.0 if a == b else 0.0)
        assert medir()[0] < 0.9
    else:
        monkeypatch.setattr(parecido, "MINIMO_POR_PALABRA", 0.0)
        monkeypatch.setattr(f"{__name__}.UMBRAL", 60.0)
        assert medir()[1] < 0.9
