"""Rutas de comun."""

from django.urls import path

from trata.comun import vistas_galeria, vistas_publicas

urlpatterns = [
    path("_componentes/", vistas_galeria.galeria, name="galeria"),
    path("_componentes/<slug:hoja>/", vistas_galeria.galeria, name="galeria_hoja"),
    path("accesibilidad/", vistas_publicas.accesibilidad, name="accesibilidad"),
    path("sesion/seguir/", vistas_publicas.seguir, name="seguir_conectado"),
]
