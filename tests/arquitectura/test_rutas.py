"""Ninguna ruta queda sin protección."""

from django.views.generic.base import View

from tests.arquitectura.rutas import Ruta, desprotegida, rutas


def test_toda_ruta_propia_pide_un_permiso_o_esta_en_la_lista_de_abiertas():
    assert [falla for ruta in rutas() if (falla := desprotegida(ruta))] == []


def test_una_ruta_sin_permiso_se_ve():
    class Suelta(View):
        pass

    ruta = Ruta("suelta/", "suelta", Suelta, "casos.views")
    assert desprotegida(ruta) is not None


def test_el_sitio_tiene_rutas():
    assert len(list(rutas())) > 30
